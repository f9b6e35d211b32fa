"""Clocks: what was asked of the deadline tables and what they could say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen
from assistant.domain.draft import Deadline

#: The day a clock starts from.
Anchor = Literal[
    "letter",
    "receipt",
    "service",
    "primary_eob",
    "request",
    "discovery",
    "scheduling",
    "first_bill",
    "last_effective",
]

#: How a length of time is counted.
ClockUnit = Literal["calendar_days", "business_days", "calendar_months", "years", "hours"]


class PlanWindow(Frozen):
    """A length of time that a plan's own document, card or letter states."""

    value: Annotated[int, Field(ge=0, le=9999)]
    unit: ClockUnit = "calendar_days"
    counts_from: Anchor = "letter"
    source: str


class ClockAnswer(Frozen):
    """A deadline, or the reason why none can be given and what to ask for.

    ``rows`` are the ids of the table rows that were looked at.
    """

    deadline: Deadline | None = None
    reason: str = ""
    ask: str = ""
    rows: tuple[str, ...] = ()


class FrequencyAnswer(Frozen):
    """When a limited service is payable again.

    ``date`` is the first safe day, ``None`` where none can be told or the limit is for life; ``earliest`` stands
    beside it where plans of the usual kind differ. ``basis`` says whose limit it is: stated by the caller, found
    in the payer's documents, or merely typical.
    """

    code: str
    label: str = ""
    date: Day | None = None
    earliest: Day | None = None
    basis: Literal["stated", "payer", "typical", "none"] = "none"
    for_life: bool = False
    reason: str = ""
    source: str = ""
    ask: str = ""
    notes: tuple[str, ...] = ()


class Reopening(Frozen):
    """The first day on which a limited service is payable again; ``None`` when it never is."""

    date: Day | None
    reason: str
