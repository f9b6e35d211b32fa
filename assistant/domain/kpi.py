"""The three numbers of a practice's claims, the worklist of the week, and what was wrong with the data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen, Money
from assistant.domain.case import PlanFunding
from assistant.domain.codes import Lane
from assistant.domain.denial import DenialCategory, RootCause
from assistant.domain.draft import DraftAction

#: Where a claim stands; ``unknown`` where the file's word means nothing to the table.
ClaimState = Literal[
    "draft", "submitted", "records", "payer_response", "rejected", "denied", "partial", "paid", "closed", "unknown"
]


class DataProblem(Frozen):
    """Something in the file that was not used as written; ``row`` counts lines of the file from 1."""

    row: int | None
    column: str
    message: str
    fix: str


class ClaimRow(Frozen):
    """One claim of an export. Amounts in US dollars; ``balance`` is what is still open.

    Names, birth dates and member numbers are never read.
    """

    row: int
    claim: str | None = None
    payer: str | None = None
    lane: Lane | None = None
    codes: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    service: Day | None = None
    submitted: Day | None = None
    billed: Money | None = None
    paid: Money | None = None
    adjusted: Money | None = None
    balance: Money | None = None
    state: ClaimState = "unknown"
    touched: Day | None = None
    denied: Day | None = None
    group: str | None = None
    carc: str | None = None
    rarc: str | None = None
    reason: str | None = None
    due: Day | None = None
    funding: PlanFunding | None = None


class ClaimsExport(Frozen):
    """A file as read: its claims, the column used for each field, the system that wrote it, and its problems."""

    rows: tuple[ClaimRow, ...]
    columns: dict[str, str] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    profile: str = ""
    problems: tuple[DataProblem, ...] = ()


class DenialCount(Frozen):
    """Denials of one category in the period and in the one before it; ``amount`` in US dollars.

    ``undated`` are denials of the category whose day is not known: they stand in neither period, but in ``amount``.
    """

    category: DenialCategory
    label: str
    count: int
    amount: Money
    before: int
    undated: int = 0
    trend: Literal["up", "down", "same"]
    root_cause: RootCause


class DaysInReceivables(Frozen):
    """Open balance divided by the average charges a day; ``value`` in days, ``None`` when it cannot be told."""

    value: Money | None
    receivables: Money
    charges: Money
    window_days: int
    formula: str
    before: Money | None = None


class StuckPile(Frozen):
    """Claims that wait in one state without a touch for longer than ``after_days``."""

    state: Literal["records", "payer_response"]
    count: int
    amount: Money
    oldest_days: int
    rows: tuple[int, ...]
    after_days: int


class AgeBucket(Frozen):
    """Open balance by age in days since the service; ``payer`` empty for all."""

    bucket: Literal["0-30", "31-60", "61-90", "over 90", "no date"]
    payer: str = ""
    count: int
    amount: Money


class WorkItem(Frozen):
    """One thing to do, why, and how it came to its place in the list."""

    row: int
    claim: str | None
    payer: str | None
    action: DraftAction | Literal["send", "call_payer"]
    what: str
    deadline: Day | None = None
    days_left: int | None = None
    deadline_source: str = ""
    amount: Money
    chance: Money
    worth: Money
    age_days: int | None = None
    why: str


class MissedCandidate(Frozen):
    """A dental claim whose procedures have a medical side: worth a look, not a finding."""

    row: int
    codes: tuple[str, ...]
    medical: tuple[str, ...]
    amount: Money
    crosswalk: tuple[str, ...]


class KpiReport(Frozen):
    """The report; nothing in it names a patient. ``claim`` numbers stand in the worklist only."""

    as_of: Day
    file: str = ""
    profile: str = ""
    read: int
    used: int
    open_claims: int
    receivables: Money
    period_days: int
    denial_rate: Money | None = None
    denials: tuple[DenialCount, ...] = ()
    days_in_receivables: DaysInReceivables
    stuck: tuple[StuckPile, ...] = ()
    ageing: tuple[AgeBucket, ...] = ()
    steps: dict[str, int] = Field(default_factory=dict)
    reading: tuple[str, ...] = ()
    worklist: tuple[WorkItem, ...] = ()
    missed_medical: tuple[MissedCandidate, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)
    problems: tuple[DataProblem, ...] = ()
