"""CDT procedures that a rule or a playbook names: what each needs on a claim line, in our own words.

A subset by licence: a well-formed code without a row is *not in the table*, never invalid. Values that are
custom of payers and not part of a code are marked ``usual``; dates that were worked out and not read are marked
``inferred``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.domain.base import Period
from assistant.tables.source import period, rows, words

Requirement = Literal["required", "asked", "none"]
Scope = Literal["", "anterior", "posterior", "premolar", "molar"]
#: ``code``: part of the code itself; ``usual``: custom of payers; empty: nothing is said.
Basis = Literal["", "code", "usual"]
DateBasis = Literal["", "stated", "inferred"]
Units = Literal["", "one", "many", "first_quarter_hour", "quarter_hour"]
Confidence = Literal["high", "medium", "low"]
#: Benefit class that most plans put the procedure in; the plan decides.
BenefitClass = Literal["diagnostic", "preventive", "basic", "major", "orthodontic"]

#: Last day that the loaded edition speaks for; the edition of 2027 is licensed and not in the table.
LAST_KNOWN_DAY = date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One CDT code. Surfaces count letters; ages are whole years, both ends included."""

    code: str
    label: str
    category: str
    benefit_class: BenefitClass
    period: Period
    start_basis: DateBasis
    end_basis: DateBasis
    replaced_by: tuple[str, ...]
    tooth: Requirement
    teeth_max: int | None
    scope: Scope
    scope_basis: Basis
    scope_until: date | None
    dentition: Literal["", "permanent", "primary"]
    dentition_basis: Basis
    surfaces_min: int
    surfaces_max: int
    surfaces_strict_from: date | None
    area: Requirement
    areas: tuple[str, ...]
    arch: Literal["", "upper", "lower"]
    age_min: int | None
    age_max: int | None
    age_basis: Basis
    units: Units
    add_on_to: tuple[str, ...]
    confidence: Confidence
    source: str

    @property
    def takes_surfaces(self) -> bool:
        """Whether surfaces belong on the line."""
        return self.surfaces_max > 0

    @property
    def sure(self) -> bool:
        """Whether its tooth, surface and area facts may carry an error."""
        return self.confidence == "high"

    def __str__(self) -> str:
        return f"{self.code} ({self.label})"


@cache
def _cells() -> dict[str, dict[str, str]]:
    return {cells["code"]: cells for cells in rows("procedures.csv")}


@cache
def procedures() -> dict[str, Procedure]:
    """Every procedure of the table by code."""
    return {code: found for code in _cells() if (found := procedure(code)) is not None}


@lru_cache(maxsize=4096)
def procedure(code: str) -> Procedure | None:
    """The procedure, whatever the date; ``None`` when the table lacks the code.

    >>> procedure("D2392").surfaces_min
    2
    """
    cells = _cells().get(code)
    return _row(cells) if cells is not None else None


@dataclass(frozen=True, slots=True)
class Group:
    """A word that rules and conflicts use for many codes, CPT and HCPCS included."""

    name: str
    label: str
    ranges: tuple[tuple[str, str], ...]

    def holds(self, code: str) -> bool:
        """Whether the code belongs to the group."""
        return any(low <= code <= high for low, high in self.ranges)


@cache
def groups() -> dict[str, Group]:
    """Every word group by name."""
    return {
        cells["group"]: Group(cells["group"], cells["label"], tuple(_range(part) for part in words(cells["codes"])))
        for cells in rows("procedure_groups.csv")
    }


@lru_cache(maxsize=4096)
def groups_of(code: str) -> frozenset[str]:
    """Names of the groups that hold the code.

    >>> "crown" in groups_of("D2740")
    True
    """
    return frozenset(name for name, group in groups().items() if group.holds(code))


def in_group(code: str, name: str) -> bool:
    """Whether the code belongs to the named group."""
    return name in groups_of(code)


def label(subject: str) -> str:
    """How to show a code or a group name to a biller.

    >>> label("crown"), label("D2740"), label("D2199")
    ('crowns', 'D2740 (Ceramic crown)', 'D2199')
    """
    group = groups().get(subject)
    if group is not None:
        return group.label
    found = procedure(subject)
    return str(found) if found else subject


def _range(part: str) -> tuple[str, str]:
    low, _, high = part.partition("-")
    return low, high or low


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _row(cells: dict[str, str]) -> Procedure:
    return Procedure(
        code=cells["code"],
        label=cells["label"],
        category=cells["category"],
        benefit_class=cast(BenefitClass, cells["benefit_class"]),
        period=period(cells),
        start_basis=cast(DateBasis, cells["start_basis"]),
        end_basis=cast(DateBasis, cells["end_basis"]),
        replaced_by=words(cells["replaced_by"]),
        tooth=cast(Requirement, cells["tooth"]),
        teeth_max=_number(cells["teeth_max"]),
        scope=cast(Scope, cells["scope"]),
        scope_basis=cast(Basis, cells["scope_basis"]),
        scope_until=_day(cells["scope_until"]),
        dentition=cast(Literal["", "permanent", "primary"], cells["dentition"]),
        dentition_basis=cast(Basis, cells["dentition_basis"]),
        surfaces_min=int(cells["surfaces_min"]),
        surfaces_max=int(cells["surfaces_max"]),
        surfaces_strict_from=_day(cells["surfaces_strict_from"]),
        area=cast(Requirement, cells["area"]),
        areas=words(cells["areas"]),
        arch=cast(Literal["", "upper", "lower"], cells["arch"]),
        age_min=_number(cells["age_min"]),
        age_max=_number(cells["age_max"]),
        age_basis=cast(Basis, cells["age_basis"]),
        units=cast(Units, cells["units"]),
        add_on_to=words(cells["add_on_to"]),
        confidence=cast(Confidence, cells["confidence"]),
        source=cells["source"],
    )
