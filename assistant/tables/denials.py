"""The codes of a remittance: who bears an amount (group), why (CARC) and what exactly (RARC).

The reason and remark codes stand in one table, see ``assistant.tables.reasons``; a code that it lacks is not in
the loaded table, never invalid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from assistant.tables.reasons import ReasonRow, reason
from assistant.tables.source import rows

BillPatient = Literal["yes", "no", "depends", "unknown"]


@dataclass(frozen=True, slots=True)
class GroupCode:
    """One group code: who bears the amount and whether the patient may be billed for it."""

    code: str
    meaning: str
    first_action: str
    bill_patient: BillPatient
    note: str
    confidence: str
    source: str


@cache
def groups() -> dict[str, GroupCode]:
    """The five group codes by code."""
    return {
        cells["code"]: GroupCode(
            code=cells["code"],
            meaning=cells["meaning"],
            first_action=cells["first_action"],
            bill_patient=cast(BillPatient, cells["bill_patient"]),
            note=cells["note"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("group_codes.csv")
    }


def group(code: str) -> GroupCode | None:
    """The group code; ``None`` when there is none such.

    >>> group("PR").bill_patient
    'yes'
    """
    return groups().get(code)


def carc(code: str) -> ReasonRow | None:
    """The reason code in canonical form; ``None`` when it is not in the loaded table.

    >>> carc("50").category
    'medical_necessity'
    """
    return reason("carc", code)


def rarc(code: str) -> ReasonRow | None:
    """The remark code in canonical form; ``None`` when it is not in the loaded table.

    >>> rarc("N362").meaning
    'Units above maximum'
    """
    return reason("rarc", code)
