"""How often most plans pay a procedure, marked as typical: the plan record decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.tables.procedures import groups_of
from assistant.tables.source import rows, words

Unit = Literal["week", "month", "calendar_year", "lifetime"]
Per = Literal["patient", "tooth", "surface", "quadrant", "arch"]


@dataclass(frozen=True, slots=True)
class TypicalLimit:
    """``count`` services in ``window`` units, counted ``per`` place; subjects share one allowance.

    ``window_high`` is the longest window that is common; ``None`` means for life. For ``wait_after`` the
    service is not paid within the window after one of ``after``.
    """

    id: str
    kind: Literal["frequency", "wait_after"]
    subjects: tuple[str, ...]
    after: tuple[str, ...]
    count: int
    count_high: int
    window: int | None
    window_high: int | None
    unit: Unit
    per: Per
    confidence: str
    source: str

    def shares(self, code: str) -> bool:
        """Whether a service with this code uses up the allowance."""
        return _in(code, self.subjects)

    def starts_with(self, code: str) -> bool:
        """Whether a service with this code starts the wait."""
        return _in(code, self.after)


def _in(code: str, subjects: tuple[str, ...]) -> bool:
    return code in subjects or not groups_of(code).isdisjoint(subjects)


@cache
def typical_limits() -> tuple[TypicalLimit, ...]:
    """Every row of the table."""
    return tuple(_row(cells) for cells in rows("frequency.csv"))


@lru_cache(maxsize=4096)
def limits_for(code: str) -> tuple[TypicalLimit, ...]:
    """The typical limits that a code falls under.

    >>> [(limit.count, limit.window, limit.unit, limit.per) for limit in limits_for("D4341")]
    [(1, 24, 'month', 'quadrant')]
    """
    return tuple(limit for limit in typical_limits() if limit.shares(code))


@cache
def _remarks() -> dict[tuple[int, int | None, str], str]:
    return {
        (int(cells["count"]), int(cells["window"]) if cells["window"] else None, cells["unit"]): cells["rarc"]
        for cells in rows("frequency_remarks.csv")
    }


def remark_for(count: int, window: int | None, unit: str) -> str:
    """The remark code that names just this limit; empty when none does.

    >>> remark_for(2, 1, "benefit_year"), remark_for(3, 7, "month")
    ('N413', '')
    """
    return _remarks().get((count, window, unit), "")


def _row(cells: dict[str, str]) -> TypicalLimit:
    return TypicalLimit(
        id=cells["id"],
        kind=cast(Literal["frequency", "wait_after"], cells["kind"]),
        subjects=words(cells["subjects"]),
        after=words(cells["after"]),
        count=int(cells["count"] or 1),
        count_high=int(cells["count_high"] or 1),
        window=int(cells["window"]) if cells["window"] else None,
        window_high=int(cells["window_high"]) if cells["window_high"] else None,
        unit=cast(Unit, cells["unit"]),
        per=cast(Per, cells["per"]),
        confidence=cells["confidence"],
        source=cells["source"],
    )
