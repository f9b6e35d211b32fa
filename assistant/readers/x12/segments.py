"""Text to segments, each cut by the separators of its own interchange. Linear, no recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.domain.errors import BadInput
from assistant.domain.records.parts import Interchange
from assistant.readers.notes import Notes, shown
from assistant.readers.x12.header import LENGTH, interchange_at, looks_like_isa, next_isa

#: Line breaks and the padding that mainframes and old tools leave between segments.
_FILLER = "\r\n\t \x00\x1a\ufeff"


#: Segments that are read; a big payer's daily file has some tens of thousands.
LIMIT = 500_000

#: Characters of one segment; the longest real ones have some hundreds.
LONGEST = 100_000


@dataclass(slots=True)
class Segment:
    """One segment. ``number`` counts from 1 over the file; ``elements[0]`` repeats ``id``.

    Elements are stripped of surrounding blanks.
    """

    id: str
    number: int
    elements: list[str]
    interchange: Interchange

    def get(self, place: int) -> str:
        """Element ``place``; empty when absent."""
        elements = self.elements
        return elements[place] if place < len(elements) else ""

    def maybe(self, place: int) -> str | None:
        """Element ``place``, or ``None`` when it is empty or absent."""
        elements = self.elements
        return elements[place] or None if place < len(elements) else None

    def rest(self, place: int) -> list[str]:
        """The elements from ``place`` on."""
        return self.elements[place:]

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
    position = _skip(text, 0, _FILLER)
    current = interchange_at(text, position)
    cut, length = _Cut(text, notes), len(text)
    filler = _FILLER + current.delimiters.segment
    while position < length:
        if text.startswith("ISA", position):
            current = _switched(text, position, current, notes)
            filler = _FILLER + current.delimiters.segment
        body, position = cut.next(position, current)
        if body:
            cut.number = number = cut.number + 1
            if number > LIMIT or len(body) > LONGEST:
                _refuse_size(number, body)
            elements = body.split(current.delimiters.element)
            if " " in body or not body.isprintable():
                elements = [element.strip() for element in elements]
            yield Segment(elements[0], number, elements, current)
        if position < length and text[position] in filler:
            position = _skip(text, position, filler)


def _refuse_size(number: int, body: str) -> None:
    if number > LIMIT:
        raise BadInput(
            f"the file has more than {LIMIT:,} segments, which is the limit",
            fix="split it by transaction set (ST to SE) and read the parts",
        )
    if len(body) > LONGEST:
        raise BadInput(
            f"the segment has {len(body):,} characters, the limit is {LONGEST:,}",
            where=f"segment {number}",
            fix="ask the sender for the file as transmitted; its segment terminator is not the one that ISA declares",
        )


class _Cut:
    """Cuts segment bodies out of the text and warns of what had to be mended."""

    def __init__(self, text: str, notes: Notes) -> None:
        self.text = text
        self.notes = notes
        self.number = 0
        self.wrapped = False

    def next(self, position: int, current: Interchange) -> tuple[str, int]:
        """The body of the segment at ``position`` and where the next one begins."""
        text, marks = self.text, current.delimiters
        if text.startswith("ISA", position) and looks_like_isa(text, position):
            return text[position : position + LENGTH - 1], position + LENGTH
        end = text.find(marks.segment, position)
        stop = len(text) if end < 0 else end
        body, following = text[position:stop], stop + 1
        if end >= 0 and "ISA" not in body and body.isprintable():
            return body, following  # as nearly all are: nothing to mend
        if "ISA" + marks.element in body:
            inside = next_isa(text, position + 1, stop)
            if inside is not None:
                body, following = text[position:inside], inside
                self._truncated(body, "another interchange begins")
        if end < 0 and following > stop:
            self._truncated(body, "the file ends")
        if "\n" in body or "\r" in body:
            body = self._unwrapped(body)
        return body, following

    def _truncated(self, body: str, cause: str) -> None:
        if body.strip():
            self.notes.add(
                "truncated",
                f"segment {self.number + 1}",
                f"{cause} before the segment {shown(body)} is closed; what it holds may be cut off",
            )

    def _unwrapped(self, body: str) -> str:
        """The segment without line breaks inside it, which some tools add at a fixed width."""
        joined = body.replace("\r", "").replace("\n", "")
        if not self.wrapped and joined != body.strip("\r\n"):
            self.wrapped = True
            self.notes.add("line_breaks", f"segment {self.number + 1}", "line breaks inside segments were removed")
        return joined


def _switched(text: str, position: int, current: Interchange, notes: Notes) -> Interchange:
    try:
        return interchange_at(text, position)
    except BadInput as error:
        notes.add("bad_isa", "file", f"a later ISA header cannot be read ({error.message}); separators kept")
        return current


def _skip(text: str, position: int, filler: str) -> int:
    """The next character that is not filler; empty segments are filler too."""
    if position >= len(text) or text[position] not in filler:
        return position
    found = _beyond(filler).search(text, position)
    return found.start() if found else len(text)


@cache
def _beyond(filler: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(filler)}]")
