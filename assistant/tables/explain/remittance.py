"""Reason, remark and group codes explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from assistant.domain.code_report import CodeReading
from assistant.tables.denials import GroupCode, group
from assistant.tables.explain.spelling import near_reasons
from assistant.tables.explain.validity import not_loaded
from assistant.tables.misquoted import misquotation
from assistant.tables.reasons import ReasonRow, reason
from assistant.tables.releases import shipped_release

_APPEAL = {
    "yes": "Open to appeal.",
    "no": "Not a matter for appeal.",
    "fix_first": "Correct or complete the claim first; an appeal comes after.",
    "conditional": "Open to appeal only when the payer is wrong about the fact.",
    "unknown": "Whether an appeal is open is not known.",
}
_BILL = {
    "yes": "The patient may be billed.",
    "no": "The patient may not be billed.",
    "not_yet": "The patient may not be billed until it is resolved.",
    "waiver": "The patient may be billed only with a signed waiver.",
    "group": "The group code says who bears it.",
    "depends": "Whether the patient may be billed depends on the reason code.",
    "unknown": "Whether the patient may be billed is not known.",
}


def explain_reason(system: Literal["carc", "rarc"], code: str) -> CodeReading:
    """The reading of a CARC or RARC; ``code`` is canonical."""
    row = reason(system, code)
    release = shipped_release("denial_reasons")
    wrong = misquotation(system, code)
    return CodeReading(
        system=system,
        code=code,
        label=row.meaning if row else "",
        known=row is not None,
        validity="In the loaded list." if row else not_loaded(release.name).sentence,
        release=release.name,
        notes=(*(_course(row) if row else ()), *((wrong.sentence,) if wrong else ())),
        near=() if row else near_reasons(code, system),
        source=row.source if row else release.source,
    )


def explain_group(code: str) -> CodeReading | None:
    """The reading of a group code; ``None`` when it is none."""
    row = group(code)
    if row is None:
        return None
    return CodeReading(
        system="group",
        code=row.code,
        label=row.meaning,
        known=True,
        validity="A group code of remittances.",
        release=shipped_release("group_codes").name,
        notes=tuple(_group_notes(row)),
        source=row.source,
    )


def _course(row: ReasonRow) -> Iterator[str]:
    yield f"Category: {row.category.replace('_', ' ')}; first move: {row.action.replace('_', ' ')}."
    yield _APPEAL[row.appeal]
    yield _BILL[row.bill_patient]
    if row.obtain:
        yield f"Get: {'; '.join(row.obtain)}."
    if row.needs_rarc:
        yield "Comes with a remark code that says what exactly."
    if row.groups:
        yield f"Goes only with group {' or '.join(row.groups)}."
    if row.note:
        yield f"{row.note}."


def _group_notes(row: GroupCode) -> Iterator[str]:
    yield f"{row.first_action}."
    yield _BILL[row.bill_patient]
    if row.note:
        yield f"{row.note}."
