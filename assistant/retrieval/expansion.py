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


def expansions(text: str) -> dict[str, str]:
    """The shorthand of a question and the long form of each.

    >>> expansions("How often is SRP paid?")
    {'how often': 'frequency limit once per', 'srp': 'scaling and root planing deep cleaning'}
    """
    pattern, meanings = _synonyms()
    return {match.group(): meanings[match.group()] for match in pattern.finditer(text.casefold())}
