"""What the codes of a question mean in words, so that nearness of meaning has something to hold on to."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.tables.denials import carc, rarc
from assistant.tables.icd10_dental import dental_diagnosis
from assistant.tables.medical_procedures import medical_procedure
from assistant.tables.procedures import procedure

_REASON = "carc"


def words_of(codes: Iterable[str]) -> list[str]:
    """The short labels of codes in compact lower case, as far as the tables hold them.

    >>> words_of(["d2740", "carc29", "d9999x"])
    ['Ceramic crown', 'denial: Filed too late']
    """
    return [label for code in codes if (label := _label(code))]


def _label(code: str) -> str:
    if code.startswith(_REASON):
        found = carc(code.removeprefix(_REASON))
        return f"denial: {found.meaning}" if found else ""
    written = code.upper()
    if remark := rarc(written):
        return f"denial: {remark.meaning}"
    known = procedure(written) or medical_procedure(written) or dental_diagnosis(_dotted(written))
    return known.label if known else ""


def _dotted(code: str) -> str:
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code
