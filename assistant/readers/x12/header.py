"""The ISA header: fixed positions that tell every separator of the interchange.

ISA is the only X12 segment of fixed length: 106 characters, terminator included. The
fourth character separates elements, the 105th components, the 106th ends segments, and
ISA11 separates repetitions.
"""

from __future__ import annotations

from assistant.domain.errors import BadInput
from assistant.domain.records.parts import Delimiters, Interchange

LENGTH = 106

#: Where the element separators stand, and which element each one opens.
_SEPARATORS = (3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103)

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
    isa = text[start : start + LENGTH]
    return len(isa) == LENGTH and isa.startswith("ISA") and all(isa[place] == isa[3] for place in _SEPARATORS)


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
