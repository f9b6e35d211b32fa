"""Text to segments, each cut by the separators of its own interchange. Linear, no recursion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.errors import BadInput
from assistant.domain.records.parts import Interchange
from assistant.readers.notes import Notes, shown
from assistant.readers.x12.header import LENGTH, interchange_at, looks_like_isa

#: Line breaks and the padding that mainframes and old tools leave between segments.
_FILLER = "\r\n\t \x00\x1a\ufeff"


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment. ``number`` counts from 1 over the file; ``elements[0]`` is its id."""

    number: int
    elements: list[str]
    interchange: Interchange

    @property
    def id(self) -> str:
        """The segment's name, such as ``CLP``."""
        return self.elements[0]

    def get(self, place: int) -> str:
        """Element ``place`` without surrounding blanks; empty when absent."""
        return self.elements[place].strip() if place < len(self.elements) else ""

    def maybe(self, place: int) -> str | None:
        """Element ``place``, or ``None`` when it is empty or absent."""
        return self.get(place) or None

    def rest(self, place: int) -> list[str]:
        """The elements from ``place`` on."""
        return [element.strip() for element in self.elements[place:]]

    def parts(self, place: int) -> list[str]:
        """The components of element ``place``; empty when it is absent."""
        text = self.get(place)
        return [part.strip() for part in text.split(self.interchange.delimiters.component)] if text else []

    def repeats(self, place: int) -> list[str]:
        """The repetitions of element ``place``."""
        text, mark = self.get(place), self.interchange.delimiters.repetition
        return [part.strip() for part in text.split(mark)] if text and mark else [text] if text else []

    @property
    def raw(self) -> str:
        """The segment as the file has it, without terminator."""
        return self.interchange.delimiters.element.join(self.elements)

    @property
    def where(self) -> str:
        """The place for warnings about segments that are no part of the record."""
        return f"segment {self.number}"


def segments(text: str, notes: Notes) -> Iterator[Segment]:
    """Every segment in file order; an ISA header switches the separators.

    A first header that cannot be read raises ``BadInput``; a later one is a warning and the
    separators in force stay.
    """
    position = _skip(text, 0)
    current = interchange_at(text, position)
    number, wrapped = 0, False
    while position < len(text):
        if text.startswith("ISA", position):
            current = _switched(text, position, current, notes)
        ended, position = _next(text, position, current)
        body, wrapped = _unwrapped(ended.body, current, wrapped, notes, number + 1)
        if not ended.complete and body:
            notes.add("truncated", f"segment {number + 1}", _truncated(body, ended.at_isa))
        if body:
            number += 1
            yield Segment(number, body.split(current.delimiters.element), current)
        position = _skip(text, position)


@dataclass(frozen=True, slots=True)
class _Ended:
    body: str
    complete: bool
    at_isa: bool = False


def _next(text: str, position: int, current: Interchange) -> tuple[_Ended, int]:
    """The segment at ``position`` and where the next one begins."""
    mark = current.delimiters.segment
    if looks_like_isa(text, position):
        return _Ended(text[position : position + LENGTH - 1], complete=True), position + LENGTH
    end = text.find(mark, position)
    stop = len(text) if end < 0 else end
    inside = _isa_inside(text, position, stop, current)
    if inside is not None:
        return _Ended(text[position:inside], complete=False, at_isa=True), inside
    return _Ended(text[position:stop], complete=end >= 0), stop + 1


def _isa_inside(text: str, position: int, stop: int, current: Interchange) -> int | None:
    """Where another interchange starts inside a segment whose terminator is missing."""
    opening = "ISA" + current.delimiters.element
    found = text.find(opening, position + 1, stop)
    while found >= 0:
        if looks_like_isa(text, found):
            return found
        found = text.find(opening, found + 1, stop)
    return None


def _switched(text: str, position: int, current: Interchange, notes: Notes) -> Interchange:
    try:
        return interchange_at(text, position)
    except BadInput as error:
        notes.add("bad_isa", "file", f"a later ISA header cannot be read ({error.message}); separators kept")
        return current


def _unwrapped(body: str, current: Interchange, warned: bool, notes: Notes, number: int) -> tuple[str, bool]:
    """The segment without line breaks inside it, which some tools add at a fixed width."""
    if current.delimiters.segment in "\r\n":
        return body.strip("\r\n"), warned
    body = body.rstrip("\r\n")
    if "\n" not in body and "\r" not in body:
        return body, warned
    if not warned:
        notes.add("line_breaks", f"segment {number}", "line breaks inside segments were removed")
    return body.replace("\r", "").replace("\n", ""), True


def _truncated(body: str, at_isa: bool) -> str:
    cause = "another interchange begins" if at_isa else "the file ends"
    return f"{cause} before the segment {shown(body)} is closed; what it holds may be cut off"


def _skip(text: str, position: int) -> int:
    """The next character that is not filler."""
    while position < len(text) and text[position] in _FILLER:
        position += 1
    return position
