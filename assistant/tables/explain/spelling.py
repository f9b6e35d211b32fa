"""Codes of the loaded tables that differ from a text by a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.codes.clean import bare
from assistant.domain.code_report import NearCode
from assistant.domain.codes import CodeSystem
from assistant.tables.medical_procedures import medical_procedures
from assistant.tables.procedures import procedures
from assistant.tables.reasons import reason_rows

_LIMIT = 5
_SHORTEST = 3


def near_procedures(text: str, systems: Iterable[CodeSystem] = ("cdt", "cpt", "hcpcs")) -> tuple[NearCode, ...]:
    """Procedure codes one slip away from ``text``, likeliest first.

    >>> [each.code for each in near_procedures("D2470")][0]
    'D2740'
    """
    wanted = set(systems)
    known: dict[str, NearCode] = {}
    if "cdt" in wanted:
        known.update((code, NearCode(system="cdt", code=code, label=row.label)) for code, row in procedures().items())
    for code, row in medical_procedures().items():
        if row.system in wanted:
            known[code] = NearCode(system=row.system, code=code, label=row.label)
    return _closest(text, known)


def near_reasons(text: str, system: CodeSystem) -> tuple[NearCode, ...]:
    """Reason or remark codes one slip away from ``text``."""
    known = {
        code: NearCode(system=system, code=code, label=row.meaning)
        for (held, code), row in reason_rows().items()
        if held == system
    }
    return _closest(text, known)


def _closest(text: str, known: dict[str, NearCode]) -> tuple[NearCode, ...]:
    """Neighbours swapped come before one character wrong, and that before one missing or too many."""
    from rapidfuzz.distance import OSA

    typed = bare(text, drop=" -.")
    if len(typed) < _SHORTEST:
        return ()
    ranked = sorted(
        (_rank(typed, code), code) for code in known if code != typed and OSA.distance(typed, code, score_cutoff=1) <= 1
    )
    return tuple(known[code] for _, code in ranked[:_LIMIT])


def _rank(typed: str, code: str) -> int:
    if sorted(typed) == sorted(code):
        return 0
    return 1 if len(typed) == len(code) else 2
