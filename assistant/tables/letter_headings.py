"""What the headings on a payer's paper mean."""

from __future__ import annotations

import re
from functools import cache

from assistant.tables.source import document


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["means"], re.compile(row["pattern"])) for row in document("letter_headings.yaml"))


def heading(words: str) -> str:
    """What stands below a heading, ``tooth`` or ``fee``; empty for one that is not known.

    >>> heading("Tooth #"), heading("Amount  Billed"), heading("Group"), heading("Plan year")
    ('tooth', 'fee', 'group', '')
    """
    plain = " ".join(words.lower().split())
    return next((means for means, pattern in _patterns() if pattern.fullmatch(plain)), "")
