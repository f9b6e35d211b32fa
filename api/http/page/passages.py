"""The text of a passage as people read it: its tables as tables, the words that are quoted marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
_HEAD, _CELL = Markup('<th scope="col">{}</th>'), Markup("<td>{}</td>")
_MARKED = Markup("<mark>{}</mark>")
_NUMBER = re.compile(r"\[(\d{1,3})\]")


def laid_out(text: str, quoted: str = "") -> Markup:
    """A passage with its Markdown tables laid out, and the quote marked wherever it stands."""
    first = text.find(quoted) if quoted else -1
    mark = (first, first + len(quoted)) if first >= 0 else (0, 0)
    return Markup("").join(
        _table(text, rows, mark) if is_table else _words(text, rows[0][0], rows[-1][1], mark)
        for is_table, rows in _blocks(text)
    )


def unpiped(text: str) -> str:
    """A row of a table as one line of words, any other text as it is.

    >>> unpiped("| D0120 | Check-up exam | twice a year |")
    'D0120: Check-up exam: twice a year'
    """
    if not text.strip().startswith("|"):
        return text
    rows = [_cells(line) for line in text.splitlines() if line.strip() and not _RULE.fullmatch(line.strip())]
    return "; ".join(": ".join(cell for cell in row if cell) for row in rows)


def with_sources(text: str, addresses: list[str]) -> Markup:
    """A text whose numbers in brackets lead to what they cite."""
    parts = _NUMBER.split(text)
    made = Markup("")
    for place, part in enumerate(parts):
        if place % 2 == 0:
            made += escape(part)
        elif 0 < int(part) <= len(addresses):
            made += Markup('<a class="citation" href="{}">[{}]</a>').format(addresses[int(part) - 1], part)
        else:
            made += f"[{part}]"
    return made


def _blocks(text: str) -> Iterator[tuple[bool, list[tuple[int, int]]]]:
    """Runs of lines, each line by its two ends: those of a table, and those between."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    run: list[tuple[int, int]] = []
    inside = False
    for line_ends in lines:
        piped = text[line_ends[0] : line_ends[1]].strip().startswith("|")
        if piped != inside and run:
            yield inside and len(run) > 1, run
            run = []
        inside = piped
        run.append(line_ends)
    if run:
        yield inside and len(run) > 1, run


def _table(text: str, rows: list[tuple[int, int]], mark: tuple[int, int]) -> Markup:
    ruled = any(_RULE.fullmatch(text[start:end].strip()) for start, end in rows[1:2])
    kept = [row for row in rows if not _RULE.fullmatch(text[row[0] : row[1]].strip())]
    made = Markup("")
    for place, (start, end) in enumerate(kept):
        cell_of = _HEAD if ruled and place == 0 else _CELL
        seen = mark[0] < end and start < mark[1]
        cells = Markup("").join(
            cell_of.format(_MARKED.format(cell) if seen and cell else cell) for cell in _cells(text[start:end])
        )
        made += Markup("<tr>{}</tr>").format(cells)
    return Markup('<div class="wide"><table class="of-text"><tbody>{}</tbody></table></div>').format(made)


def _words(text: str, start: int, end: int, mark: tuple[int, int]) -> Markup:
    first, last = max(start, mark[0]), min(end, mark[1])
    if not text[start:end].strip():
        return Markup("")
    if first >= last:
        return Markup('<p class="verbatim">{}</p>').format(text[start:end].strip("\n"))
    return Markup('<p class="verbatim">{}<mark>{}</mark>{}</p>').format(
        text[start:first].lstrip("\n"), text[first:last], text[last:end].rstrip("\n")
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
