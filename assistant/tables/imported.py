"""Code sets that a practice imported itself: licensed lists, HCPCS and NCCI edits, as read-only views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from assistant.domain.base import Period
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.releases import Release
from assistant.tables.sqlite_file import ReadOnly, opened

ListedSystem = Literal["cdt", "cpt", "hcpcs"]


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code of an imported list with the list's own text and dates, and the release it stands in."""

    code: str
    label: str
    period: Period
    release: Release


class PtpEdit(NamedTuple):
    """Two codes that are not paid together; ``modifier`` is 0 never, 1 with a modifier, 9 not applicable."""

    one: str
    two: str
    period: Period
    modifier: str
    rationale: str
    source: str


class UnitLimit(NamedTuple):
    """The most units of a code in a day; ``indicator`` is 1 for a line, 2 and 3 for the date of service."""

    code: str
    units: int
    indicator: str
    rationale: str
    source: str


class Imported:
    """The imported tables of one folder; an absent file is a table that is not loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[Path, tuple[int, ReadOnly]] = {}

    def files(self) -> tuple[Path, ...]:
        """Every table file of the folder, by name."""
        return tuple(sorted(self.folder.glob("*.sqlite"))) if self.folder.is_dir() else ()

    def releases(self) -> tuple[Release, ...]:
        """The release of every table; raises ``Misconfigured`` for a file that cannot be read."""
        return tuple(self._open(path).release for path in self.files())

    def release(self, system: ListedSystem) -> Release | None:
        """The release of an imported list; ``None`` when there is none."""
        path = self.folder / f"{system}.sqlite"
        return self._open(path).release if path.exists() else None

    def code(self, system: ListedSystem, code: str) -> ListedCode | None:
        """The code as the imported list has it, whatever the date; ``None`` when it is absent or no list is loaded."""
        for row, release in self._rows(f"{system}.sqlite", "SELECT * FROM code WHERE code = ?", code):
            period = _period(row[2] or None, row[3] or None)
            return ListedCode(row[0], row[1], period, release)
        return None

    def ptp(self, one: str, other: str, on: date) -> PtpEdit | None:
        """The edit between two codes, in either order, in force on the day."""
        statement = "SELECT * FROM ptp WHERE (one = ?1 AND two = ?2) OR (one = ?2 AND two = ?1)"
        for row, release in self._rows("ncci-ptp*.sqlite", statement, one, other):
            edit = PtpEdit(row[0], row[1], _period(row[2] or None, row[3] or None), row[4], row[5], release.source)
            if edit.period.contains(on):
                return edit
        return None

    def unit_limit(self, code: str) -> UnitLimit | None:
        """The medically unlikely edit of a code; ``None`` when there is none or none is loaded."""
        for row, release in self._rows("ncci-mue.sqlite", "SELECT * FROM mue WHERE code = ?", code):
            return UnitLimit(row[0], row[1], row[2], row[3], release.source)
        return None

    def icd10cm(self, first: Icd10cm) -> Icd10cm:
        """``first`` with every imported fiscal year beside it."""
        years = (Icd10cm(path) for path in self.files() if path.name.startswith("icd10cm-"))
        return first.beside(*years)

    def _rows(self, pattern: str, statement: str, *values: str) -> Iterator[tuple[tuple[Any, ...], Release]]:
        for path in self.files():
            if path.match(pattern):
                file = self._open(path)
                yield from ((row, file.release) for row in file.rows(statement, *values))

    def _open(self, path: Path) -> ReadOnly:
        """The file as it is now; one that was imported again since is opened again."""
        stamp = path.stat().st_mtime_ns
        held = self._held.get(path)
        if held is None or held[0] != stamp:
            held = (stamp, opened(path))
            self._held[path] = held
        return held[1]


def _period(start: str | None, end: str | None) -> Period:
    return Period(
        effective_from=date.fromisoformat(start) if start else None,
        effective_through=date.fromisoformat(end) if end else None,
    )
