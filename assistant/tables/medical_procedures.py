"""CPT and HCPCS codes that a rule, a crosswalk row or a playbook names: billing facts in our own words.

A subset by licence: a well-formed code without a row is *not in the table*, never invalid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.domain.base import Period
from assistant.tables.source import period, rows, words


@dataclass(frozen=True, slots=True)
class MedicalProcedure:
    """One code. ``sides`` is ``one`` where a side belongs on the line, ``both`` where the code holds both.

    Ages are whole years, both ends included; ``minutes_min`` is the least time of a visit chosen by time.
    """

    code: str
    system: Literal["cpt", "hcpcs"]
    label: str
    family: str
    period: Period
    end_basis: Literal["", "stated", "inferred"]
    sides: Literal["", "one", "both"]
    is_unlisted: bool
    age_min: int | None
    age_max: int | None
    units: Literal["", "one", "many", "first_quarter_hour", "quarter_hour"]
    minutes_min: int | None
    add_on_to: tuple[str, ...]
    confidence: str
    source: str

    def __str__(self) -> str:
        return f"{self.code} ({self.label})"


@cache
def _cells() -> dict[str, dict[str, str]]:
    return {cells["code"]: cells for cells in rows("medical_procedures.csv")}


@cache
def medical_procedures() -> dict[str, MedicalProcedure]:
    """Every code of the table."""
    return {code: found for code in _cells() if (found := medical_procedure(code)) is not None}


@lru_cache(maxsize=4096)
def medical_procedure(code: str) -> MedicalProcedure | None:
    """The code's facts, whatever the date; ``None`` when the table lacks it.

    >>> medical_procedure("20605").sides
    'one'
    """
    cells = _cells().get(code)
    return _row(cells) if cells is not None else None


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _row(cells: dict[str, str]) -> MedicalProcedure:
    return MedicalProcedure(
        code=cells["code"],
        system=cast(Literal["cpt", "hcpcs"], cells["system"]),
        label=cells["label"],
        family=cells["family"],
        period=period(cells),
        end_basis=cast(Literal["", "stated", "inferred"], cells["end_basis"]),
        sides=cast(Literal["", "one", "both"], cells["sides"]),
        is_unlisted=cells["unlisted"] == "yes",
        age_min=_number(cells["age_min"]),
        age_max=_number(cells["age_max"]),
        units=cast(Literal["", "one", "many", "first_quarter_hour", "quarter_hour"], cells["units"]),
        minutes_min=_number(cells["minutes_min"]),
        add_on_to=words(cells["add_on_to"]),
        confidence=cells["confidence"],
        source=cells["source"],
    )
