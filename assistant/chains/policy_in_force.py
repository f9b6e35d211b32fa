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

#: Kinds of document whose words bind a payer.
_BINDING = ("policy", "benefit_summary")


@dataclass(frozen=True)
class PolicyInForce:
    """A payer's document in force with the passages and conditions that concern the case."""

    document: PolicyDocument
    passages: tuple[Passage, ...]
    conditions: tuple[Criterion, ...]


def policies_for(
    library: PassageSearch, playbook: Playbook, payer: str, on: date, *, plan: str | None = None
) -> tuple[PolicyInForce, ...]:
    """The payer's documents in force on the day that state conditions for the playbook's procedures.

    Documents of other payers and general guides are never among them. The one that says
    most about the topic comes first.
    """
    found = []
    for document in library.in_force(payer, on, plan=plan):
        if document.kind not in _BINDING or document.payer != payer:
            continue
        passages = library.passages_of(document.id)
        conditions = tuple(_concerning(passages, document, playbook))
        if conditions:
            found.append(PolicyInForce(document, passages, conditions))
    return tuple(sorted(found, key=lambda policy: -len(policy.conditions)))


def _concerning(passages: tuple[Passage, ...], document: PolicyDocument, playbook: Playbook) -> Iterable[Criterion]:
    """Conditions of coverage of a document on the topic; of a manual, those of the sections on it."""
    topic = re.compile(playbook.topic, re.IGNORECASE)
    whole = bool(topic.search(document.title))
    for group in criteria(passages):
        if group.topic == "coverage" and (whole or topic.search(f"{group.section} {group.text}")):
            yield group


def held_for(library: PassageSearch, payer: str) -> tuple[PolicyDocument, ...]:
    """Every document held for a payer, in force or not."""
    return tuple(document for document in library.documents() if document.payer == payer)
