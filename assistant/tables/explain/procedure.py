"""A dental procedure explained: what a line with it must carry, and the code below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.codes import area as area_of
from assistant.codes import cdt
from assistant.domain.code_report import CodeReading
from assistant.tables.alternatives import lower_than
from assistant.tables.attachments import kinds, needs_for
from assistant.tables.explain.spelling import near_procedures
from assistant.tables.explain.validity import Validity, judged, not_loaded
from assistant.tables.frequency import TypicalLimit, limits_for
from assistant.tables.imported import Imported, ListedCode
from assistant.tables.misquoted import misquotation
from assistant.tables.procedures import LAST_KNOWN_DAY, Procedure, label, procedure
from assistant.tables.releases import shipped_release

_NO_SITE = "No tooth, surface or area."


def explain_procedure(code: str, on: date | None, imported: Imported | None) -> CodeReading:
    """The reading of a CDT code; ``code`` is canonical."""
    found, listed = procedure(code), imported.code("cdt", code) if imported else None
    if found is None:
        return _unlisted(code, on, listed, imported)
    validity = _validity(found, on)
    return CodeReading(
        system="cdt",
        code=code,
        label=listed.label if listed and listed.label else found.label,
        known=True,
        in_force=validity.in_force,
        validity=validity.sentence,
        effective_from=found.period.effective_from,
        effective_through=found.period.effective_through,
        release=listed.release.name if listed else shipped_release("procedures").name,
        needs=tuple(_needs(found)),
        notes=tuple(_notes(found, on)),
        alternatives=lower_than(code),
        source=found.source,
    )


def _unlisted(code: str, on: date | None, listed: ListedCode | None, imported: Imported | None) -> CodeReading:
    release = imported.release("cdt") if imported else None
    if listed is not None:
        validity = judged(listed.period, on, known_to=listed.release.effective_through)
    elif release is not None and on is not None and release.period.contains(on):
        validity = Validity(None, f"Well formed; not on the practice's own list ({release.name}). Check the code.")
    else:
        validity = not_loaded(shipped_release("procedures").name)
    return CodeReading(
        system="cdt",
        code=code,
        label=listed.label if listed else "",
        known=listed is not None,
        in_force=validity.in_force,
        validity=validity.sentence,
        release=(listed.release if listed else shipped_release("procedures")).name,
        needs=() if listed else (f"By its digits: {cdt.category(code)}.",),
        near=() if listed else near_procedures(code, ("cdt",)),
        source=listed.release.source if listed else shipped_release("procedures").source,
    )


def _validity(found: Procedure, on: date | None) -> Validity:
    ended = found.period.effective_through is not None and on is not None and on > found.period.effective_through
    inferred = (found.end_basis if ended else found.start_basis) == "inferred"
    return judged(found.period, on, inferred=inferred, known_to=LAST_KNOWN_DAY)


def _needs(found: Procedure) -> Iterator[str]:
    yield from (sentence for sentence in (_tooth(found), _surfaces(found), _area(found)) if sentence)
    if found.tooth == found.area == "none" and not found.takes_surfaces:
        yield _NO_SITE
    yield from (sentence for sentence in (_age(found), _units(found)) if sentence)
    if found.add_on_to:
        yield f"Only with {' or '.join(label(subject) for subject in found.add_on_to)}."
    for need in needs_for(found.code, "dental"):
        names = " or ".join(kinds()[name].label for name in need.any_of if name in kinds())
        yield f"Payers ask to see: {names}."


def _tooth(found: Procedure) -> str:
    if found.tooth == "none":
        return ""
    words = "A tooth number" if found.tooth == "required" else "A tooth number where the payer asks"
    if found.teeth_max is None or found.teeth_max > 1:
        words += f", up to {found.teeth_max} teeth" if found.teeth_max else ", one or more teeth"
    kind = " ".join(part for part in (found.dentition, found.scope) if part)
    if kind:
        custom = "usual" in (found.scope_basis, found.dentition_basis)
        words += f"; {kind} teeth" + (" (custom of payers)" if custom else " only")
    return f"{words}."


def _surfaces(found: Procedure) -> str:
    low, high = found.surfaces_min, found.surfaces_max
    if not high:
        return ""
    if not low:
        return f"Surfaces where the payer asks, up to {high}."
    count = f"{low}" if low == high else f"{low} to {high}"
    return f"Surfaces: {count} letter{'s' if high > 1 else ''} of M O I D B F L."


def _area(found: Procedure) -> str:
    if found.area == "none":
        return f"The code itself means the {found.arch} arch; no area." if found.arch else ""
    names = ", ".join(f"{code} {area_of.name(code)}" for code in found.areas)
    lead = "An area of the oral cavity" if found.area == "required" else "An area where the payer asks"
    return f"{lead}: {names}." if names else f"{lead}."


def _age(found: Procedure) -> str:
    if found.age_min is None and found.age_max is None:
        return ""
    years = " ".join(
        part
        for part in (
            f"from {found.age_min}" if found.age_min is not None else "",
            f"to {found.age_max}" if found.age_max is not None else "",
        )
        if part
    )
    return f"Age {years} years" + (" (custom of plans)." if found.age_basis == "usual" else ".")


def _units(found: Procedure) -> str:
    return {
        "first_quarter_hour": "One unit: the first 15 minutes.",
        "quarter_hour": "One unit for each further 15 minutes.",
        "many": "Units count.",
    }.get(found.units, "")


def _notes(found: Procedure, on: date | None) -> Iterator[str]:
    if found.replaced_by:
        yield f"Replaced by {', '.join(label(code) for code in found.replaced_by)}."
    for limit in limits_for(found.code):
        yield _typical(limit)
    wrong = misquotation("cdt", found.code)
    if wrong is not None:
        yield wrong.sentence
    if not found.sure:
        yield f"Its tooth and area facts are of {found.confidence} confidence; check the licensed code set."
    if on is not None and on > LAST_KNOWN_DAY:
        yield f"The loaded edition ends with {LAST_KNOWN_DAY}."


def _typical(limit: TypicalLimit) -> str:
    window = (
        "lifetime"
        if limit.window is None
        else limit.unit.replace("_", " ")
        if limit.window == 1
        else f"{limit.window} {limit.unit.replace('_', ' ')}s"
    )
    if limit.kind == "wait_after":
        after = " or ".join(label(subject) for subject in limit.after)
        return f"Typical: not paid within {window} after {after}. The plan decides."
    low, high = sorted((limit.count, limit.count_high))
    times = f"{low}" if low == high else f"{low} to {high}"
    return f"Typical limit: {times} per {window}, per {limit.per}. The plan decides."
