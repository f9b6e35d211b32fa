"""Places of service that dental practices use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assistant.tables.source import rows


@dataclass(frozen=True, slots=True)
class Place:
    """One place; ``facility`` says that another party bills for the room, so a facility rate applies."""

    code: str
    label: str
    facility: bool
    note: str
    confidence: str
    source: str


@cache
def places() -> dict[str, Place]:
    """Every place of the table by code; a subset of the published list."""
    return {
        cells["code"]: Place(
            code=cells["code"],
            label=cells["label"],
            facility=cells["facility"] == "yes",
            note=cells["note"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("places_of_service.csv")
    }


def place(code: str) -> Place | None:
    """The place with this canonical code; ``None`` when it is not in the loaded table.

    >>> place("11").label
    'Office'
    """
    return places().get(code)
