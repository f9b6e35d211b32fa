"""Names, addresses and contacts: N1 and NM1 with the segments that follow them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.domain.records.parts import Address, Contact, Party, Reference
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.leftovers import keep
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import check_day, element, references_of

_NPI = re.compile(r"[0-9]{10}\Z")
#: What a stretch that an NM1 opens may hold.
_PARTY = frozenset({"NM1", "PRV", "N2", "N3", "N4", "REF", "PER"})


def chunks(segments: Sequence[Segment], opens: Iterable[str]) -> tuple[list[Segment], list[list[Segment]]]:
    """What stands before the first opening segment, and the stretches that each one opens."""
    starts = frozenset(opens)
    before: list[Segment] = []
    stretches: list[list[Segment]] = []
    for segment in segments:
        if segment.id in starts:
            stretches.append([segment])
        else:
            (stretches[-1] if stretches else before).append(segment)
    return before, stretches


def party(segments: Sequence[Segment], spot: Spot) -> Party:
    """The party that ``segments[0]`` (N1 or NM1) names, with address, contacts and references."""
    head, rest = segments[0], segments[1:]
    demographics = next((segment for segment in rest if segment.id == "DMG"), None)
    birth = demographics.maybe(2) if demographics else None
    if demographics is not None and birth is not None:
        check_day(birth, demographics, 2, spot.at("birth_date"))
    named = _organisation(head) if head.id == "N1" else _named(head)
    check_npi(head, 4 if head.id == "N1" else 9, spot.at("id"))
    return Party(
        **named,
        address=address(rest),
        contacts=contacts(rest),
        references=(*_also_named(rest), *references_of(rest)),
        birth_date=birth,
        sex=demographics.maybe(3) if demographics else None,
        taxonomy=next((segment.maybe(3) for segment in rest if segment.id == "PRV"), None),
    )


def parties_of(named: Iterable[Sequence[Segment]], spot: Spot) -> Iterator[Party]:
    """The parties of a claim or a line, each from the stretch that its NM1 opens."""
    for index, stretch in enumerate(named):
        keep(stretch, _PARTY, spot)
        yield party(stretch, spot.at(f"parties[{index}]"))


def _organisation(head: Segment) -> dict[str, str | None]:
    return {"role": head.get(1), "name": head.maybe(2), "id_qualifier": head.maybe(3), "id": head.maybe(4)}


def _named(head: Segment) -> dict[str, str | None]:
    return {
        "role": head.get(1),
        "name": head.maybe(3),
        "first": head.maybe(4),
        "middle": head.maybe(5),
        "suffix": head.maybe(7),
        "id_qualifier": head.maybe(8),
        "id": head.maybe(9),
    }


def _also_named(rest: Iterable[Segment]) -> Iterator[Reference]:
    """N2 holds what did not fit into the name."""
    for segment in rest:
        if segment.id == "N2":
            yield Reference(qualifier="N2", value=" ".join(text for text in segment.rest(1) if text))


def check_npi(segment: Segment, place: int, spot: Spot) -> None:
    """Warn when an element that its qualifier ``XX`` calls an NPI is not ten digits."""
    if segment.get(place - 1) == "XX" and not _NPI.match(segment.get(place)):
        spot.warn(
            "bad_npi", f"{element(segment, place)} holds {shown(segment.get(place))} where an NPI of ten digits belongs"
        )


def address(segments: Iterable[Segment]) -> Address | None:
    """The address in N3 and N4."""
    known = list(segments)
    lines = tuple(text for segment in known if segment.id == "N3" for text in segment.rest(1) if text)
    place = next((segment for segment in known if segment.id == "N4"), None)
    if place is None:
        return Address(lines=lines) if lines else None
    return Address(lines=lines, city=place.maybe(1), state=place.maybe(2), zip=place.maybe(3), country=place.maybe(4))


def contacts(segments: Iterable[Segment]) -> tuple[Contact, ...]:
    """Every PER: a function, a name and pairs of kind and number."""
    return tuple(
        Contact(function=segment.get(1), name=segment.maybe(2), numbers=tuple(_numbers(segment)))
        for segment in segments
        if segment.id == "PER"
    )


def _numbers(segment: Segment) -> Iterator[Reference]:
    for place in range(3, len(segment.elements), 2):
        if segment.get(place) or segment.get(place + 1):
            yield Reference(qualifier=segment.get(place), value=segment.get(place + 1))
