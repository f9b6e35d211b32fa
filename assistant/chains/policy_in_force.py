"""Which of a payer's documents speak about a case, on its date of service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.domain.playbook import Playbook
from assistant.domain.policy import Criterion, Passage, PolicyDocument
from assistant.domain.ports import PassageSearch
from assistant.policies.criteria import criteria
from assistant.tables.crosswalk import crossings_of

#: Kinds of document whose words bind a payer.
_BINDING = ("policy", "benefit_summary")
#: A procedure code or a range of them.
_CODES = re.compile(r"\b(?P<first>[DEGKJ]\d{4}|\d{5})\b(?:\s*(?:to|through|-|–)\s*(?P<last>[DEGKJ]\d{4}|\d{5})\b)?")


@dataclass(frozen=True)
class PolicyInForce:
    """A payer's document in force with the passages and conditions that concern the case."""

    document: PolicyDocument
    passages: tuple[Passage, ...]
    conditions: tuple[Criterion, ...]


def policies_for(
    library: PassageSearch,
    playbook: Playbook,
    payer: str,
    on: date,
    *,
    plan: str | None = None,
    code: str | None = None,
) -> tuple[PolicyInForce, ...]:
    """The payer's documents in force on the day that state conditions for the playbook's procedures.

    Documents of other payers and general guides are never among them. The one that says
    most about the topic comes first, one that names the procedure before one that does not.
    ``code`` is the procedure at hand: of a policy with a
    list for each service, only the lists for that procedure or its counterpart count.
    """
    found = []
    for document in library.in_force(payer, on, plan=plan):
        if document.kind not in _BINDING or document.payer != payer:
            continue
        passages = library.passages_of(document.id)
        conditions = tuple(_concerning(passages, document, playbook, code))
        if conditions:
            found.append(PolicyInForce(document, passages, conditions))
    named = _same_service(code, playbook)
    return tuple(sorted(found, key=lambda policy: (not _speaks_of(policy, named), -len(policy.conditions))))


def _speaks_of(policy: PolicyInForce, codes: frozenset[str]) -> bool:
    """Whether one of the conditions names one of the procedures."""
    return any(_names(condition.text, codes) for condition in policy.conditions)


def _concerning(
    passages: tuple[Passage, ...], document: PolicyDocument, playbook: Playbook, code: str | None
) -> Iterable[Criterion]:
    """Conditions of coverage of a document on the topic; of a manual, those of the sections on it.

    A list whose lead names procedures concerns those alone.
    """
    topic = re.compile(playbook.topic, re.IGNORECASE)
    whole = bool(topic.search(document.title))
    on_topic = [
        group
        for group in criteria(passages)
        if group.topic == "coverage" and (whole or topic.search(f"{group.section} {group.text}"))
    ]
    for wanted in (_same_service(code, playbook), frozenset(playbook.procedures)):
        concerning = [group for group in on_topic if _names(group.text, wanted) is not False]
        if any(_names(group.text, wanted) for group in concerning):
            return concerning
    return [group for group in on_topic if _names(group.text, frozenset(playbook.procedures)) is None]


def _same_service(code: str | None, playbook: Playbook) -> frozenset[str]:
    """The procedure and its counterparts in the other code set, as far as the playbook knows them."""
    if code is None:
        return frozenset()
    written = code.strip().upper()
    pairs = {name for crossing in crossings_of(written) for name in (crossing.cdt, *crossing.medical)}
    return frozenset({written, *(pairs & set(playbook.procedures))})


def _names(words: str, codes: frozenset[str]) -> bool | None:
    """Whether the words name one of the codes, alone or within a range; ``None`` where they name no code."""
    named = [(match["first"], match["last"] or match["first"]) for match in _CODES.finditer(words)]
    if not named:
        return None
    return any(first <= code <= last and len(first) == len(code) for first, last in named for code in codes)


def held_for(library: PassageSearch, payer: str) -> tuple[PolicyDocument, ...]:
    """Every document held for a payer, in force or not."""
    return tuple(document for document in library.documents() if document.payer == payer)
