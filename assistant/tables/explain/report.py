"""*What is this code?*: every reading of a text, from the loaded tables."""

from __future__ import annotations

from datetime import date

from assistant.codes import carc, cdt
from assistant.codes.clean import bare
from assistant.codes.system import recognise_system
from assistant.domain.code_report import CodeReading, CodeReport, NearCode
from assistant.domain.codes import Code
from assistant.domain.errors import CodeError
from assistant.tables.explain.claim_parts import explain_modifier, explain_npi, explain_place, explain_taxonomy
from assistant.tables.explain.diagnosis import explain_diagnosis
from assistant.tables.explain.medical import explain_medical
from assistant.tables.explain.procedure import explain_procedure
from assistant.tables.explain.remittance import explain_group, explain_reason
from assistant.tables.explain.spelling import near_procedures
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported

_NAMES = {
    "cdt": "CDT",
    "cpt": "CPT",
    "hcpcs": "HCPCS",
    "icd10cm": "ICD-10-CM",
    "modifier": "modifier",
    "pos": "place of service",
    "carc": "CARC",
    "rarc": "RARC",
    "npi": "NPI",
    "taxonomy": "taxonomy",
    "group": "group code",
}


def system_name(reading: CodeReading) -> str:
    """How to show the system of a reading."""
    return _NAMES[reading.system]


def explain(text: str, on: date | None, icd: Icd10cm, imported: Imported | None = None) -> CodeReport:
    """Every reading of ``text`` as of a day; nothing is guessed when two readings fit.

    Readings that a loaded table knows are shown; where there is one, the readings that no table holds are only
    named. Text that has the form of no code gets near misses by spelling.
    """
    readings = [_explained(code, on, icd, imported) for code in recognise_system(text)]
    group = explain_group(_group(text))
    if group is not None:
        readings.append(group)
    known = [reading for reading in readings if reading.known]
    others = [reading for reading in readings if not reading.known and not _denied(reading, icd.on(on), len(readings))]
    if not readings:
        return _unreadable(text, on, icd)
    shown = known or others
    return CodeReport(
        text=text,
        on=on,
        status="known" if known else "well_formed",
        readings=tuple(shown),
        also=tuple(f"{system_name(each)} {each.code}" for each in others) if known else (),
        near=() if known or any(each.near for each in shown if each.system != "icd10cm") else _other_systems(text),
        message=_ambiguity(shown),
    )


def _explained(code: Code, on: date | None, icd: Icd10cm, imported: Imported | None) -> CodeReading:
    match code.system:
        case "cdt":
            return explain_procedure(code.value, on, imported)
        case "cpt" | "hcpcs":
            return explain_medical(code.system, code.value, on, imported)
        case "icd10cm":
            return explain_diagnosis(code.value, on, icd)
        case "carc" | "rarc":
            return explain_reason(code.system, code.value)
        case "modifier":
            return explain_modifier(code.value)
        case "pos":
            return explain_place(code.value)
        case "npi":
            return explain_npi(code.value)
        case "taxonomy":
            return explain_taxonomy(code.value)


def _other_systems(text: str) -> tuple[NearCode, ...]:
    """Procedures spelled like an unknown code: D274 has the form of a diagnosis and may be a cut-off D2740."""
    return () if "." in text else near_procedures(text)


def _denied(reading: CodeReading, icd: Icd10cm, readings: int) -> bool:
    """Whether a complete table lacks this reading while others remain."""
    return readings > 1 and reading.system == "icd10cm" and icd.release.complete


def _group(text: str) -> str:
    """The group code that the text is or starts with."""
    try:
        return carc.with_group(text).group or ""
    except CodeError:
        return bare(text)


def _ambiguity(shown: list[CodeReading]) -> str:
    systems = list(dict.fromkeys(system_name(reading) for reading in shown if reading.system != "group"))
    if len(systems) < 2:
        return ""
    return f"Can be read as {', '.join(systems[:-1])} or {systems[-1]}; the field it stands in decides."


def _unreadable(text: str, on: date | None, icd: Icd10cm) -> CodeReport:
    digits = bare(text)
    if len(digits) == 4 and digits.isascii() and digits.isdigit():
        dental = cdt.from_digits(digits)
        near: tuple[NearCode, ...] = (
            NearCode(system="cdt", code=dental, label=explain_procedure(dental, on, None).label),
        )
        message = f"{text!r} is four digits. A dental code is written with its D: {dental}."
    else:
        near = _spelled_like(text, on, icd)
        message = f"{text!r} has the form of no code."
    return CodeReport(text=text, on=on, status="unreadable", near=near, message=message)


def _spelled_like(text: str, on: date | None, icd: Icd10cm) -> tuple[NearCode, ...]:
    """Near misses of a text whose system is not known; a dot tells that a diagnosis was meant."""
    procedures = () if "." in text else near_procedures(text)
    diagnoses = (NearCode(system="icd10cm", code=each.code, label=each.label) for each in icd.on(on).near(text))
    return procedures or tuple(diagnoses)
