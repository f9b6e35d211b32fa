"""Dental procedures and what they are billed as in the medical lane, with the conditions.

A row that finds ``none`` says that there is no medical equivalent; that is an answer, not a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from assistant.tables.source import rows, words

#: How well the two sides fit. ``dental_code``: the D code itself goes on the medical claim; ``none``: no medical
#: equivalent; ``medical_only``: no dental code exists.
Match = Literal[
    "exact",
    "site_specific",
    "approximate",
    "conditional",
    "related",
    "unlisted",
    "by_report",
    "dental_code",
    "medical_only",
    "none",
]


@dataclass(frozen=True, slots=True)
class Crossing:
    """One pairing. ``diagnoses`` are examples, not a list of all that support it.

    ``alone``: the procedure tells the kind of case by itself (a tooth put back, a joint tapped). Where it does
    not (a crown, an exam, an image), only a diagnosis or an accident on the claim may bring the row up.
    """

    id: str
    case: str
    cdt: str
    medical: tuple[str, ...]
    match: Match
    diagnoses: tuple[str, ...]
    modifiers: tuple[str, ...]
    places: tuple[str, ...]
    alone: bool
    bill_first: str
    documents: tuple[str, ...]
    condition: str
    pitfall: str
    confidence: str
    source: str


@cache
def crossings() -> tuple[Crossing, ...]:
    """Every row of the table."""
    return tuple(
        Crossing(
            id=cells["id"],
            case=cells["case"],
            cdt=cells["cdt"],
            medical=words(cells["medical"]),
            match=cast(Match, cells["match"]),
            diagnoses=words(cells["diagnoses"]),
            modifiers=words(cells["modifiers"]),
            places=words(cells["places"]),
            alone=cells["alone"] == "yes",
            bill_first=cells["bill_first"],
            documents=tuple(part.strip() for part in cells["documents"].split(";") if part.strip()),
            condition=cells["condition"],
            pitfall=cells["pitfall"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("crosswalk.csv")
    )


@cache
def _by_code() -> dict[str, tuple[Crossing, ...]]:
    found: dict[str, list[Crossing]] = {}
    for row in crossings():
        for code in {row.cdt, *row.medical} - {""}:
            found.setdefault(code, []).append(row)
    return {code: tuple(kept) for code, kept in found.items()}


def crossings_of(code: str) -> tuple[Crossing, ...]:
    """Rows that name the code on either side.

    >>> [row.medical for row in crossings_of("D9947")]
    [('E0486',)]
    """
    return _by_code().get(code, ())


def medical_equivalents(cdt: str) -> tuple[str, ...]:
    """CPT and HCPCS codes that a dental procedure may be billed as; empty when there are none or none is known."""
    return tuple(dict.fromkeys(code for row in crossings_of(cdt) if row.cdt == cdt for code in row.medical))


def is_dental_only(cdt: str) -> bool:
    """Whether the table says that the procedure has no medical equivalent.

    >>> is_dental_only("D9944"), is_dental_only("D9947"), is_dental_only("D2391")
    (True, False, False)
    """
    found = [row for row in crossings_of(cdt) if row.cdt == cdt]
    return bool(found) and all(row.match == "none" for row in found)
