"""What kind of answer a question asks for (days, an amount, a list) and whether a passage holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.tables.source import document


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    content = document("answer_kinds.yaml")
    rows = content["rows"] if isinstance(content, dict) else []
    return tuple((re.compile(row["asked"]), re.compile(row["given"])) for row in rows)


def kinds_asked(text: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of what an answer to the question would hold; none where any passage may answer.

    >>> bool(kinds_asked("how many days to appeal")[0].search("within 120 days of the notice"))
    True
    >>> kinds_asked("modifier KX")
    ()
    """
    folded = text.casefold()
    return tuple(given for asked, given in _kinds() if asked.search(folded))


def share_given(kinds: Sequence[re.Pattern[str]], text: str) -> float:
    """The share of the kinds that the text holds; 0 where none is asked for."""
    folded = text.casefold()
    return sum(bool(given.search(folded)) for given in kinds) / len(kinds) if kinds else 0.0
