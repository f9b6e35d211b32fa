"""Segments that no part of a record took: repeated in a warning, so that nothing is dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from assistant.readers.notes import Spot, shown
from assistant.readers.x12.segments import Segment

#: Long enough for a whole segment with money in it.
_WHOLE = 1000


def by_id(segments: Iterable[Segment], known: Collection[str], spot: Spot) -> dict[str, list[Segment]]:
    """The segments of each known id in file order; any other is repeated in a warning."""
    found: dict[str, list[Segment]] = {name: [] for name in known}
    for segment in segments:
        if segment.id in found:
            found[segment.id].append(segment)
        else:
            stray(segment, spot)
    return found


def keep(segments: Iterable[Segment], known: Collection[str], spot: Spot) -> None:
    """Warn of every segment whose id is not among ``known``, with its full text."""
    for segment in segments:
        if segment.id not in known:
            stray(segment, spot)


def stray(segment: Segment, spot: Spot, why: str = "does not belong here") -> None:
    """Warn of one segment that is out of place, with its full text."""
    spot.warn("unexpected_segment", f"segment {segment.number} {why} and is not read: {shown(segment.raw, _WHOLE)}")


def only(segments: Iterable[Segment], name: str, spot: Spot, *, required: bool = False) -> Segment | None:
    """The first segment called ``name``; further ones are repeated in warnings."""
    found = [segment for segment in segments if segment.id == name]
    for extra in found[1:]:
        stray(extra, spot, f"is a second {name}")
    if required and not found:
        spot.warn("missing_segment", f"there is no {name} segment")
    return found[0] if found else None
