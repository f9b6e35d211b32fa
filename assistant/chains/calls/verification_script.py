"""The script of a benefit verification call for a payer and a family of cases.

The questions come from the tables in the order of the call; beside each stands what the
office holds already, from the case or from the payer's own documents, so that a different
answer is heard at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.call_script import CallQuestion, CallScript, Held
from assistant.domain.case import Case, Practice
from assistant.domain.claim import Claim, Coverage
from assistant.domain.codes import Lane
from assistant.domain.errors import BadInput
from assistant.domain.payer_card import PayerCard
from assistant.domain.playbook import Playbook
from assistant.domain.policy import Limit
from assistant.domain.ports import PassageSearch, PolicyLimits
from assistant.prompting.wording import listing
from assistant.tables.payer_cards import payer_card
from assistant.tables.playbooks import playbook_for, playbooks
from assistant.tables.verification_families import closing, opening, questions

#: So many codes are named; a family may know dozens.
_CODES = 4


def verification_script(
    payer: str,
    family: str = "",
    *,
    on: date,
    lane: Lane | None = None,
    plan: str | None = None,
    case: Case | None = None,
    library: PassageSearch | None = None,
    limits: PolicyLimits | None = None,
) -> CallScript:
    """The questions for a payer and a family (a playbook's id or words of its title), or for a case.

    The codes are those of the case, else those that the family may be billed with. Raises
    :class:`BadInput` for a family that no playbook describes.
    """
    playbook = _playbook(family) if family else (playbook_for(case.claim) if case is not None else None)
    claim = case.claim if case is not None else None
    way: Lane = lane or (playbook.lane if playbook is not None else None) or (claim.lane if claim else "dental")
    codes = _codes(claim, playbook, way)
    card = payer_card(payer, on)
    coverage = _coverage(claim, payer)
    practice = case.practice if case is not None else Practice()
    asked = tuple(
        CallQuestion(
            topic=each.topic,
            ask=_filled(each.ask, codes),
            held=tuple(_held(each.topic, codes, payer, plan, on, card, coverage, limits)),
        )
        for each in questions(way, playbook.id if playbook is not None else "")
    )
    documents = library.in_force(payer, on, plan=plan) if library is not None else ()
    return CallScript(
        payer=payer,
        plan=plan or (coverage.plan if coverage is not None else None),
        family=playbook.title if playbook is not None else "",
        lane=way,
        codes=codes,
        on=on,
        telephone=card.telephone if card is not None else None,
        opening=tuple(_opened(each, practice) for each in opening()),
        questions=asked,
        closing=closing(),
        documents=tuple(document.title for document in documents),
        notes=tuple(_notes(playbook, codes, card, bool(documents))),
    )


def _playbook(family: str) -> Playbook:
    """The playbook of that id, or the only one whose title or procedures hold the words."""
    wanted = family.strip().casefold()
    plain = wanted.replace(" ", "_").replace("-", "_")
    every = playbooks()
    exact = [each for each in every if each.id == plain]
    loose = [
        each
        for each in every
        if wanted in each.title.casefold() or plain in each.id or wanted.upper() in each.procedures
    ]
    found = exact or loose
    if len(found) != 1:
        listed = ", ".join(each.id for each in (found or every))
        raise BadInput(f"no one family of cases is called {family!r}", where="family", fix=f"name one of {listed}")
    return found[0]


def _codes(claim: Claim | None, playbook: Playbook | None, lane: Lane) -> tuple[str, ...]:
    """The codes of the claim in the lane, else those that the family begins with."""
    own = [line.code for line in claim.lines] if claim is not None and claim.lane == lane else []
    if not own and playbook is not None:
        own = [code for code in playbook.procedures if (code[0] == "D") == (lane == "dental")]
    return tuple(dict.fromkeys(own))[:_CODES]


def _coverage(claim: Claim | None, payer: str) -> Coverage | None:
    held = [each for each in claim.coverages if each.payer.casefold() == payer.casefold()] if claim else []
    return held[0] if held else None


def _filled(ask: str, codes: tuple[str, ...]) -> str:
    return ask.replace("{codes}", listing(list(codes), "or") if codes else "the planned care")


def _opened(said: str, practice: Practice) -> str:
    """The opening with the office's own data, blank where nobody has stated it."""
    return said.replace("{office}", practice.name or "[[needs: name of the practice]]").replace(
        "{npi}", practice.npi or "[[needs: NPI of the practice]]"
    )


def _held(
    topic: str,
    codes: tuple[str, ...],
    payer: str,
    plan: str | None,
    on: date,
    card: PayerCard | None,
    coverage: Coverage | None,
    limits: PolicyLimits | None,
) -> Iterator[Held]:
    """What the office holds on the topic."""
    if coverage is not None:
        yield from (Held(text=text, source="case.yaml, coverages") for text in _on_file(topic, coverage))
    if card is not None:
        yield from (Held(text=text, source=card.cited) for text in _of_card(topic, card))
    if topic == "frequency" and limits is not None:
        for code in codes:
            for limit in limits.limits(payer, code, on, plan=plan):
                if limit.kind in ("frequency", "replacement", "lifetime"):
                    yield Held(text=_quoted(code, limit), source=f"document of {limit.payer}", passage=limit.passage)


def _quoted(code: str, limit: Limit) -> str:
    """The payer's words, a table row without its bars."""
    return f"{code}: {', '.join(cell.strip() for cell in limit.quote.strip('| ').split('|'))}"


def _on_file(topic: str, coverage: Coverage) -> Iterator[str]:
    """What the case's record of the plan says."""
    match topic:
        case "eligible" if coverage.effective:
            yield f"active since {coverage.effective.isoformat()}"
        case "network" if coverage.in_network is not None:
            yield "in network" if coverage.in_network else "out of network"
        case "deductible" if coverage.deductible is not None:
            met = f", {coverage.deductible_met} met" if coverage.deductible_met is not None else ""
            yield f"{coverage.deductible}{met}"
        case "maximum" if coverage.annual_maximum is not None:
            used = f", {coverage.maximum_used} used" if coverage.maximum_used is not None else ""
            yield f"{coverage.annual_maximum}{used}"
        case "percent" if coverage.percent:
            yield ", ".join(f"{word} {(share * 100).normalize():f} percent" for word, share in coverage.percent.items())
        case "waiting_period" if coverage.waiting_periods:
            yield ", ".join(f"{word} {months} months" for word, months in coverage.waiting_periods.items())
        case "missing_tooth" if coverage.missing_tooth_clause is not None:
            yield "there is a missing-tooth rule" if coverage.missing_tooth_clause else "no missing-tooth rule"
        case "downgrade" if coverage.alternate_benefit:
            yield ", ".join(f"{code} paid as {other}" for code, other in coverage.alternate_benefit.items())
        case "coordination" if coverage.cob:
            yield coverage.cob.replace("_", " ")
        case _:
            return


def _of_card(topic: str, card: PayerCard) -> Iterator[str]:
    """What the payer's card repeats of its documents."""
    match topic:
        case "appeals_address":
            if card.appeals:
                yield card.appeals
            yield from (
                f"{level.who} level {level.level}: {level.value} {level.unit.replace('_', ' ')}"
                for level in card.levels
            )
        case "fax" if card.authorization_fax:
            yield card.authorization_fax
        case "filing_time":
            yield from (
                f"{window.claim} claim: {window.value} {window.unit.replace('_', ' ')}" for window in card.filing[:3]
            )
        case _:
            return


def _notes(playbook: Playbook | None, codes: tuple[str, ...], card: PayerCard | None, documents: bool) -> Iterator[str]:
    if not codes:
        yield "No code is known for this call: name the planned codes before you dial."
    if playbook is not None and playbook.checklist:
        titles = [item.title for item in playbook.checklist if item.required]
        if titles:
            yield f"Usually wanted for this family: {listing(titles)}."
    if card is None:
        yield "No card of this payer is held: take the number from the back of the member's card."
    if not documents:
        yield "No document of this payer is held, so its answers cannot be compared with its own words."
    yield "Not asked and not known are answers too: write them down."
