"""The ICD-10-CM codes that dental offices use, with own labels and notes.

They explain a code in the words of the office, and stand in for the complete list until it has been compiled.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.codes import icd10cm as code_of
from assistant.tables.icd10cm_build import SCHEMA
from assistant.tables.icd10cm_notes import spans
from assistant.tables.releases import Release, shipped_release
from assistant.tables.source import rows, words

_CATEGORY = 3
_SEVENTH = 7
#: The words of an own label that belong to its seventh character.
_FIRST_CARE = ", first care"
_ENCOUNTERS = {"A": "initial encounter", "D": "subsequent encounter", "S": "sequela"}
_FRACTURE = {
    "A": "initial encounter for closed fracture",
    "B": "initial encounter for open fracture",
    "D": "subsequent encounter for fracture with routine healing",
    "G": "subsequent encounter for fracture with delayed healing",
    "K": "subsequent encounter for fracture with nonunion",
    "S": "sequela",
}


@dataclass(frozen=True, slots=True)
class DentalDiagnosis:
    """A billable code with our own label; ``claim_use`` says which kind of claim it usually stands on."""

    code: str
    label: str
    group: str
    laterality: str
    seventh: tuple[str, ...]
    excludes1: tuple[str, ...]
    claim_use: str
    note: str
    source: str

    @property
    def bare(self) -> str:
        """The code without its dot."""
        return code_of.compact(self.code)

    @property
    def stem(self) -> str:
        """The code before padding and seventh character; the code itself when it takes none."""
        return self.bare[: _SEVENTH - 1].rstrip(code_of.PLACEHOLDER) if self.seventh else self.bare


@cache
def dental_diagnoses() -> dict[str, DentalDiagnosis]:
    """Every row by its dotted code."""
    return {cells["code"]: _row(cells) for cells in rows("icd10_dental.csv")}


def dental_diagnosis(code: str) -> DentalDiagnosis | None:
    """The row of a code; ``None`` when the table lacks it.

    >>> dental_diagnosis("M26.621").label
    'TMJ pain, right'
    """
    return dental_diagnoses().get(code)


def seed_release() -> Release:
    """The release of the subset, which says in its name that it is one."""
    release, count = shipped_release("icd10cm"), len(dental_diagnoses())
    name = f"{release.name} (dental subset of {count} codes; `claimwright setup` compiles the full list)"
    return release.model_copy(update={"name": name, "codes": count})


def seed_connection() -> sqlite3.Connection:
    """The subset in memory, in the tables of the compiled list."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    for statement in SCHEMA:
        connection.execute(statement)
    listed = dental_diagnoses().values()
    connection.executemany("INSERT OR IGNORE INTO node VALUES (?,?,?,?,?,?,?)", _nodes(list(listed)))
    for row in listed:
        connection.executemany("INSERT OR IGNORE INTO seventh VALUES (?,?,?)", _sevenths(row))
        connection.executemany("INSERT INTO excludes1 VALUES (?,?,?,?,?)", _excludes(row))
    return connection


def _nodes(listed: list[DentalDiagnosis]) -> Iterator[tuple[object, ...]]:
    """The codes, those with a seventh character as the stem that takes it, then the parents their digits imply."""
    for row in listed:
        stem, label = row.stem, row.label.split(_FIRST_CARE)[0]
        yield (stem, label, _parent(stem), 1, stem if row.seventh else None, row.laterality or None, 0)
    for row in listed:
        parent = _parent(row.stem)
        while parent is not None:
            yield (parent, f"codes under {code_of.validate(parent)}", _parent(parent), 0, None, None, 0)
            parent = _parent(parent)


def _parent(bare: str) -> str | None:
    return bare[:-1] if len(bare) > _CATEGORY else None


def _sevenths(row: DentalDiagnosis) -> Iterator[tuple[str, str, str]]:
    meanings = _FRACTURE if "B" in row.seventh else _ENCOUNTERS
    yield from ((row.stem, character, meanings[character]) for character in row.seventh)


def _excludes(row: DentalDiagnosis) -> Iterator[tuple[str, str, str, str, str]]:
    for note in row.excludes1:
        yield from ((row.stem, low, high, seventh, note) for low, high, seventh in spans(note))


def _row(cells: dict[str, str]) -> DentalDiagnosis:
    return DentalDiagnosis(
        code=cells["code"],
        label=cells["label"],
        group=cells["group"],
        laterality=cells["laterality"],
        seventh=words(cells["seventh"]),
        excludes1=words(cells["excludes1"]),
        claim_use=cells["claim_use"],
        note=cells["note"],
        source=cells["source"],
    )
