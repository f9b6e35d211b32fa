"""What an importer gives: rows that passed its format checks, the problems it met, and the release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain.base import Day, Frozen
from assistant.tables.releases import Release

#: Table of a plain list of codes, shared by CDT, CPT and HCPCS.
CODE_TABLE = (
    "CREATE TABLE code (code TEXT PRIMARY KEY, label TEXT NOT NULL, effective_from TEXT NOT NULL,"
    " effective_through TEXT NOT NULL) WITHOUT ROWID"
)
_KEPT_PROBLEMS = 20
_KEPT_EXAMPLES = 3


class Problem(Frozen):
    """A row that failed a check."""

    line: int
    message: str


class Hints(Frozen):
    """What the person who imports says of the release, where the file itself does not tell."""

    release: str | None = None
    effective_from: Day | None = None
    effective_through: Day | None = None


class ImportReport(Frozen):
    """The outcome of an import or of its dry run; ``written`` is empty when nothing was written."""

    kind: str
    file: str
    release: Release
    accepted: int
    rejected: int
    problems: tuple[Problem, ...] = ()
    examples: tuple[str, ...] = ()
    written: str = ""
    dry_run: bool = False


@dataclass
class Tally:
    """Counts rows as they stream by and keeps the first problems and examples."""

    accepted: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    def reject(self, line: int, message: str) -> None:
        """Count a row that failed a check."""
        self.rejected += 1
        if len(self.problems) < _KEPT_PROBLEMS:
            self.problems.append(Problem(line=line, message=message))

    def accept(self, example: str) -> None:
        """Count a row that passed."""
        self.accepted += 1
        if len(self.examples) < _KEPT_EXAMPLES:
            self.examples.append(example)


@dataclass(frozen=True)
class Importer:
    """One kind of file: how to read its rows, where they go and which release they are.

    ``read`` yields the values of one table row at a time; ``describe`` names the release and raises ``BadInput``
    when neither the file nor the hints tell its dates.
    """

    kind: str
    title: str
    table: str
    columns: int
    schema: tuple[str, ...]
    read: Callable[[Path, Tally], Iterator[tuple[Any, ...]]]
    describe: Callable[[Path, Hints], Release]
    indexes: tuple[str, ...] = ()
    part: Callable[[Path], str] = lambda _: ""


def hinted(release: Release, hints: Hints) -> Release:
    """The release with what the person said in place of what was read."""
    said = {
        "name": hints.release,
        "effective_from": hints.effective_from,
        "effective_through": hints.effective_through,
    }
    return release.model_copy(update={key: value for key, value in said.items() if value is not None})


def quarter(year: int, month: int) -> tuple[date, date]:
    """First and last day of the calendar quarter that a month lies in.

    >>> quarter(2026, 7)
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    first = 3 * ((month - 1) // 3) + 1
    ends = {1: (3, 31), 4: (6, 30), 7: (9, 30), 10: (12, 31)}
    return date(year, first, 1), date(year, *ends[first])
