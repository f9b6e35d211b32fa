"""Percentages; ``value`` is the plain number, so ``50 %`` and ``fifty percent`` are both ``50``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.fact import Mention
from assistant.recognise.numbers import NUMBER, WORD, plain
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import GAP, TO, mention, pattern

_SIGN = r"(?:%|percent\b|per cent\b|pct\b)"
_PERCENT = rf"(?<![0-9A-Za-z.,$/])({NUMBER}|{WORD}){GAP}{_SIGN}"
_RANGE = rf"(?<![0-9A-Za-z.,$/])({NUMBER})(?=(?:{TO}|{GAP}(?:or|and|/){GAP}){NUMBER}{GAP}{_SIGN})"
#: Preventive, basic and major as offices write them: ``100/80/50``.
_TRIPLE = r"(?<![0-9A-Za-z.$/-])(100|[1-9][05])/(100|[1-9]0|[1-9]5)/([1-9][05]|0)(?![0-9A-Za-z/%]|\.[0-9])"


def find(text: str) -> tuple[Mention, ...]:
    """Every percentage.

    >>> [m.value for m in find("pays 80% basic, 50-60 percent major; plan is 100/80/50")]
    ['80', '50', '60', '100', '80', '50']
    """
    return settle(_all(text))


def _all(text: str) -> Iterator[Mention]:
    for match in pattern(_PERCENT).finditer(text):
        yield mention("percent", plain(match[1]), text, match.start(), match.end(), "%")
    for match in pattern(_RANGE).finditer(text):
        yield mention("percent", plain(match[1]), text, match.start(1), match.end(1), "%")
    for match in pattern(_TRIPLE).finditer(text):
        for group in (1, 2, 3):
            yield mention("percent", plain(match[group]), text, match.start(group), match.end(group), "%")
