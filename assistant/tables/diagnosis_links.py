"""Which diagnoses speak for or against a procedure, and what part a diagnosis plays on a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.domain.base import Period
from assistant.domain.finding import Severity
from assistant.tables.procedures import groups_of
from assistant.tables.source import period, rows, words

#: Part that a diagnosis plays, see ``corpus/tables/diagnosis_roles.csv``.
Role = Literal[
    "routine_dental",
    "external_cause",
    "injury",
    "after_operation",
    "other_visit",
    "who_only",
    "malignant",
    "tooth_loss",
]


@dataclass(frozen=True, slots=True)
class DiagnosisLink:
    """Diagnoses (as beginnings of codes) that support a procedure, or that it is not for."""

    id: str
    subjects: tuple[str, ...]
    relation: Literal["supports", "not_for"]
    prefixes: tuple[str, ...]
    severity: Severity
    period: Period
    advice: str
    confidence: str
    source: str

    def names(self, diagnosis: str) -> bool:
        """Whether the diagnosis is one of the row's."""
        return diagnosis.startswith(self.prefixes)


@cache
def links() -> tuple[DiagnosisLink, ...]:
    """Every row of the table."""
    return tuple(
        DiagnosisLink(
            id=cells["id"],
            subjects=words(cells["subjects"]),
            relation=cast(Literal["supports", "not_for"], cells["relation"]),
            prefixes=words(cells["prefixes"]),
            severity=cast(Severity, cells["severity"]),
            period=period(cells),
            advice=cells["advice"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("diagnosis_links.csv")
    )


@lru_cache(maxsize=4096)
def _links_of(code: str) -> tuple[DiagnosisLink, ...]:
    subjects = {code, *groups_of(code)}
    return tuple(link for link in links() if not subjects.isdisjoint(link.subjects))


def has_links(code: str) -> bool:
    """Whether any row speaks of the code, whatever the day."""
    return bool(_links_of(code))


def links_for(code: str, on: date) -> tuple[DiagnosisLink, ...]:
    """Rows of a procedure that are in force on a day.

    >>> [link.prefixes for link in links_for("E0486", date(2026, 6, 1))]
    [('G47.33',)]
    """
    return tuple(link for link in _links_of(code) if link.period.contains(on))


@dataclass(frozen=True, slots=True)
class DiagnosisRole:
    """A part that a diagnosis can play, with the words to say about it."""

    name: Role
    prefixes: tuple[str, ...]
    advice: str
    source: str


@cache
def roles() -> dict[str, DiagnosisRole]:
    """Every role by name."""
    return {
        cells["role"]: DiagnosisRole(
            cast(Role, cells["role"]), words(cells["prefixes"]), cells["advice"], cells["source"]
        )
        for cells in rows("diagnosis_roles.csv")
    }


def plays(diagnosis: str, role: Role) -> bool:
    """Whether a diagnosis, written with its dot, plays the role.

    >>> plays("S02.5XXA", "injury"), plays("K02.63", "injury")
    (True, False)
    """
    return diagnosis.startswith(roles()[role].prefixes)
