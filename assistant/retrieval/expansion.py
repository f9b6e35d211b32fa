"""The long words behind front-desk shorthand, from ``corpus/tables/synonyms.yaml``."""

from __future__ import annotations

import re
from functools import cache

from assistant.tables.source import document


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    content = document("synonyms.yaml")
    rows = content["rows"] if isinstance(content, dict) else []
    meanings = {row["short"].casefold(): row["long"] for row in rows}
    longest_first = sorted(meanings, key=len, reverse=True)
    pattern = r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])"
    return re.compile(pattern), meanings


def expansions(text: str) -> tuple[str, ...]:
    """Long forms of the shorthand in a question, each once.

    >>> expansions("How often is SRP paid?")
    ('frequency limit once per', 'scaling and root planing deep cleaning')
    """
    pattern, meanings = _synonyms()
    return tuple(dict.fromkeys(meanings[match.group()] for match in pattern.finditer(text.casefold())))
