"""What each reason and remark code asks for first, and the words that stand for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from assistant.domain.denial import DenialCategory, RootCause
from assistant.domain.draft import DraftAction
from assistant.tables.source import rows, words

#: Whether an appeal is open: ``fix_first`` means that a corrected claim or records come before it.
Appeal = Literal["yes", "no", "fix_first", "conditional", "unknown"]

#: Who may be billed when the group code is silent: ``group`` means that only the group code says.
BillPatient = Literal["yes", "no", "not_yet", "waiver", "group"]

#: ``generic``: the remark code says what exactly; ``informs``: rights and estimates, never the reason.
Role = Literal["decides", "generic", "informs"]


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One CARC or RARC: its own short meaning and the first move.

    ``action_pr`` and ``action_co`` replace ``action`` under those groups; ``groups`` lists
    the only groups that the code goes with, empty for any.
    """

    system: Literal["carc", "rarc"]
    code: str
    meaning: str
    category: DenialCategory
    action: DraftAction
    action_pr: DraftAction | None
    action_co: DraftAction | None
    role: Role
    appeal: Appeal
    bill_patient: BillPatient
    root_cause: RootCause
    needs_rarc: bool
    groups: tuple[str, ...]
    obtain: tuple[str, ...]
    note: str
    confidence: str
    source: str

    @property
    def key(self) -> str:
        """The row's name in answers, such as ``CARC 50``."""
        return f"{self.system.upper()} {self.code}"


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """What a category of denials means to staff and to the patient, and its usual course.

    ``patient_owes`` replaces ``patient_meaning`` where the patient bears the amount.
    """

    category: DenialCategory
    label: str
    meaning: str
    patient_meaning: str
    patient_owes: str
    action: DraftAction
    appeal: Appeal
    root_cause: RootCause
    obtain: tuple[str, ...]
    goes_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """Words of a letter that stand for a category; a higher ``weight`` is more telling."""

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    category: DenialCategory
    action: DraftAction | None
    weight: int
    obtain: tuple[str, ...]


@cache
def reason_rows() -> dict[tuple[str, str], ReasonRow]:
    """Every code of the table by (system, code); the table is a part of the published lists."""
    return {(row.system, row.code): row for row in map(_reason, rows("denial_actions.csv"))}


def reason(system: Literal["carc", "rarc"], code: str) -> ReasonRow | None:
    """The row of a canonical code, or ``None`` when the table lacks it."""
    return reason_rows().get((system, code))


@cache
def categories() -> dict[str, CategoryRow]:
    """Every category by name."""
    return {row.category: row for row in map(_category, rows("denial_categories.csv"))}


@cache
def phrases() -> tuple[PhraseRow, ...]:
    """Every phrase, in table order."""
    return tuple(map(_phrase, rows("denial_phrases.csv")))


def _reason(cells: dict[str, str]) -> ReasonRow:
    return ReasonRow(
        system=cast(Literal["carc", "rarc"], cells["system"].lower()),
        code=cells["code"],
        meaning=cells["meaning"],
        category=cast(DenialCategory, cells["category"]),
        action=cast(DraftAction, cells["action"]),
        action_pr=cast(DraftAction | None, cells["action_pr"] or None),
        action_co=cast(DraftAction | None, cells["action_co"] or None),
        role=cast(Role, cells["role"]),
        appeal=cast(Appeal, cells["appeal"]),
        bill_patient=cast(BillPatient, cells["bill_patient"]),
        root_cause=cast(RootCause, cells["root_cause"]),
        needs_rarc=cells["needs_rarc"] == "yes",
        groups=words(cells["groups"]),
        obtain=words(cells["obtain"]),
        note=cells["note"],
        confidence=cells["confidence"],
        source=cells["source"],
    )


def _category(cells: dict[str, str]) -> CategoryRow:
    return CategoryRow(
        category=cast(DenialCategory, cells["category"]),
        label=cells["label"],
        meaning=cells["meaning"],
        patient_meaning=cells["patient_meaning"],
        patient_owes=cells["patient_owes"],
        action=cast(DraftAction, cells["action"]),
        appeal=cast(Appeal, cells["appeal"]),
        root_cause=cast(RootCause, cells["root_cause"]),
        obtain=words(cells["obtain"]),
        goes_with=words(cells["goes_with"]),
    )


def _phrase(cells: dict[str, str]) -> PhraseRow:
    return PhraseRow(
        id=cells["id"],
        pattern=re.compile(cells["pattern"], re.IGNORECASE),
        unless=re.compile(cells["unless"], re.IGNORECASE) if cells["unless"] else None,
        category=cast(DenialCategory, cells["category"]),
        action=cast(DraftAction | None, cells["action"] or None),
        weight=int(cells["weight"]),
        obtain=words(cells["obtain"]),
    )
