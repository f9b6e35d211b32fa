"""A proof-carrying draft: typed statements, each with its sources."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Day, Frozen
from assistant.domain.finding import Finding

DraftKind = Literal[
    "appeal",
    "narrative",
    "predetermination",
    "explanation",
    "treatment_plan",
    "script",
    "records_reply",
    "physician_request",
    "claim_file_request",
    "external_review",
]

StatementType = Literal["fact", "policy", "law", "computed", "request", "courtesy"]

DraftStatus = Literal["blocked", "not_found", "needs_review", "ready"]

DraftAction = Literal[
    "appeal",
    "correct_and_resubmit",
    "send_records",
    "bill_other",
    "patient",
    "write_off",
    "not_ready",
    "none",
]

SourceKind = Literal["span", "entered", "claim", "denial", "practice", "attachment", "passage", "table", "calculation"]


class Source(Frozen):
    """What proves a statement: a document with its quote, or a passage or table row by key."""

    kind: SourceKind
    key: str | None = None
    document: str | None = None
    quote: str = ""


class Statement(Frozen):
    """One statement of a draft. Everything but a request or a courtesy needs a source."""

    id: str
    type: StatementType
    text: str
    sources: tuple[Source, ...] = ()
    section: str = "body"


class Placeholder(Frozen):
    """What is missing: the visible mark in the text and the question that settles it."""

    text: str
    ask: str
    choices: tuple[str, ...] = ()


class ContradictionSide(Frozen):
    """One side of a contradiction, with its words."""

    document: str
    quote: str


class Contradiction(Frozen):
    """Two sources that cannot both be right about one thing."""

    what: str
    a: ContradictionSide
    b: ContradictionSide


#: How the anchor of a day begins that a paper names and nobody counted.
STATED = "date stated in"


def counted_from(anchor: str, anchor_date: Day) -> str:
    """How a day came about, in words: counted from another day, or stated by a paper.

    >>> from datetime import date
    >>> counted_from("letter date", date(2026, 9, 3))
    'counted from the letter date 2026-09-03'
    >>> counted_from("date stated in the letter", date(2026, 12, 1))
    'as stated in the letter'
    """
    if anchor.startswith(STATED):
        return f"as stated in{anchor.removeprefix(STATED)}"
    return f"counted from the {anchor} {anchor_date.isoformat()}"


class DeadlineAlternative(Frozen):
    """The same clock counted from another day; a day that a paper states is its own anchor."""

    date: Day
    anchor: str
    anchor_date: Day


class Deadline(Frozen):
    """The last safe day, the day it was counted from, and who says so.

    A day that a paper states is its own anchor. ``send_by`` is the last business day on or before ``date``.
    ``other_side`` marks a clock by which the payer or a reviewer must decide; the office sends nothing by it.
    """

    date: Day
    anchor: str
    anchor_date: Day
    source: str
    event: str = ""
    days_left: int | None = None
    send_by: Day | None = None
    other_side: bool = False
    notes: tuple[str, ...] = ()
    alternatives: tuple[DeadlineAlternative, ...] = ()

    def passed(self, today: Day) -> bool:
        """Whether the day is over."""
        return self.date < today


class Enclosure(Frozen):
    """Something the draft says it encloses; ``present`` is false when no file is there."""

    kind: str
    title: str
    date: Day | None = None
    tooth: str | None = None
    file: str | None = None
    present: bool = True


class CriterionRow(Frozen):
    """One row of the criteria table as it is printed; ``service`` where a draft speaks of several."""

    text: str
    status: Literal["met", "not_met", "missing", "contradicted"]
    evidence: tuple[ContradictionSide, ...] = ()
    passage: str = ""
    obtain: str = ""
    reason: str = ""
    depth: int = 0
    service: str = ""


class Draft(Frozen):
    """A letter, narrative or script with everything that proves it."""

    schema_version: str = "1"
    kind: DraftKind
    status: DraftStatus
    text: str
    statements: tuple[Statement, ...] = ()
    denial_category: str | None = None
    action: DraftAction = "none"
    criteria: tuple[CriterionRow, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    deadline: Deadline | None = None
    enclosures: tuple[Enclosure, ...] = ()
    findings: tuple[Finding, ...] = ()
    trace_id: str = ""


class Worded(Frozen):
    """Statements with the words that a model found for them; ``notes`` say which kept their own, and why."""

    statements: tuple[Statement, ...]
    notes: tuple[Finding, ...] = ()
