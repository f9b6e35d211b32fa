"""A diagnosis explained: billable or not, seventh character, side, what it may not stand beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.code_report import CodeReading, NearCode
from assistant.tables.explain.validity import Validity
from assistant.tables.icd10_dental import dental_diagnosis
from assistant.tables.icd10cm import Diagnosis, Icd10cm
from assistant.tables.misquoted import misquotation

_SHOWN = 6


def explain_diagnosis(code: str, on: date | None, icd: Icd10cm) -> CodeReading:
    """The reading of an ICD-10-CM code; ``code`` carries its dot. ``icd`` is asked for the release of the day."""
    loaded = icd.on(on)
    found = loaded.get(code)
    validity = _validity(code, on, loaded)
    return CodeReading(
        system="icd10cm",
        code=found.code if found else code,
        label=found.label if found else "",
        known=found is not None,
        in_force=validity.in_force,
        validity=validity.sentence,
        effective_from=loaded.release.effective_from,
        effective_through=loaded.release.effective_through,
        release=loaded.release.name,
        needs=tuple(_needs(found, loaded)) if found else (),
        notes=tuple(_notes(code, on, loaded, found)),
        near=_near(code, loaded) if found is None or not found.billable else (),
        source=loaded.release.source,
    )


def _validity(code: str, on: date | None, icd: Icd10cm) -> Validity:
    release, standing = icd.release, icd.standing(code)
    within = on is None or release.in_year(on)
    if standing == "absent":
        if not release.complete:
            return Validity(None, f"Not in the loaded table ({release.name}), which says nothing against it.")
        return Validity(False if within else None, f"Not a code of {release.name}.")
    if standing == "billable":
        return Validity(True if within else None, f"Billable in {release.name}.")
    lacks = "a seventh character" if standing == "needs_seventh" else "more characters"
    return Validity(False, f"Not billable: needs {lacks} ({release.name}).")


def _needs(found: Diagnosis, icd: Icd10cm) -> Iterator[str]:
    characters = icd.seventh_characters(found.code)
    if characters and not found.billable:
        yield "A seventh character: " + "; ".join(f"{char} {meaning}" for char, meaning in characters[:_SHOWN]) + "."
    elif characters:
        yield f"Seventh characters of this code: {', '.join(char for char, _ in characters)}."
    if found.laterality == "unspecified":
        yield "Names no side; medical payers ask for right, left or both."
    elif found.laterality:
        yield f"Side: {found.laterality}."
    if found.code_first:
        yield "The underlying condition is coded first."


def _notes(code: str, on: date | None, icd: Icd10cm, found: Diagnosis | None) -> Iterator[str]:
    caveat = icd.release.caveat(on)
    if caveat:
        yield f"{caveat[0].upper()}{caveat[1:]}."
    wrong = misquotation("icd10cm", code)
    if wrong is not None:
        yield wrong.sentence
    if found is None:
        return
    dental = dental_diagnosis(found.code)
    if dental is not None:
        yield f"In a dental practice: {dental.label}; {dental.claim_use} claims."
        if dental.note:
            yield dental.note
    exclusions = icd.exclusions(found.code)
    if exclusions:
        shown = "; ".join(note for _, note in exclusions[:_SHOWN])
        more = f" and {len(exclusions) - _SHOWN} more" if len(exclusions) > _SHOWN else ""
        yield f"Excludes1, not on one claim unless unrelated: {shown}{more}."


def _near(code: str, icd: Icd10cm) -> tuple[NearCode, ...]:
    wrong = misquotation("icd10cm", code)
    meant = [icd.get(each) for each in wrong.instead] if wrong else []
    found = [each for each in meant if each is not None] or list(icd.near(code))
    return tuple(NearCode(system="icd10cm", code=each.code, label=each.label) for each in found)
