"""A CPT or HCPCS code explained, as dental practices use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from assistant.codes import cpt
from assistant.domain.code_report import CodeReading
from assistant.tables.alternatives import lower_than
from assistant.tables.explain.spelling import near_procedures
from assistant.tables.explain.validity import Validity, judged, not_loaded
from assistant.tables.imported import Imported, ListedCode
from assistant.tables.medical_notes import medical_note
from assistant.tables.medical_procedures import MedicalProcedure, medical_procedure
from assistant.tables.misquoted import misquotation
from assistant.tables.releases import shipped_release

_CATEGORIES = {"II": "CPT category II, a performance measure.", "III": "CPT category III, a new technology."}


def explain_medical(
    system: Literal["cpt", "hcpcs"], code: str, on: date | None, imported: Imported | None
) -> CodeReading:
    """The reading of a CPT or HCPCS code; ``code`` is canonical."""
    found, listed = medical_procedure(code), imported.code(system, code) if imported else None
    shipped = shipped_release("medical_procedures")
    validity = _validity(found, listed, on)
    return CodeReading(
        system=system,
        code=code,
        label=(listed.label if listed else "") or (found.label if found else ""),
        known=found is not None or listed is not None,
        in_force=validity.in_force,
        validity=validity.sentence,
        effective_from=found.period.effective_from if found else None,
        effective_through=found.period.effective_through if found else None,
        release=(listed.release if listed else shipped).name,
        needs=tuple(_needs(system, code, found)),
        notes=tuple(_notes(system, code, imported)),
        alternatives=lower_than(code),
        near=() if found or listed else near_procedures(code, (system,)),
        source=found.source if found else listed.release.source if listed else shipped.source,
    )


def _validity(found: MedicalProcedure | None, listed: ListedCode | None, on: date | None) -> Validity:
    if listed is not None:
        return judged(listed.period, on, known_to=listed.release.effective_through)
    shipped = shipped_release("medical_procedures")
    if found is None:
        return not_loaded(shipped.name)
    return judged(found.period, on, inferred=found.end_basis == "inferred", known_to=shipped.effective_through)


def _needs(system: str, code: str, found: MedicalProcedure | None) -> Iterator[str]:
    if system == "cpt" and cpt.category(code) in _CATEGORIES:
        yield _CATEGORIES[cpt.category(code)]
    if found is not None:
        if found.sides == "one":
            yield "A side: RT, LT or 50."
        if found.is_unlisted:
            yield "An unlisted code: a narrative and a comparable code with its fee."
        if found.minutes_min is not None:
            yield f"By time: at least {found.minutes_min} minutes in all on the date."
        if found.add_on_to:
            yield f"Only with {' or '.join(found.add_on_to)}."
    note = medical_note(code)
    if note is not None:
        yield from (f"Payers ask to see: {paper}." for paper in note.papers)


def _notes(system: str, code: str, imported: Imported | None) -> Iterator[str]:
    note = medical_note(code)
    if note is not None:
        if note.use:
            yield f"In a dental practice: {note.use}."
        if note.unit:
            yield f"Units: {note.unit}."
        if note.pitfall:
            yield f"Caution: {note.pitfall}."
    wrong = misquotation(system, code)
    if wrong is not None:
        yield wrong.sentence
    limit = imported.unit_limit(code) if imported else None
    if limit is not None:
        yield f"At most {limit.units} units a day (medically unlikely edit, indicator {limit.indicator})."
