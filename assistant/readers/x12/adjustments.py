"""CAS: the group, then up to six triples of reason, amount and quantity, gaps included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.domain.records.parts import Adjustment
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import amount, element

_GROUPS = frozenset({"CO", "CR", "OA", "PI", "PR"})

#: Elements of a CAS that the guide defines: the group and six triples.
_LAST = 19


def adjustments_of(segments: Iterable[Segment], spot: Spot) -> tuple[Adjustment, ...]:
    """Every triple of every CAS among ``segments``, in file order."""
    found: list[Adjustment] = []
    for segment in segments:
        if segment.id == "CAS":
            found.extend(_triples(segment, spot, len(found)))
    return tuple(found)


def _triples(segment: Segment, spot: Spot, before: int) -> Iterator[Adjustment]:
    group = segment.maybe(1)
    if group not in _GROUPS:
        spot.at(f"adjustments[{before}].group").warn(
            "unknown_group", f"{element(segment, 1)} holds {shown(segment.get(1))}, which is no adjustment group"
        )
    if len(segment.elements) > _LAST + 1:
        spot.warn("long_segment", f"CAS in segment {segment.number} has more than six triples; all are read")
    gap = False
    index = before
    for place in range(2, max(len(segment.elements), 3), 3):
        if not any(segment.elements[place : place + 3]):
            gap = True
            continue
        if gap:
            spot.at(f"adjustments[{index}]").warn(
                "adjustment_gap",
                f"CAS in segment {segment.number} leaves triples empty before {element(segment, place)}",
            )
            gap = False
        yield _triple(segment, place, group, spot, f"adjustments[{index}]")
        index += 1
    if index == before:
        spot.warn("empty_adjustment", f"CAS in segment {segment.number} holds no adjustment")


def _triple(segment: Segment, place: int, group: str | None, spot: Spot, key: str) -> Adjustment:
    reason, quantity = segment.maybe(place), segment.maybe(place + 2)
    if reason is None:
        spot.at(f"{key}.reason").warn("missing_reason", f"{element(segment, place)} is empty beside an amount")
    if quantity is not None and _is_zero(quantity):
        spot.at(f"{key}.quantity").warn(
            "zero_quantity", f"{element(segment, place + 2)} declares a quantity of {quantity}"
        )
    value = amount(segment, place + 1, spot, f"{key}.amount", required=True)
    return Adjustment(group=group, reason=reason, amount=value, quantity=quantity)


def _is_zero(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii() and Decimal(text) == 0
