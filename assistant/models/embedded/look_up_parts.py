"""What look-ups of codes, of teeth, of diagnoses by words and of pairs of procedures contribute."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.artifacts import (
    CodeLookedUp,
    DiagnosesFound,
    PairChecked,
    ReplyStatement,
    TeethLookedUp,
    ToothTold,
)
from assistant.domain.code_report import CodeReading
from assistant.models.embedded.parts import Part, lowered, say, sentence
from assistant.tables.explain.report import system_name

#: How the table leads what payers ask to see.
_ASKED = "Payers ask to see: "
#: Up to so many teeth are told one by one with every number that they have.
_MOST_TEETH_IN_FULL = 4


def teeth_part(found: TeethLookedUp) -> Part:
    """The numbers, names and areas of teeth."""
    if not found.teeth:
        return Part("nothing", (say("code_unknown", found.key, text=sentence(found.problem)),))
    if len(found.teeth) <= _MOST_TEETH_IN_FULL:
        return Part("answer", tuple(_tooth(found.key, each) for each in found.teeth))
    places: dict[str, list[str]] = {}
    for each in found.teeth:
        places.setdefault(f"{each.area_name} (area {each.area})", []).append(each.universal)
    told = [f"{', '.join(numbers)} {place}" for place, numbers in places.items()]
    return Part("answer", (say("teeth_are", found.key, text=f"Universal numbers, {found.asked}", details=told),))


def _tooth(key: str, each: ToothTold) -> ReplyStatement:
    other = [f"{name} {number}" for name, number in (("ISO", each.iso), ("Palmer", each.palmer)) if number]
    details = [each.name, f"{each.area_name}, area {each.area}", *other]
    return say("teeth_are", key, text=f"Tooth {each.universal}", details=details)


def diagnoses_part(found: DiagnosesFound) -> Part:
    """The codes for a condition, with whose the diagnosis is."""
    if not found.codes:
        return Part("nothing")
    named = [f"{each.code} ({each.label})" for each in found.codes]
    return Part("caveat", (say("diagnoses_are", found.key, details=named), say("diagnosis_whose")))


def pair_part(found: PairChecked) -> Part:
    """Whether a rule keeps two procedures of one day apart."""
    slots: dict[str, object] = {
        "higher": found.first_label or found.first,
        "lower": found.second_label or found.second,
    }
    if not found.rules:
        return Part("caveat", (say("pair_free", found.key, **slots),))
    statements = [
        say("pair_rule", found.key, reason=rule.reach, method=rule.basis, statement=_capital(rule.advice), **slots)
        for rule in found.rules[:2]
    ]
    return Part("caveat", tuple(statements))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


def code_part(found: CodeLookedUp) -> Part:
    """What a code is, what a line with it needs, and its lower alternative."""
    report = found.report
    if not report.readings:
        near = ", ".join(f"{each.code} ({each.label})" if each.label else each.code for each in report.near[:3])
        text = sentence(report.message or f"{report.text} is no code") + (f" Near: {near}." if near else "")
        return Part("caveat" if near else "nothing", (say("code_unknown", found.key, text=text),))
    statements = [statement for reading in report.readings[:2] for statement in _reading(found.key, reading)]
    return Part("answer" if report.status == "known" else "caveat", tuple(statements))


def _reading(key: str, reading: CodeReading) -> list[ReplyStatement]:
    label = reading.label or "not in the loaded table"
    validity = sentence(reading.validity) if reading.validity else ""
    said = [
        say("code_is", key, system=system_name(reading), code=reading.code, label=label.rstrip("."), validity=validity)
    ]
    if reading.needs:
        said.append(say("code_needs", key, code=reading.code, details=_needs(reading.needs[:4])))
    for lower in reading.alternatives[:1]:
        slots = {
            "higher": lower.higher,
            "lower": lower.lower,
            "lower_label": lower.lower_label,
            "fact": lower.fact.rstrip("."),
            "record": lower.record,
        }
        said.append(say("code_lower", key, **slots))
    said += [say("code_note", key, text=sentence(note)) for note in reading.notes[:1]]
    if reading.near and not reading.known:
        near = ", ".join(f"{each.code} ({each.label})" if each.label else each.code for each in reading.near[:3])
        said.append(say("code_note", key, text=f"Near: {near}."))
    return said


def _needs(needs: Sequence[str]) -> list[str]:
    """What a line needs, the papers that payers ask to see told once."""
    shown = [need.removeprefix(_ASKED).rstrip(". ") for need in needs if need.startswith(_ASKED)]
    rest = lowered([need for need in needs if not need.startswith(_ASKED)])
    return [*rest, f"payers ask to see {'; '.join(shown)}"] if shown else rest
