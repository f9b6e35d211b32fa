"""Let one stretch of text mean one thing: the longest reading, then the most specific."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.fact import Mention, MentionKind

#: Most specific first; decides between readings of the same length.
SPECIFIC: tuple[MentionKind, ...] = (
    "code",
    "date",
    "amount",
    "measurement",
    "percent",
    "identifier",
    "tooth",
    "area",
    "surface",
    "side",
    "duration",
    "quote",
)
_RANK = {kind: rank for rank, kind in enumerate(SPECIFIC)}


def settle(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions without overlaps, in reading order.

    Several values of one kind and unit that were read from exactly the same characters all stay, such as the teeth
    of ``#6-#11``. The outcome does not depend on the order of the input.
    """
    ranked = sorted(mentions, key=_preference)
    taken = bytearray(max((m.end for m in ranked), default=0))
    owners: dict[tuple[int, int], tuple[MentionKind, str]] = {}
    kept: dict[Mention, None] = {}
    for found in ranked:
        span = (found.start, found.end)
        if span in owners:
            if owners[span] == (found.kind, found.unit):
                kept[found] = None
        elif not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            owners[span] = (found.kind, found.unit)
            kept[found] = None
    return tuple(sorted(kept, key=lambda m: (m.start, m.end, _RANK[m.kind], _natural(m.value), m.unit)))


def _preference(found: Mention) -> tuple[int, int, int, bool, str, str]:
    """Longest first, then most specific, then the reading that knows its unit."""
    return (found.start - found.end, _RANK[found.kind], found.start, not found.unit, found.unit, found.value)


def _natural(value: str) -> tuple[int, str]:
    return (len(value), value)
