"""The versions of a text for a patient: the page, or phone, portal and text message of a script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from assistant.domain.draft import Statement
from assistant.rules.drafts.rule import Sheet

#: Sections that stay in the office.
OFFICE = ("log",)

_NAMES = {"phone": "phone version", "portal": "portal message", "sms": "text message"}


class Version(NamedTuple):
    """One text as it reaches the patient, with the id of its first statement."""

    name: str
    place: str
    first: str
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The words, a section a paragraph."""
        parts = groupby(self.statements, key=lambda statement: statement.section)
        return "\n\n".join(" ".join(each.text for each in members) for _, members in parts)


def told(sheet: Sheet) -> tuple[Statement, ...]:
    """What reaches a patient; nothing where the draft is for somebody else."""
    if not sheet.patient_facing:
        return ()
    return tuple(statement for statement in sheet.statements if _place(statement) not in OFFICE)


def versions(sheet: Sheet) -> Iterator[Version]:
    """The versions of a patient's text; all that belongs to none of the channels is the page."""
    places: dict[str, list[Statement]] = {}
    for statement in told(sheet):
        place = _place(statement)
        places.setdefault(place if place in _NAMES else "page", []).append(statement)
    for place, statements in places.items():
        yield Version(_NAMES.get(place, "page"), place, statements[0].id, tuple(statements))


def _place(statement: Statement) -> str:
    return statement.section.partition(":")[0]
