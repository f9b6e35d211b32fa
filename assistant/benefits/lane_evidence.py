"""Whether the case shows a fact that a lane asks for: in the claim, entered, on paper, or in the chart's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.case import Case
from assistant.domain.fact import Fact
from assistant.domain.lane import ConditionStatus
from assistant.recognise import negation, sentences
from assistant.tables.attachments import normalise
from assistant.tables.lanes import LaneFact, lane_facts

_PAYER_PAPERS = ("denial_letter", "remittance")
_NO = ("no", "false", "n", "none", "not covered", "denied")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a fact stands, with the words that say so."""

    fact: LaneFact
    status: ConditionStatus
    why: str = ""


def shown(key: str, case: Case, facts: Sequence[Fact], diagnosis: Shown) -> Shown:
    """The state of one fact of the table; ``diagnosis`` is settled beforehand."""
    if key == "diagnosis":
        return diagnosis
    fact = lane_facts()[key]
    for finding in _every(fact, case, facts):
        return finding
    return Shown(fact, "unknown")


def _every(fact: LaneFact, case: Case, facts: Sequence[Fact]) -> Iterator[Shown]:
    """Every place that speaks of the fact, the surest first."""
    yield from _on_the_claim(fact, case)
    for key in fact.facts:
        entered = case.entered(key)
        if entered is not None:
            denied = entered.value.strip().lower() in _NO
            said = f"{fact.label}: {entered.value} (entered by {entered.who} on {entered.when.isoformat()})"
            yield Shown(fact, "not_met" if denied else "met", said)
    for each in facts:
        if each.key in fact.facts:
            yield Shown(fact, "met" if each.polarity == "present" else "not_met", f"{fact.label}: {each.quote!r}")
    yield from _on_paper(fact, case)
    yield from _in_words(fact, case)


def _on_the_claim(fact: LaneFact, case: Case) -> Iterator[Shown]:
    accident = case.claim.accident
    if fact.key == "accident_date" and accident is not None and accident.date is not None:
        yield Shown(fact, "met", f"accident on {accident.date.isoformat()}")
    if fact.key == "accident_kind" and accident is not None and accident.kind is not None:
        yield Shown(fact, "met", f"{accident.kind} accident")
    if fact.key == "prior_authorization" and case.claim.prior_authorization:
        yield Shown(fact, "met", f"prior authorization {case.claim.prior_authorization}")
    medical = [coverage for coverage in case.claim.coverages if coverage.lane == "medical"]
    if fact.key == "network_known" and any(coverage.in_network is not None for coverage in medical):
        yield Shown(fact, "met", "the network status with the medical plan is known")


def _on_paper(fact: LaneFact, case: Case) -> Iterator[Shown]:
    for document in case.documents:
        if document.kind in fact.kinds:
            yield Shown(fact, "met", f"{fact.label}: document {document.id}")
    for attachment in case.attachments or case.claim.attachments:
        kind = normalise(attachment.kind)
        if kind is not None and kind.name in fact.kinds:
            yield Shown(fact, "met", f"{fact.label}: {kind.label} on file")


def _in_words(fact: LaneFact, case: Case) -> Iterator[Shown]:
    """The chart's own words; what they deny or only suspect does not count as there."""
    if fact.pattern is None:
        return
    for document in case.documents:
        if document.kind in _PAYER_PAPERS or not document.text:
            continue
        for sentence in sentences.split(document.text):
            for match in fact.pattern.finditer(sentence.text):
                said = negation.read(sentence.text, match.start(), match.end()).polarity
                if said in ("present", "absent"):
                    status: ConditionStatus = "met" if said == "present" else "not_met"
                    yield Shown(fact, status, f"{fact.label}: {sentence.text!r} ({document.id})")
