"""The ISA header: fixed positions that tell every separator of the interchange.

ISA is the only X12 segment of fixed length: 106 characters, terminator included. The
fourth character separates elements, the 105th components, the 106th ends segments, and
ISA11 separates repetitions.
"""

from __future__ import annotations

import re

from assistant.domain.errors import BadInput
from assistant.domain.records.parts import Delimiters, Interchange

LENGTH = 106

#: Characters of ISA01 to ISA16.
_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)

#: Where the element separator before each of them stands.
_SEPARATORS = tuple(3 + sum(_WIDTHS[:place]) + place for place in range(len(_WIDTHS)))

#: A complete header: sixteen elements of fixed width behind the same separator.
_HEADER = re.compile("ISA(.)" + r"\1".join(f".{{{width}}}" for width in _WIDTHS) + ".", re.DOTALL)

_FIX = "ask the sender for the file as transmitted; ISA has exactly 106 characters and is padded with blanks"


def interchange_at(text: str, start: int) -> Interchange:
    """The interchange whose ISA begins at ``start``; ``BadInput`` when the header is not one."""
    isa = text[start : start + LENGTH]
    if not isa.startswith("ISA"):
        raise BadInput("the file does not begin with an ISA header", where="start of the file", fix=_FIX)
    if len(isa) < LENGTH:
        raise BadInput(f"the ISA header ends after {len(isa)} of 106 characters", where="ISA", fix=_FIX)
    element = isa[3]
    for number, place in enumerate(_SEPARATORS, start=1):
        if isa[place] != element:
            raise BadInput(
                f"the ISA header is not laid out in fixed positions: no separator before ISA{number:02}",
                where=f"ISA, character {place + 1}",
                fix=_FIX,
            )
    return _interchange(isa, element)


def looks_like_isa(text: str, start: int) -> bool:
    """Whether a complete ISA header begins at ``start``."""
    return _HEADER.match(text, start) is not None


def next_isa(text: str, start: int, stop: int) -> int | None:
    """Where the first complete ISA header in a stretch of the text begins."""
    found = _HEADER.search(text, start, stop + LENGTH)
    return found.start() if found is not None and found.start() < stop else None


def _interchange(isa: str, element: str) -> Interchange:
    component, segment = isa[104], isa[105]
    if len({element, component, segment}) < 3 or any(mark.isalnum() for mark in (element, segment)):
        raise BadInput(
            "the ISA header declares separators that cannot be told apart from data",
            where="ISA, characters 4, 105 and 106",
            fix=_FIX,
        )
    repetition = isa[82]
    if repetition.isalnum() or repetition in (element, component, segment, " "):
        repetition = ""
    return Interchange(
        control=isa[90:99].strip(),
        sender=isa[35:50].strip(),
        receiver=isa[54:69].strip(),
        date=isa[70:76].strip(),
        usage=isa[102].strip(),
        delimiters=Delimiters(element=element, component=component, segment=segment, repetition=repetition or None),
    )
