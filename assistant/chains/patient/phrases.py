"""What an estimate lacks and why a plan pays nothing, in the patient's words."""

from __future__ import annotations

from assistant.domain.estimate import Cause, Gap
from assistant.prompting.wording import long_date
from assistant.tables.patient_words import cause_phrases, gap_phrases


def gap_words(gap: Gap) -> str:
    """What is missing, as a patient is told.

    >>> gap_words(Gap(kind="maximum", text="the annual maximum", plan="Brightsmile Dental"))
    'the yearly limit of Brightsmile Dental'
    """
    return gap_phrases()[gap.kind].format(plan=gap.plan)


def cause_words(cause: Cause, plan: str = "") -> str:
    """Why a plan pays nothing, as a patient is told; ``plan`` names it where the patient has several.

    >>> cause_words(Cause(kind="waiting", text="waiting period of 12 months", day="2027-01-01", months=12))
    'Your plan has a waiting time for this care. It ends on January 1, 2027.'
    """
    day = long_date(cause.day) if cause.day is not None else None
    your_plan = f"Your plan, {plan}," if plan else "Your plan"
    return cause_phrases()[cause.kind].format(plan=cause.plan, your_plan=your_plan, day=day, months=cause.months)
