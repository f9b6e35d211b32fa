"""Modifiers that dental and cross-billed claims use: what they say, where they go and what they contradict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal, cast

from assistant.tables.source import rows, words

#: The kind of line that a modifier belongs to.
Place = Literal["any", "evaluation", "procedure", "imaging", "equipment", "anesthesia", "drug"]


@dataclass(frozen=True, slots=True)
class Modifier:
    """One modifier. ``excludes`` lists those that contradict it on a line, ``goes_with`` one that it needs."""

    code: str
    label: str
    kind: Literal["cpt", "hcpcs"]
    goes_on: Place
    excludes: tuple[str, ...]
    goes_with: tuple[str, ...]
    use: str
    confidence: str
    source: str


@cache
def modifiers() -> dict[str, Modifier]:
    """Every modifier of the table by code; a subset of the published lists."""
    return {cells["code"]: _row(cells) for cells in rows("modifiers.csv")}


def modifier(code: str) -> Modifier | None:
    """The modifier with this canonical code; ``None`` when it is not in the loaded table.

    >>> modifier("KX").excludes
    ('GA', 'GZ', 'EY', 'GY')
    """
    return modifiers().get(code)


def contradictions(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The pairs among ``codes`` that cannot both be true of one line.

    >>> contradictions(("GA", "NU", "GZ"))
    (('GA', 'GZ'),)
    """
    return tuple(pair for pair in combinations(codes, 2) if _contradict(*pair))


def _contradict(one: str, other: str) -> bool:
    first, second = modifier(one), modifier(other)
    return (first is not None and other in first.excludes) or (second is not None and one in second.excludes)


def _row(cells: dict[str, str]) -> Modifier:
    return Modifier(
        code=cells["code"],
        label=cells["label"],
        kind=cast(Literal["cpt", "hcpcs"], cells["kind"]),
        goes_on=cast(Place, cells["goes_on"]),
        excludes=words(cells["excludes"]),
        goes_with=words(cells["goes_with"]),
        use=cells["use"],
        confidence=cells["confidence"],
        source=cells["source"],
    )
