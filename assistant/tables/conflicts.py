"""Pairs of procedures that do not go together, how near they must be for that, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.domain.base import Period
from assistant.domain.finding import Severity
from assistant.tables.procedures import groups_of
from assistant.tables.source import period, rows

#: How near two lines of one patient must be; every reach but ``same_date`` also needs the same date.
Reach = Literal["same_date", "same_tooth", "same_surface", "same_quadrant", "same_arch", "same_site"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair of codes or word groups. ``basis`` is the code itself or the custom of payers."""

    a: str
    b: str
    reach: Reach
    basis: Literal["code", "payer"]
    severity: Severity
    period: Period
    advice: str
    source: str


@cache
def conflicts() -> tuple[Conflict, ...]:
    """Every row of the table."""
    return tuple(
        Conflict(
            a=cells["a"],
            b=cells["b"],
            reach=cast(Reach, cells["reach"]),
            basis=cast(Literal["code", "payer"], cells["basis"]),
            severity=cast(Severity, cells["severity"]),
            period=period(cells),
            advice=cells["advice"],
            source=cells["source"],
        )
        for cells in rows("conflicts.csv")
    )


@cache
def _by_subject() -> dict[str, tuple[Conflict, ...]]:
    found: dict[str, list[Conflict]] = {}
    for conflict in conflicts():
        for subject in {conflict.a, conflict.b}:
            found.setdefault(subject, []).append(conflict)
    return {subject: tuple(kept) for subject, kept in found.items()}


@lru_cache(maxsize=16384)
def between(first: str, second: str) -> tuple[Conflict, ...]:
    """Conflicts of two codes, whatever the date; a row reads both ways.

    >>> [row.reach for row in between("D2740", "D2392")]
    ['same_tooth']
    """
    one, two = {first, *groups_of(first)}, {second, *groups_of(second)}
    seen: list[Conflict] = []
    for subject in sorted(one):
        for row in _by_subject().get(subject, ()):
            if row in seen:
                continue
            if (row.a in one and row.b in two) or (row.b in one and row.a in two):
                seen.append(row)
    return tuple(seen)


def in_force(first: str, second: str, on: date) -> tuple[Conflict, ...]:
    """Conflicts of two codes on a date of service.

    >>> [row.severity for row in in_force("D0150", "D4355", date(2022, 5, 1))]
    ['error']
    >>> [row.severity for row in in_force("D0150", "D4355", date(2026, 5, 1))]
    ['warning']
    """
    return tuple(row for row in between(first, second) if row.period.contains(on))
