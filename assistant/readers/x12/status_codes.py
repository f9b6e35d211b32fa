"""STC: what a payer or clearinghouse says of a claim, in its codes and in our words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.domain.records.status import StatusCode
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.labels import label
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import amount, day, element

#: STC03 of an acknowledgment.
ACCEPTED, REJECTED = "WQ", "U"

_REJECTING = frozenset({"A3", "A4", "A6", "A7", "A8"})
_ACCEPTING = frozenset({"A1", "A2", "A5"})
_DENIED = "F2"
_ASKING = frozenset({"P3", "P4", "R0", "R1", "R3", "R4"})
_FAILED = frozenset({"D0", "E0", "E1", "E2", "E3", "E4"})


def status_codes(segments: Iterable[Segment], spot: Spot) -> tuple[StatusCode, ...]:
    """Every status composite of every STC: STC01, STC10 and STC11. Money stands with the first."""
    found: list[StatusCode] = []
    for segment in segments:
        if segment.id == "STC":
            found.extend(_of_segment(segment, spot, len(found)))
    return tuple(found)


def _of_segment(segment: Segment, spot: Spot, before: int) -> Iterator[StatusCode]:
    here = spot.at(f"statuses[{before}]")
    yield StatusCode(
        **_composite(segment, 1, here),
        date=day(segment, 2, here, "date"),
        action=segment.maybe(3),
        charge=amount(segment, 4, here, "charge"),
        paid=amount(segment, 5, here, "paid"),
        payment_date=day(segment, 6, here, "payment_date") or day(segment, 8, here, "payment_date"),
        check_number=segment.maybe(9),
        text=segment.maybe(12),
    )
    for index, place in enumerate((10, 11), start=before + 1):
        if segment.get(place):
            yield StatusCode(**_composite(segment, place, spot.at(f"statuses[{index}]")))


def _composite(segment: Segment, place: int, spot: Spot) -> dict[str, str | None]:
    text, parts = segment.get(place), segment.parts(place)
    if not parts or not all(part.isalnum() for part in parts if part):
        spot.at("status").warn(
            "unreadable_code", f"{element(segment, place)} holds {shown(text)}, which is not a status"
        )
        return {"status": text}
    category, code, entity = (*(part or None for part in parts), None, None, None)[:3]
    if category is not None and label("status_category", category) is None:
        spot.at("status").warn(
            "unknown_status", f"{element(segment, place)} has the category {shown(category)}, which is not known"
        )
    return {
        "status": text,
        "category": category,
        "code": code,
        "entity": entity,
        "meaning": _meaning(category, code, entity),
    }


def _meaning(category: str | None, code: str | None, entity: str | None) -> str:
    """Our words for the three parts; a part that our table lacks is shown as it is."""
    words = [label("status_category", category) or f"category {category}"]
    if code:
        words.append(f"{code}: {label('status_code', code) or 'look the code up, it is not in our table'}")
    if entity:
        words.append(f"entity {entity} ({label('status_entity', entity) or 'not in our table'})")
    return "; ".join(words)


def accepted(codes: Sequence[StatusCode]) -> bool | None:
    """Whether a claim entered the payer's system; ``None`` where neither action nor category says."""
    for one in codes:
        if one.action == REJECTED or one.category in _REJECTING:
            return False
    if any(one.action == ACCEPTED or one.category in _ACCEPTING for one in codes):
        return True
    return None


def flag(codes: Sequence[StatusCode], spot: Spot) -> None:
    """Say in a warning what somebody must act on: rejected, denied, asked for, or not answered."""
    for index, one in enumerate(codes):
        here = spot.at(f"statuses[{index}]")
        if one.category == _DENIED:
            here.warn("denied", f"{one.status}: {one.meaning}")
        elif one.category in _REJECTING or one.action == REJECTED:
            here.warn("rejected", f"{one.status}: {one.meaning}; a rejected claim was never in the payer's system")
        elif one.category in _ASKING:
            here.warn("information_requested", f"{one.status}: {one.meaning}")
        elif one.category in _FAILED:
            here.warn("no_answer", f"{one.status}: {one.meaning}; this says nothing of the claim itself")
