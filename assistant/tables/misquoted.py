"""Codes that public pages often get wrong: what is said of them, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assistant.tables.source import rows, words


@dataclass(frozen=True, slots=True)
class Misquoted:
    """One code; ``absent`` says that no list has it nor anything below it; ``instead`` is what was meant."""

    system: str
    code: str
    absent: bool
    said: str
    right: str
    instead: tuple[str, ...]
    source: str

    @property
    def sentence(self) -> str:
        """The caution in one line."""
        return f"Often quoted as {self.said}. {self.right}."


@cache
def misquoted() -> tuple[Misquoted, ...]:
    """Every row of the table."""
    return tuple(
        Misquoted(
            system=cells["system"],
            code=cells["code"],
            absent=cells["absent"] == "yes",
            said=cells["said"],
            right=cells["right"],
            instead=words(cells["instead"]),
            source=cells["source"],
        )
        for cells in rows("misquoted_codes.csv")
    )


def misquotation(system: str, code: str) -> Misquoted | None:
    """The row of the code itself, or of the absent diagnosis heading that it starts with.

    >>> misquotation("icd10cm", "K07.60").instead
    ('M26.601', 'M26.602', 'M26.603', 'M26.609')
    >>> misquotation("icd10cm", "K08.101") is None
    True
    """
    exact = next((row for row in misquoted() if row.system == system and row.code == code), None)
    if exact is not None or system != "icd10cm":
        return exact
    below = [row for row in misquoted() if row.system == system and row.absent and code.startswith(row.code)]
    return max(below, key=lambda row: len(row.code), default=None)
