"""Which plan pays first: what has to be known of each plan, and the answer."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Day, Frozen
from assistant.domain.codes import Lane

#: Through whom the patient is covered. ``first_parent`` and ``second_parent`` are a child's parents,
#: ``step_...`` their later spouses.
Holder = Literal["self", "spouse", "first_parent", "second_parent", "step_first", "step_second"]

PlanSource = Literal["active", "retired", "continuation", "individual", "medicare", "medicaid"]


class PlanFacts(Frozen):
    """What the order of benefits asks of one plan."""

    name: str
    lane: Lane | None = None
    holder: Holder = "self"
    source: PlanSource = "active"
    effective: Day | None = None
    holder_birthday: Day | None = None
    employer_size: int | None = None


class FamilyFacts(Frozen):
    """What the order of benefits asks of a child's family, and of a Medicare patient.

    ``decree`` names the parent whom a court makes responsible for health care; ``custody``
    the parent with whom the child lives.
    """

    parents_together: bool | None = None
    decree: Literal["first_parent", "second_parent"] | None = None
    custody: Literal["first_parent", "second_parent", "joint"] | None = None
    medicare_by_disability: bool | None = None


class BenefitOrder(Frozen):
    """Plans in the order in which they pay, with the rule behind each step.

    ``order`` is empty when a needed fact is missing; ``ask`` then names it. ``beside``
    holds policies that do not coordinate.
    """

    order: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
