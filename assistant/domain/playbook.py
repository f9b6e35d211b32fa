"""A playbook: what one family of cases needs, as data."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen
from assistant.domain.codes import Lane
from assistant.domain.draft import DraftAction

#: number: a measurement; event: something that happened, with its day; flag: a finding or condition.
FactType = Literal["number", "event", "flag"]


#: A field of the claim that is a fact of its own.
ClaimField = Literal[
    "adult",
    "permanent_tooth",
    "prep_date",
    "age",
    "age_months",
    "date_of_service",
    "accident_date",
    "accident_kind",
    "history",
    "other_line",
    "coverage_start",
    "prior_authorization",
    "area",
]


class Scale(Frozen):
    """How a value in another unit becomes one in the fact's own unit: ``value * times + plus``."""

    times: Decimal
    plus: Decimal = Decimal(0)


class FactSpec(Frozen):
    """One fact that the family knows how to read.

    ``patterns`` are regular expressions, case ignored; a number's pattern has a group
    ``value``. ``unless`` are expressions whose presence in the same sentence means that
    another thing is spoken of. ``denied`` are expressions that by themselves say that it is not so
    ("asymptomatic"). ``document_day`` lists kinds of document whose own date is
    the day of the event.

    ``per`` says that a value belongs to the tooth or side named beside it. ``series``: the
    value is a run of readings (``5-4-6``) of which the largest counts, of a range (``4-6``)
    the lower end. ``varies``: the value changes from visit to visit and has the day of its
    entry. ``planned``: what is only planned counts too. ``scales`` holds other
    units, by the words of the group ``scale``. ``claim`` reads the fact from the claim
    itself (``history`` and ``other_line`` by ``codes``); ``papers`` are kinds of document or
    attachment whose being there is the fact.
    """

    key: str
    label: str
    type: FactType
    unit: str = ""
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    document_day: tuple[str, ...] = ()
    per: Literal["", "tooth", "side"] = ""
    series: bool = False
    varies: bool = False
    planned: bool = False
    scales: dict[str, Scale] = Field(default_factory=dict)
    claim: ClaimField | None = None
    codes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


class CriterionTest(Frozen):
    """How a sentence of a policy is recognised and what fact settles it.

    ``recognise`` is matched against the criterion's words. ``kind`` says what is tested:
    ``threshold`` compares a number with the limits in those words; ``event`` wants it to
    have happened, ``before`` naming the event it must precede, and for at least the days
    that the words ask for; ``within`` wants it no longer before ``before`` (or after
    ``after``) than they allow; ``elapsed`` wants at least that time between it and
    ``before``; ``standing`` wants it to have lasted that long up to the date of service;
    ``any_of`` wants one of the facts that the words name, or of all where they name none,
    ``some`` one of its facts whatever the words name;
    ``absent`` wants a statement that it is not so; ``count`` counts the teeth whose value
    qualifies; ``each`` wants the other facts for each tooth that has the first. ``unless``
    names words that mean another test speaks; ``measure`` picks, among several numbers of a
    sentence, those that follow its words; ``moot`` are facts under which a condition such as
    "where done" asks for nothing, ``denied_by`` facts whose denial settles it ("no deviation"),
    ``refuted_by`` facts under which it does not hold ("prognosis poor").
    ``by_answer``: the payer's answer to a request before treatment settles it, so that request cannot.
    """

    id: str
    recognise: str
    unless: str = ""
    kind: Literal["threshold", "event", "within", "elapsed", "standing", "any_of", "some", "absent", "count", "each"]
    facts: tuple[str, ...]
    before: str | None = None
    after: str | None = None
    moot: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    refuted_by: tuple[str, ...] = ()
    measure: str = ""
    obtain: str
    ask: str
    choices: tuple[str, ...] = ()
    by_answer: bool = False


class ChecklistItem(Frozen):
    """Something to enclose, by attachment kind; one of ``instead`` serves as well."""

    kind: str
    instead: tuple[str, ...] = ()
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


class Soap(Frozen):
    """Where the facts of a family stand in a narrative; what no list names is objective.

    ``care`` is what was tried before, which a payer wants with its dates; ``aside`` says
    nothing of the patient and is not told.
    """

    subjective: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    assessment: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


class Playbook(Frozen):
    """One family of cases. ``procedures`` and ``diagnoses`` recognise it on a claim.

    ``narrative`` names tests, and facts that no test asks for, in the order in which a letter
    tells them. ``shared`` are those of its procedures that many other cases have too; they mean this
    family only beside one of its diagnoses.
    """

    id: str
    title: str
    lane: Lane
    effective_from: Day
    reviewed: Day
    source: str
    procedures: tuple[str, ...]
    diagnoses: tuple[str, ...]
    shared: tuple[str, ...] = ()
    topic: str
    code_candidates: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    lane_rules: tuple[LaneRule, ...] = ()
    facts: tuple[FactSpec, ...]
    tests: tuple[CriterionTest, ...]
    checklist: tuple[ChecklistItem, ...] = ()
    narrative: tuple[str, ...] = ()
    soap: Soap = Soap()
    denials: tuple[UsualDenial, ...] = ()

    def spec(self, key: str) -> FactSpec:
        """The fact with this key; ``KeyError`` when the playbook does not know it."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        raise KeyError(key)
