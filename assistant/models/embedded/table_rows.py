"""A row of a document's table in words for a reader; the quote beside it stays as it stands."""

from __future__ import annotations

import re

#: A cell that names codes, or a range of them.
_CODES = re.compile(r"(?:[A-Z]\d{4}|\d{5})(?:(?:,| to| or| and|-| through)+ ?(?:[A-Z]\d{4}|\d{5}))*")
_RULE = re.compile(r"[|\s:-]+")


def is_row(quote: str) -> bool:
    """Whether a quote is one row of a table."""
    return quote.startswith("|") and "\n" not in quote


def worded(row: str, text: str) -> str:
    r"""``row`` of the table in ``text`` as a phrase: what it is about with its codes, then the rest.

    >>> worded("| D9944, D9945 | Night guard | once in 36 months |", "")
    'Night guard (D9944, D9945): once in 36 months'
    >>> table = "| Change | Until 2025 | Since 2026 |\n|---|---|---|\n| Crown replacement | 84 months | 60 months |"
    >>> worded("| Crown replacement | 84 months | 60 months |", table)
    'Crown replacement: Until 2025: 84 months; Since 2026: 60 months'
    """
    cells = _cells(row)
    heads = _head(row, text)
    pairs = list(zip(heads, cells, strict=True)) if len(heads) == len(cells) else [("", cell) for cell in cells]
    codes = pairs.pop(0)[1] if len(pairs) > 1 and _CODES.fullmatch(pairs[0][1]) else ""
    subject = pairs.pop(0)[1]
    told = [(head, cell) for head, cell in pairs if cell and cell != "-"]
    named = f"{subject} ({codes})" if codes else subject
    if len(told) == 1:
        return f"{named}: {told[0][1]}"
    return ": ".join((named, "; ".join(f"{head}: {cell}" if head else cell for head, cell in told))).rstrip(": ")


def _head(row: str, text: str) -> list[str]:
    """The cells above the rule of the row's table; empty where the table has none."""
    before = text[: max(text.find(row), 0)].splitlines()
    for number in range(len(before) - 1, 0, -1):
        if not before[number].lstrip().startswith("|"):
            break
        if _RULE.fullmatch(before[number]):
            return _cells(before[number - 1])
    return []


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]
