"""A JSON object of a resource, asked for its parts by name; a part of the wrong type is a warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from assistant.domain.records.written import Number
from assistant.readers.notes import Spot, shown


class Coding(NamedTuple):
    """The first coding of a concept; ``code`` falls back to the concept's text."""

    system: str | None
    code: str | None
    display: str | None


class Money(NamedTuple):
    """An amount with its currency."""

    value: Number | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """An object and where it stands."""

    value: dict[str, Any]
    spot: Spot

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self.value

    def text(self, key: str) -> str | None:
        """A string; empty counts as absent."""
        found = self.value.get(key)
        if found is None or isinstance(found, str):
            return _printable(found) if found else None
        if isinstance(found, Number):
            self._wrong(key, "text", found)
            return found.text
        self._wrong(key, "text", found)
        return None

    def flag(self, key: str) -> bool | None:
        """A boolean."""
        found = self.value.get(key)
        if found is None or isinstance(found, bool):
            return found
        self._wrong(key, "true or false", found)
        return None

    def number(self, key: str) -> Number | None:
        """A number; a string that looks like one is refused with a warning."""
        found = self.value.get(key)
        if found is None or isinstance(found, Number):
            return found
        self.spot.at(key).warn("unreadable_amount", f"holds {shown(str(found))}, which is not a JSON number")
        return None

    def whole(self, key: str) -> int | None:
        """A whole number."""
        found = self.number(key)
        if found is None or found == found.to_integral_value():
            return None if found is None else int(found)
        self._wrong(key, "a whole number", found)
        return None

    def node(self, key: str) -> Node:
        """An object; an empty one when it is absent."""
        found = self.value.get(key)
        if found is not None and not isinstance(found, dict):
            self._wrong(key, "an object", found)
            found = None
        return Node(found or {}, self.spot.at(key))

    def nodes(self, key: str) -> list[Node]:
        """The objects of a list."""
        return list(self._items(key))

    def _items(self, key: str) -> Iterator[Node]:
        found = self.value.get(key)
        if isinstance(found, dict):
            self._wrong(key, "a list", found)
            found = [found]
        if found is not None and not isinstance(found, list):
            self._wrong(key, "a list", found)
            return
        for index, item in enumerate(found or []):
            here = self.spot.at(f"{key}[{index}]")
            if isinstance(item, dict):
                yield Node(item, here)
            else:
                here.warn("wrong_type", f"holds {shown(str(item))} where an object belongs")

    def texts(self, key: str) -> tuple[str, ...]:
        """The strings of a list."""
        found = self.value.get(key)
        if found is not None and not isinstance(found, list):
            self._wrong(key, "a list", found)
            return ()
        return tuple(_printable(item) for item in found or [] if isinstance(item, str))

    def wholes(self, key: str) -> tuple[int, ...]:
        """The whole numbers of a list."""
        found = self.value.get(key)
        if found is not None and not isinstance(found, list):
            self._wrong(key, "a list", found)
            return ()
        return tuple(int(item) for item in found or [] if isinstance(item, Number))

    def coding(self, key: str) -> Coding:
        """The first coding of a CodeableConcept."""
        return self.node(key).as_coding()

    def as_coding(self) -> Coding:
        """The concept's first coding, or its text."""
        codings = self.nodes("coding")
        if not codings:
            return Coding(None, self.text("text"), None)
        first = codings[0]
        return Coding(first.text("system"), first.text("code") or self.text("text"), first.text("display"))

    def concepts(self, key: str) -> list[Coding]:
        """The first coding of each concept of a list."""
        return [one.as_coding() for one in self.nodes(key)]

    def money(self, key: str) -> Money:
        """A Money value."""
        found = self.node(key)
        return Money(found.number("value"), found.text("currency"))

    def reference(self, key: str) -> str | None:
        """What a Reference points at: its text, else its identifier, else its name."""
        found = self.node(key)
        return found.text("reference") or found.node("identifier").text("value") or found.text("display")

    def _wrong(self, key: str, wanted: str, found: object) -> None:
        self.spot.at(key).warn("wrong_type", f"holds {shown(str(found))} where {wanted} belongs")


def _printable(text: str) -> str:
    """The text without half characters, which JSON can escape and no file can hold."""
    return text if text.isascii() else text.encode("utf-8", errors="replace").decode("utf-8")
