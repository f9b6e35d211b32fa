"""A playbook: what one family of cases needs, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen
from assistant.domain.codes import Lane
from assistant.domain.draft import DraftAction

#: number: a measurement; event: something that happened, with its day; flag: a finding or condition.
FactType = Literal["number", "event", "flag"]


class FactSpec(Frozen):
    """One fact that the family knows how to read.

    ``patterns`` are regular expressions, case ignored; a number's pattern has a group
    ``value``. ``unless`` are expressions whose presence in the same sentence means that
    another thing is spoken of. ``document_day`` lists kinds of document whose own date is
    the day of the event.
    """

    key: str
    label: str
    type: FactType
    unit: str = ""
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    document_day: tuple[str, ...] = ()


class CriterionTest(Frozen):
    """How a sentence of a policy is recognised and what fact settles it.

    ``recognise`` is matched against the criterion's words. ``kind`` says what is tested:
    ``threshold`` compares a number with the limits in those words; ``event`` wants it to
    have happened, ``before`` naming the event it must precede, and for at least the days
    that the words ask for; ``within`` wants it no longer before ``before`` than they allow;
    ``any_of`` wants one of the facts that the words name, or of all where they name none;
    ``absent`` wants a statement that it is not so. ``unless`` names words that mean another
    test speaks.
    """

    id: str
    recognise: str
    unless: str = ""
    kind: Literal["threshold", "event", "within", "any_of", "absent"]
    facts: tuple[str, ...]
    before: str | None = None
    obtain: str
    ask: str
    choices: tuple[str, ...] = ()


class ChecklistItem(Frozen):
    """Something to enclose, by attachment kind."""

    kind: str
    title: str
    needed_for: tuple[str, ...] = ()
    required: bool = True


class UsualDenial(Frozen):
    """A denial this family often meets, and what answers it."""

    carc: str
    why: str
    answer: str
    action: DraftAction = "appeal"


class LaneRule(Frozen):
    """When the family belongs in a lane, in the biller's words."""

    lane: Literal["medical_first", "dental_first", "both_in_order", "dental_only", "do_not_bill"]
    when: str
    facts: tuple[str, ...] = ()


class Playbook(Frozen):
    """One family of cases. ``procedures`` and ``diagnoses`` recognise it on a claim."""

    id: str
    title: str
    lane: Lane
    effective_from: Day
    reviewed: Day
    source: str
    procedures: tuple[str, ...]
    diagnoses: tuple[str, ...]
    topic: str
    code_candidates: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    lane_rules: tuple[LaneRule, ...] = ()
    facts: tuple[FactSpec, ...]
    tests: tuple[CriterionTest, ...]
    checklist: tuple[ChecklistItem, ...] = ()
    narrative: tuple[str, ...] = ()
    denials: tuple[UsualDenial, ...] = ()

    def spec(self, key: str) -> FactSpec:
        """The fact with this key; ``KeyError`` when the playbook does not know it."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        raise KeyError(key)
