"""Elements to values: amounts, dates, procedures. What cannot be read is ``None`` with a warning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.records.parts import Dated, Procedure, Qualified, Recovered, Reference
from assistant.domain.records.written import Amount, calendar_day
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.segments import Segment

#: Product or service qualifiers that open a procedure composite (data element 235).
_QUALIFIERS = frozenset({"AD", "ER", "HC", "HP", "IV", "N4", "N6", "NU", "RB", "UI", "WK", "ZZ"})

_CODE = re.compile(r"[A-Za-z0-9]+\Z")
_FOREIGN = re.compile(r"([A-Z0-9]{2})([^A-Za-z0-9 .\-])(?=[A-Za-z0-9])")
_PUNCTUATION = re.compile(r"[^A-Za-z0-9 .\-]")
_RANGE = re.compile(r"([0-9]{8})-([0-9]{8})\Z")


def element(segment: Segment, place: int) -> str:
    """How messages name an element: ``CLP03 of segment 18``."""
    return f"{segment.id}{place:02} of segment {segment.number}"


def amount(segment: Segment, place: int, spot: Spot, key: str, *, required: bool = False) -> Amount | None:
    """The amount in an element; ``None`` when empty or unreadable, never zero for either.

    ``key`` is where it goes below ``spot``.
    """
    text = segment.get(place)
    if not text:
        if required:
            spot.at(key).warn("missing_amount", f"{element(segment, place)} is empty where an amount belongs")
        return None
    value = Amount.read(text)
    if value is None:
        spot.at(key).warn("unreadable_amount", f"{element(segment, place)} holds {shown(text)}, which is not an amount")
    return value


def total(values: Iterable[Amount | None]) -> Decimal | None:
    """The sum, or ``None`` when one part is unknown."""
    known = list(values)
    if any(value is None for value in known):
        return None
    return sum((value for value in known if value is not None), Decimal(0))


def day(segment: Segment, place: int, spot: Spot, key: str) -> str | None:
    """A date as written (YYYYMMDD); one that does not exist is kept and flagged at ``key``."""
    text = segment.maybe(place)
    if text is not None and calendar_day(text) is None:
        check_day(text, segment, place, spot.at(key))
    return text


def check_day(text: str, segment: Segment, place: int, spot: Spot) -> None:
    """Warn when ``text`` is no calendar date, time or month that X12 allows in its place."""
    digits = text[:8] if re.fullmatch(r"[0-9]{12}", text) else text
    if calendar_day(digits) is None or "-" in digits:
        spot.warn("bad_date", f"{element(segment, place)} holds {shown(text)}, which is not a date")


def dated(segment: Segment, spot: Spot) -> Dated | None:
    """A DTM or DTP segment; a range ``RD8`` gets its end."""
    place = 3 if segment.id == "DTP" else 2
    text = segment.maybe(place)
    if text is None:
        spot.warn("missing_date", f"{shown(segment.raw)} in segment {segment.number} holds no date")
        return None
    ends = _RANGE.match(text)
    if ends is None:
        if not (segment.id == "DTP" and segment.get(2) in ("TM", "D6", "RD6")):
            check_day(text, segment, place, spot)
        return Dated(qualifier=segment.get(1), date=text)
    for part in ends.groups():
        check_day(part, segment, place, spot)
    if ends[1] > ends[2]:
        spot.warn("bad_date", f"{element(segment, place)} ends before it begins: {text}")
    return Dated(qualifier=segment.get(1), date=ends[1], end=ends[2])


def dates_of(segments: Iterable[Segment], spot: Spot) -> tuple[Dated, ...]:
    """Every DTM and DTP among ``segments``."""
    read = (dated(segment, spot.at("dates")) for segment in segments if segment.id in ("DTM", "DTP"))
    return tuple(found for found in read if found is not None)


def date_with(dates: Iterable[Dated], *qualifiers: str) -> Dated | None:
    """The first date with the earliest-named of these qualifiers."""
    known = list(dates)
    for qualifier in qualifiers:
        for found in known:
            if found.qualifier == qualifier:
                return found
    return None


def references_of(segments: Iterable[Segment]) -> tuple[Reference, ...]:
    """Every REF among ``segments``."""
    return tuple(
        Reference(qualifier=segment.get(1), value=segment.get(2), description=segment.maybe(3))
        for segment in segments
        if segment.id == "REF"
    )


def reference(references: Iterable[Reference], *qualifiers: str) -> str | None:
    """The value of the first reference with one of these qualifiers."""
    return next((found.value for found in references if found.qualifier in qualifiers and found.value), None)


def qualified_of(segments: Iterable[Segment], name: str, spot: Spot) -> tuple[Qualified, ...]:
    """Every AMT (or QTY) among ``segments``."""
    found = [segment for segment in segments if segment.id == name]
    return tuple(
        Qualified(qualifier=segment.get(1), amount=amount(segment, 2, spot, f"{_PLURAL[name]}[{index}].amount"))
        for index, segment in enumerate(found)
    )


_PLURAL = {"AMT": "amounts", "QTY": "quantities"}


def qualified(values: Iterable[Qualified], qualifier: str) -> Amount | None:
    """The amount of the first entry with this qualifier."""
    return next((value.amount for value in values if value.qualifier == qualifier), None)


@dataclass(frozen=True, slots=True)
class ReadProcedure:
    """A procedure composite as read, and what a broken one most likely said."""

    procedure: Procedure
    recovered: Recovered | None = None


def procedure(segment: Segment, place: int, spot: Spot) -> ReadProcedure:
    """The procedure in a composite such as ``AD:D2740`` or ``HC:99213:25``.

    A composite written with another separator than the ISA declares yields no code, a
    warning and, where it can be cut, what it most likely said.
    """
    parts = segment.parts(place)
    if not parts:
        spot.warn("missing_procedure", f"{element(segment, place)} names no procedure")
        return ReadProcedure(Procedure())
    text = segment.get(place)
    foreign = _foreign(text, segment.interchange.delimiters.component)
    if foreign is not None:
        spot.warn(
            "component_separator",
            f"{element(segment, place)} holds {shown(text)}: composites use {foreign.mark!r}, "
            f"the ISA header declares {segment.interchange.delimiters.component!r}; the code is not read",
        )
        return ReadProcedure(Procedure(qualifier=None, code=None), foreign.recovered)
    return _plain(parts, segment, place, spot)


def _plain(parts: list[str], segment: Segment, place: int, spot: Spot) -> ReadProcedure:
    if len(parts) == 1:
        return _alone(parts[0], segment, place, spot)
    qualifier, code = parts[0] or None, parts[1] or None
    if code is None:
        spot.warn("missing_procedure", f"{element(segment, place)} holds {shown(segment.get(place))} without a code")
    elif not _CODE.match(code):
        spot.warn("unreadable_code", f"{element(segment, place)} holds {shown(code)}, which is not a code")
        return ReadProcedure(
            Procedure(qualifier=qualifier), _recovered([parts[0], *_PUNCTUATION.split(code), *parts[2:]])
        )
    description = parts[6] if len(parts) > 6 and parts[6] else None
    modifiers = tuple(part for part in parts[2:6] if part)
    return ReadProcedure(Procedure(qualifier=qualifier, code=code, modifiers=modifiers, description=description))


def _alone(text: str, segment: Segment, place: int, spot: Spot) -> ReadProcedure:
    """A composite of one part: a qualifier without code, or a code without qualifier."""
    if text in _QUALIFIERS:
        spot.warn(
            "broken_composite", f"{element(segment, place)} is the qualifier {text} alone; the code is not with it"
        )
        return ReadProcedure(Procedure(qualifier=text))
    if not _CODE.match(text):
        spot.warn("unreadable_code", f"{element(segment, place)} holds {shown(text)}, which is not a code")
        return ReadProcedure(Procedure())
    spot.warn("missing_qualifier", f"{element(segment, place)} holds {shown(text)} without saying which code list")
    return ReadProcedure(Procedure(code=text))


@dataclass(frozen=True, slots=True)
class _Foreign:
    mark: str
    recovered: Recovered | None


def _foreign(text: str, declared: str) -> _Foreign | None:
    """How a composite is cut when it uses a separator that is not the declared one."""
    found = _FOREIGN.match(text)
    if found is None or found[1] not in _QUALIFIERS or found[2] == declared:
        return None
    mark = found[2]
    parts = text.split(mark)
    return _Foreign(mark, _recovered(parts))


def _recovered(parts: list[str]) -> Recovered | None:
    if not all(_CODE.match(part) or not part for part in parts[:6]) or not parts[1]:
        return None
    return Recovered(qualifier=parts[0], code=parts[1], modifiers=tuple(part for part in parts[2:6] if part))
