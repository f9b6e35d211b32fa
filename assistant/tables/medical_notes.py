"""How dental practices use a CPT or HCPCS code: what for, which papers, which mistake to avoid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assistant.tables.source import rows, words


@dataclass(frozen=True, slots=True)
class MedicalNote:
    """Notes on one code; ``unit`` is a count or side as payers ask for it, ``papers`` what to attach."""

    code: str
    use: str
    unit: str
    papers: tuple[str, ...]
    pitfall: str
    confidence: str
    source: str


@cache
def medical_notes() -> dict[str, MedicalNote]:
    """Every note by code."""
    return {
        cells["code"]: MedicalNote(
            code=cells["code"],
            use=cells["use"],
            unit=cells["unit"],
            papers=words(cells["papers"]),
            pitfall=cells["pitfall"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("medical_notes.csv")
    }


def medical_note(code: str) -> MedicalNote | None:
    """The notes on a code; ``None`` when there are none.

    >>> medical_note("21085").use
    'orthognathic/jaw surgery splint'
    """
    return medical_notes().get(code)
