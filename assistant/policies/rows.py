"""Tables inside the text of a passage: header and rows, each row with its verbatim line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DELIMITER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells, the names of their columns and its line."""

    names: tuple[str, ...]
    cells: tuple[str, ...]
    line: str

    def under(self, pattern: re.Pattern[str]) -> str | None:
        """The cell whose column's name matches; ``None`` where there is no such column."""
        for name, cell in zip(self.names, self.cells, strict=False):
            if pattern.search(name):
                return cell
        return None


def is_row(line: str) -> bool:
    """Whether a line is a table row.

    >>> is_row("| D2740 | Crown |"), is_row("D2740 | Crown"), is_row("A crown is paid.")
    (True, True, False)
    """
    return line.lstrip().startswith("|") or " | " in line


def tables(text: str) -> Iterator[list[Row]]:
    """The tables of a text; the first row of each names its columns."""
    run: list[str] = []
    for line in [*text.splitlines(), ""]:
        if is_row(line) or (run and _DELIMITER.match(line)):
            run.append(line.strip())
            continue
        if len(run) > 1:
            yield _table(run)
        run = []


def _table(lines: list[str]) -> list[Row]:
    names = _cells(lines[0])
    return [Row(names, _cells(line), line) for line in lines[1:] if not _DELIMITER.match(line)]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
