"""Criteria, findings, deadlines and lists for a terminal: coloured where it is one, plain elsewhere."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from shutil import get_terminal_size
from textwrap import wrap
from typing import TextIO

from assistant.domain.draft import CriterionRow, Deadline, Placeholder, counted_from
from assistant.domain.finding import Finding
from assistant.rendering.letter import STATUS_WORDS, missing_name, printed_criteria
from assistant.rendering.plain import ascii_text, printable

_STATUS_COLOURS = {"Met": "green", "Not met": "red", "Missing": "yellow", "Contradicted": "red"}
_SEVERITY_COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}


@dataclass(frozen=True)
class Look:
    """How to print: ``width`` in columns, ``rich`` for colour and ruled tables, ``unicode`` or ASCII."""

    width: int = 80
    rich: bool = False
    unicode: bool = True

    @classmethod
    def of(cls, stream: TextIO) -> Look:
        """What a stream can show; ``NO_COLOR`` and a pipe mean plain text."""
        terminal = stream.isatty()
        width = get_terminal_size().columns if terminal else 100
        encoding = (stream.encoding or "ascii").lower().replace("-", "")
        return cls(
            width=max(40, min(width, 120)),
            rich=terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
            unicode=encoding.startswith("utf"),
        )

    def clean(self, text: str) -> str:
        """Words of a file made harmless for the terminal."""
        return printable(text) if self.unicode else ascii_text(printable(text))


PLAIN = Look()


def criteria_table(rows: Sequence[CriterionRow], look: Look = PLAIN) -> str:
    """The criteria with status, quotes and what to obtain; ends with a count of the numbered ones by status."""
    if not rows:
        return "No criteria: no policy in force was found for this service.\n"
    printed = list(printed_criteria(rows, {}))
    cells = [(p.number, look.clean(p.text), p.status, look.clean(p.record)) for p in printed]
    counts = [
        (word, sum(row.status == status and row.depth == 0 for row in rows)) for status, word in STATUS_WORDS.items()
    ]
    summary = ", ".join(f"{count} {word.lower()}" for word, count in counts if count)
    body = _rich_criteria(cells, look) if look.rich else _plain_criteria(cells, look)
    return f"{body}{summary}\n"


def findings_list(findings: Sequence[Finding], look: Look = PLAIN) -> str:
    """Findings, errors first, each with where, fix, source and rule; empty text for none."""
    lines: list[str] = []
    ranks = list(_SEVERITY_COLOURS)
    for finding in sorted(findings, key=lambda f: ranks.index(f.severity)):
        label = _coloured(f"{finding.severity.upper():<7}", _SEVERITY_COLOURS[finding.severity], look)
        where = f"{finding.where}: " if finding.where else ""
        lines += _hanging(f"{label} ", 8, look.clean(f"{where}{finding.message}"), look)
        if finding.fix:
            lines += _hanging(" " * 8, 8, look.clean(f"Fix: {finding.fix}"), look)
        source = f"{finding.source} " if finding.source else ""
        lines += _hanging(" " * 8, 8, look.clean(f"{source}[{finding.rule}]"), look)
    return _text(lines)


def deadline_line(deadline: Deadline | None, today: dt.date, look: Look = PLAIN) -> str:
    """The last safe day with its anchor and source; alternatives and notes on lines of their own."""
    if deadline is None:
        return "Deadline: unknown - no rule for this plan, or no date to count from\n"
    left = (deadline.date - today).days
    head = f"{deadline.date} ({_state(left)})"
    colour = "bold red" if left < 0 else "yellow" if left <= 14 else "green"
    rest = f", {counted_from(deadline.anchor, deadline.anchor_date)}. Source: {deadline.source}"
    lines = _hanging(f"Deadline: {_coloured(head, colour, look)}", 10 + len(head), look.clean(rest), look, after=10)
    stated = {(deadline.date, deadline.anchor_date)}
    for other in deadline.alternatives:
        if (other.date, other.anchor_date) in stated:
            continue
        stated.add((other.date, other.anchor_date))
        words = f"or {other.date}, {counted_from(other.anchor, other.anchor_date)}"
        lines += _hanging(" " * 10, 10, look.clean(words), look)
    for note in deadline.notes:
        lines += _hanging(" " * 10, 10, look.clean(note), look)
    return _text(lines)


def placeholder_list(placeholders: Sequence[Placeholder], look: Look = PLAIN) -> str:
    """What to get, as questions with their choices."""
    lines: list[str] = []
    for number, placeholder in enumerate(placeholders, 1):
        choices = f" ({' / '.join(placeholder.choices)})" if placeholder.choices else ""
        lines += _hanging(
            f"{number:>2}. ", 4, look.clean(f"{missing_name(placeholder)}: {placeholder.ask}{choices}"), look
        )
    return _text(lines)


def wrapped(text: str, look: Look = PLAIN) -> str:
    """Paragraphs and list lines of a text, wrapped to the width; line breaks are kept."""
    lines: list[str] = []
    for line in look.clean(text).split("\n"):
        indent = len(line) - len(line.lstrip(" -0123456789."))
        lines += _wrap(line, look, " " * min(indent, 8)) or [""]
    return "\n".join(lines)


def _state(left: int) -> str:
    if left < 0:
        return f"PASSED {_days(-left)} ago"
    return f"{_days(left)} left" if left else "TODAY"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _hanging(first: str, used: int, text: str, look: Look, *, after: int | None = None) -> list[str]:
    """``first`` (``used`` columns wide, perhaps coloured) and the text wrapped beside and below it."""
    indent = " " * (used if after is None else after)
    pieces = _wrap(" " * used + text, look, indent)
    # The leading blanks only reserve the room that ``first`` takes.
    return [first + pieces[0][used:], *pieces[1:]] if pieces else [first.rstrip()]


def _wrap(text: str, look: Look, indent: str) -> list[str]:
    # An address or an identifier that is broken in two cannot be copied.
    return wrap(text, look.width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _coloured(text: str, style: str, look: Look) -> str:
    if not look.rich:
        return text
    from rich.style import Style

    return Style.parse(style).render(text)


def _plain_criteria(cells: Sequence[tuple[str, str, str, str]], look: Look) -> str:
    wide = max(len(number) for number, *_ in cells) + 1
    label = max(len(status) for _, _, status, _ in cells) + 1
    lines: list[str] = []
    for number, text, status, record in cells:
        lines += _hanging(f"{number:<{wide}}{status:<{label}}", wide + label, text, look)
        if record:
            lines += _hanging(" " * (wide + label), wide + label, record, look, after=wide + label + 2)
    return _text(lines)


def _rich_criteria(cells: Sequence[tuple[str, str, str, str]], look: Look) -> str:
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD if look.unicode else box.ASCII, pad_edge=False)
    for name in ("", "Criterion", "Status", "Record"):
        table.add_column(name, ratio=None if name in ("", "Status") else 1, no_wrap=name in ("", "Status"))
    for number, text, status, record in cells:
        # Text objects, so that square brackets of a placeholder are not read as markup.
        table.add_row(Text(number), Text(text), Text(status, _STATUS_COLOURS.get(status, "dim")), Text(record))
    console = Console(
        file=io.StringIO(), width=look.width, force_terminal=True, color_system="standard", legacy_windows=False
    )
    with console.capture() as shown:
        console.print(table)
    return shown.get()
