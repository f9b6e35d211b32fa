"""Clocks as dated rows: how long, counted from what, who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from assistant.domain.base import Period
from assistant.domain.benefits import Anchor, ClockUnit
from assistant.tables.source import period, rows, words

#: Whether a row's length can be counted, or only tells the shape of the clock.
Certainty = Literal["exact", "at_least", "at_most", "range", "set_by_plan", "automatic"]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock. ``value`` is ``None`` where the row names no single length.

    ``safe_from`` is the reading that the main date takes where the clock counts from
    receipt: ``letter``, ``presumed`` where the rule itself fixes the day of receipt, or
    empty where the clock is the payer's own and no letter starts it.
    """

    id: str
    regime: str
    plans: tuple[str, ...]
    event: str
    level: int | None
    title: str
    actor: str
    value: int | None
    unit: ClockUnit
    counts_from: Anchor
    presumption_days: int | None
    safe_from: str
    filed_when: str
    roll: str
    certainty: Certainty
    extension: str
    citation: str
    note: str
    period: Period
    confidence: str
    source: str

    @property
    def cited(self) -> str:
        """The citation with the row it was read from."""
        return f"{self.citation or self.regime} (table row {self.id})"


@cache
def clock_rows() -> tuple[ClockRow, ...]:
    """Every row of the deadline table."""
    return tuple(_row(cells) for cells in rows("deadlines.csv"))


def clocks(*, event: str, plan: str, on: date, level: int | None = None) -> tuple[ClockRow, ...]:
    """Rows for an event of a plan type that are in force on ``on``; table order.

    >>> [row.id for row in clocks(event="appeal", plan="self_funded", on=date(2026, 9, 3), level=1)]
    ['DL001']
    """
    return tuple(
        row
        for row in clock_rows()
        if row.event == event
        and (plan in row.plans or "any" in row.plans)
        and (level is None or row.level is None or row.level == level)
        and row.period.contains(on)
    )


def plan_types() -> frozenset[str]:
    """Every plan word that the table knows."""
    return frozenset(plan for row in clock_rows() for plan in row.plans) - {"any"}


def events() -> frozenset[str]:
    """Every event that the table knows."""
    return frozenset(row.event for row in clock_rows())


@cache
def _event_words() -> dict[str, str]:
    return {cells["word"]: cells["event"] for cells in rows("event_words.csv")}


def event_named(written: str) -> str:
    """The event that an office's word means; a word that the table lacks stays as an event's own name.

    >>> event_named("Expedited external review"), event_named("claim-filing")
    ('external_review_decision_urgent', 'claim_filing')
    """
    word = " ".join(written.lower().replace("_", " ").replace("-", " ").split())
    return _event_words().get(word, word.replace(" ", "_"))


@dataclass(frozen=True, slots=True)
class AmountInControversy:
    """The least sum in dispute for a level of Medicare appeal filed in ``year``."""

    year: int
    level: int
    amount: str
    source: str


@cache
def amounts_in_controversy() -> tuple[AmountInControversy, ...]:
    """Known yearly amounts; a year that is absent is not known."""
    return tuple(
        AmountInControversy(int(cells["year"]), int(cells["level"]), cells["amount"], cells["source"])
        for cells in rows("amounts_in_controversy.csv")
    )


def _row(cells: dict[str, str]) -> ClockRow:
    return ClockRow(
        id=cells["id"],
        regime=cells["regime"],
        plans=words(cells["plans"]),
        event=cells["event"],
        level=_number(cells["level"]),
        title=cells["title"],
        actor=cells["actor"],
        value=_number(cells["value"]),
        unit=cast(ClockUnit, cells["unit"]),
        counts_from=cast(Anchor, cells["counts_from"]),
        presumption_days=_number(cells["presumption_days"]),
        safe_from=cells["safe_from"],
        filed_when=cells["filed_when"],
        roll=cells["roll"],
        certainty=cast(Certainty, cells["certainty"]),
        extension=cells["extension"],
        citation=cells["citation"],
        note=cells["note"],
        period=period(cells),
        confidence=cells["confidence"],
        source=cells["source"],
    )


def _number(cell: str) -> int | None:
    """A whole number; a range or an empty cell is none."""
    return int(cell) if cell.isdigit() else None
