"""The lower code beside a higher one, and the fact in the record that would justify the higher."""

from __future__ import annotations

from functools import cache

from assistant.domain.code_report import LowerAlternative
from assistant.tables.medical_procedures import medical_procedure
from assistant.tables.procedures import procedure
from assistant.tables.source import rows


@cache
def alternatives() -> tuple[LowerAlternative, ...]:
    """Every pair of the table."""
    return tuple(
        LowerAlternative(
            higher=cells["higher"],
            lower=cells["lower"],
            lower_label=_label(cells["lower"]),
            fact=cells["fact"],
            record=cells["record"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("alternatives.csv")
    )


def lower_than(code: str) -> tuple[LowerAlternative, ...]:
    """The codes below ``code``, nearest first; empty when the table names none.

    >>> [pair.lower for pair in lower_than("D4341")]
    ['D4342']
    """
    return tuple(pair for pair in alternatives() if pair.higher == code)


def higher_than(code: str) -> tuple[LowerAlternative, ...]:
    """The codes above ``code``, each with the fact that it would need.

    >>> [pair.higher for pair in higher_than("D7140")]
    ['D7210', 'D7220', 'D7250']
    """
    return tuple(pair for pair in alternatives() if pair.lower == code)


def _label(code: str) -> str:
    found = procedure(code) or medical_procedure(code)
    return found.label if found else ""
