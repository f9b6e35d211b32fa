"""Families of cases and the lane they belong in, the facts they ask for, and assumed costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from assistant.tables.source import rows, words

FamilyLane = Literal["medical", "medical_then_dental", "medical_with_dental", "either", "dental", "none"]


@dataclass(frozen=True, slots=True)
class LaneFamily:
    """A family of cases. ``prefixes`` begin its diagnoses; ``story`` and ``rules`` are keys of :func:`lane_facts`.

    ``probability`` and ``minutes`` are assumptions, to be replaced by the practice's own.
    """

    id: str
    case: str
    prefixes: tuple[str, ...]
    by_accident: bool
    lane: FamilyLane
    statement: str
    story: tuple[str, ...]
    rules: tuple[str, ...]
    probability: Decimal
    minutes: int
    avoid: str
    hint: str
    confidence: str
    source: str

    def names(self, diagnosis: str) -> int:
        """How many letters of the diagnosis the family names; 0 when it does not."""
        return max((len(prefix) for prefix in self.prefixes if diagnosis.startswith(prefix)), default=0)


@dataclass(frozen=True, slots=True)
class LaneFact:
    """A fact that a family asks for: fact keys, kinds of paper and words of the chart that can show it."""

    key: str
    label: str
    ask: str
    facts: tuple[str, ...]
    kinds: tuple[str, ...]
    pattern: re.Pattern[str] | None


@cache
def lane_families() -> tuple[LaneFamily, ...]:
    """Every family, in table order."""
    return tuple(
        LaneFamily(
            id=cells["id"],
            case=cells["case"],
            prefixes=words(cells["prefixes"]),
            by_accident=cells["accident"] == "yes",
            lane=cast(FamilyLane, cells["lane"]),
            statement=cells["statement"],
            story=words(cells["story"]),
            rules=words(cells["rules"]),
            probability=Decimal(cells["probability"]),
            minutes=int(cells["minutes"]),
            avoid=cells["avoid"],
            hint=cells["hint"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("lane_families.csv")
    )


@cache
def lane_facts() -> dict[str, LaneFact]:
    """Every fact by its key."""
    return {
        cells["key"]: LaneFact(
            key=cells["key"],
            label=cells["label"],
            ask=cells["ask"],
            facts=words(cells["facts"]),
            kinds=words(cells["kinds"]),
            pattern=re.compile(cells["pattern"], re.IGNORECASE) if cells["pattern"] else None,
        )
        for cells in rows("lane_facts.csv")
    }


@dataclass(frozen=True, slots=True)
class Default:
    """An assumed number with its unit and note."""

    value: Decimal
    unit: str
    note: str


@cache
def lane_defaults() -> dict[str, Default]:
    """Assumed numbers by name.

    >>> lane_defaults()["minutes"].unit
    'minutes'
    """
    return {
        cells["name"]: Default(Decimal(cells["value"]), cells["unit"], cells["note"])
        for cells in rows("lane_defaults.csv")
    }
