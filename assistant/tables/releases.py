"""What is loaded: which release of which code set, valid from when to when, and how complete it is."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from assistant.domain.base import Day, Frozen, Period
from assistant.tables.source import rows

Origin = Literal["shipped", "compiled", "imported"]


class Release(Frozen):
    """One release of one table.

    ``year_from`` is the first day of the code set year that the release belongs to, which may lie before
    ``effective_from`` when it is an update within the year. ``complete`` is false for a subset: a code that a
    subset lacks is *not in the loaded table*, which says nothing about the code.
    """

    table: str
    name: str
    effective_from: Day | None = None
    effective_through: Day | None = None
    year_from: Day | None = None
    complete: bool = False
    codes: int | None = None
    origin: Origin = "shipped"
    source: str = ""
    note: str = ""

    @property
    def period(self) -> Period:
        """The days that the release itself speaks for."""
        return Period(effective_from=self.effective_from, effective_through=self.effective_through)

    def in_year(self, day: date) -> bool:
        """Whether the day lies in the code set year of the release."""
        return Period(effective_from=self.year_from, effective_through=self.effective_through).contains(day)

    def is_behind(self, day: date) -> bool:
        """Whether a newer release is in force on the day."""
        return self.effective_through is not None and day > self.effective_through

    def caveat(self, day: date | None) -> str:
        """What an answer for the day should add; empty when the release speaks for it.

        >>> from datetime import date
        >>> shipped_release("icd10cm").caveat(date(2026, 11, 12))
        'FY2026 April 1 2026 ends 2026-09-30; a newer release is in force on 2026-11-12'
        """
        if day is None or self.period.contains(day):
            return ""
        if self.is_behind(day):
            return f"{self.name} ends {self.effective_through}; a newer release is in force on {day}"
        if self.in_year(day):
            return f"{self.name} starts {self.effective_from}, later in the code set year than {day}"
        return f"{self.name} starts {self.effective_from}; an older release was in force on {day}"


@cache
def shipped() -> tuple[Release, ...]:
    """The tables that ship with the product, in the order of ``corpus/tables/releases.csv``."""
    return tuple(_release(cells) for cells in rows("releases.csv"))


def shipped_release(table: str) -> Release:
    """The shipped release of a table; raises ``KeyError`` for a table that the list lacks."""
    for release in shipped():
        if release.table == table:
            return release
    raise KeyError(table)


def counted(release: Release) -> Release:
    """The release with the number of rows that its file holds."""
    file = next((cells["file"] for cells in rows("releases.csv") if cells["table"] == release.table), "")
    return release.model_copy(update={"codes": len(rows(file))}) if file else release


def _release(cells: dict[str, str]) -> Release:
    return Release(
        table=cells["table"],
        name=cells["name"],
        effective_from=_day(cells["effective_from"]),
        effective_through=_day(cells["effective_through"]),
        year_from=_day(cells["year_from"]),
        complete=cells["complete"] == "yes",
        source=cells["source"],
        note=cells["note"],
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
