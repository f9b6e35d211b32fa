"""Text between straight or curly double quotes; ``value`` is the text inside with single blanks."""

from __future__ import annotations

from assistant.domain.fact import Mention
from assistant.recognise.scan import mention, pattern

_CURLY = "\u201c([^\u201c\u201d]{1,5000})\u201d"
_LOW = "\u201e([^\u201c\u201d\u201e]{1,5000})[\u201c\u201d]"
_STRAIGHT = r'(?<![0-9A-Za-z])"([^"\s][^"]{0,4999})"'


def find(text: str) -> tuple[Mention, ...]:
    """Every quotation, in reading order; ``quote`` has the marks, ``value`` has not.

    >>> [m.value for m in find('The policy says "AHI of 15 or more" and \u201cCPAP not tolerated\u201d.')]
    ['AHI of 15 or more', 'CPAP not tolerated']
    """
    found = [
        mention("quote", " ".join(match[1].split()), text, match.start(), match.end())
        for source in (_CURLY, _LOW, _STRAIGHT)
        for match in pattern(source).finditer(text)
        if match[1].strip()
    ]
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))
