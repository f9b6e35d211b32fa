"""ICD-10-CM codes, with or without their dot.

Without a dot ``K0263`` and ``N182`` look like other codes, so they are taken for diagnoses only after a word that
says so, in the chapters that dentistry uses, or when the filler X shows what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.codes import icd10cm
from assistant.domain.fact import Mention
from assistant.recognise.scan import GAP, clause_before, mention, pattern

_DOTTED = r"(?<![0-9A-Za-z.$#-])[A-Z][0-9][0-9A-B]\.[0-9X][0-9A-Z]{0,3}(?![0-9A-Za-z])"
_UNDOTTED = r"(?<![0-9A-Za-z.$#-])[A-Z][0-9][0-9A-B][0-9X]{0,4}[A-Z]?(?![0-9A-Za-z]|[.][0-9])"
_CUE = (
    rf"\b(?:icd(?:-?10)?(?:-?cm)?|dx|diag|diagnos[ei]s|diagnostic){GAP}(?:codes?|pointers?)?{GAP}"
    rf"(?:of|is|was|are|:|=|#)?[:\s]{{0,3}}(?:[A-Z][0-9][0-9A-Z.]{{1,6}}(?:{GAP}(?:,|/|&|-|and|or|"
    rf"to)){{1,2}}{GAP}){{0,11}}$"
)
#: Categories that dental and oral claims use, read without a dot and without a cue.
_ORAL = re.compile(r"K0[0-689]|K1[1-4]|M26|M27|G47")
_FILLED = re.compile(r"[A-Z][0-9][0-9A-B][0-9X]{3}[A-Z]")
_SHORTEST_UNCUED = 5


def find(text: str) -> tuple[Mention, ...]:
    """Every diagnosis code; the value carries its dot."""
    return tuple(_all(text))


def cued(text: str, start: int) -> bool:
    """Whether the words before ``start`` announce a diagnosis code."""
    return bool(pattern(_CUE).search(clause_before(text, start, 90)))


def _all(text: str) -> Iterator[Mention]:
    for match in pattern(_DOTTED).finditer(text):
        if icd10cm.is_valid(match[0]):
            yield _code(text, match)
    for match in pattern(_UNDOTTED).finditer(text):
        if icd10cm.is_valid(match[0]) and (_evident(match[0].upper()) or cued(text, match.start())):
            yield _code(text, match)


def _code(text: str, match: re.Match[str]) -> Mention:
    return mention("code", icd10cm.validate(match[0]), text, match.start(), match.end(), "icd10cm")


def _evident(code: str) -> bool:
    if _FILLED.fullmatch(code) and (code[3:6].endswith("X") or "X" in code[3:6]):
        return True
    return len(code) >= _SHORTEST_UNCUED and bool(_ORAL.match(code))
