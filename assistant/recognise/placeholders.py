"""The visible marks of what is still needed."""

from __future__ import annotations

import re

_MARK = re.compile(r"\[\[needs:\s*(?P<what>[^\[\]]{1,300})\]\]")


def placeholders(text: str) -> tuple[str, ...]:
    """What a text still needs, in order.

    >>> placeholders("On [[needs: date of trial]] the trial began.")
    ('date of trial',)
    """
    return tuple(match["what"].strip() for match in _MARK.finditer(text))
