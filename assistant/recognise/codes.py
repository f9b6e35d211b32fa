"""Codes of every system in free text; ``unit`` names the system.

``cdt``, ``cpt``, ``hcpcs``, ``icd10cm``, ``carc``, ``rarc``, ``modifier``, ``pos``, ``taxonomy``; ``group`` for the
letters before a CARC, such as the CO of CO-50. The unit is empty where two systems fit and no word decides (``M26``).
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.fact import Mention
from assistant.recognise import denial_codes, diagnosis_codes, procedure_codes
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import mention, pattern

_TAXONOMY = r"(?<![0-9A-Za-z])[0-9]{3}[A-Z0-9]{6}X(?![0-9A-Za-z])"


def find(text: str, *, dental: bool = False) -> tuple[Mention, ...]:
    """Every code in ``text``; ``dental`` says that bare digits are meant as codes.

    >>> [(m.value, m.unit) for m in find("d4341 denied CO-50, dx K05.322")]
    [('D4341', 'cdt'), ('CO', 'group'), ('50', 'carc'), ('K05.322', 'icd10cm')]
    """
    diagnoses = diagnosis_codes.find(text)
    others = (*procedure_codes.find(text, dental=dental), *denial_codes.find(text), *_taxonomies(text))
    dental_codes = {m.start for m in others if m.unit == "cdt"}
    chosen = {
        m.start: m
        for m in diagnoses
        if "." in m.quote or diagnosis_codes.cued(text, m.start) or m.start not in dental_codes
    }
    return settle((*(m for m in others if m.start not in chosen), *chosen.values()))


def _taxonomies(text: str) -> Iterator[Mention]:
    for match in pattern(_TAXONOMY, exact_case=True).finditer(text):
        if not match[0][:-1].isdigit():
            yield mention("code", match[0], text, match.start(), match.end(), "taxonomy")
