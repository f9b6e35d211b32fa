"""The versions of a text for a patient: the page, or phone, portal and text message of a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from assistant.domain.draft import Statement
from assistant.rules.drafts.rule import Sheet, Trouble
from assistant.tables.patient_words import WordList, forbidden

#: Sections that stay in the office.
OFFICE = ("log",)

_NAMES = {"phone": "phone version", "portal": "portal message", "sms": "text message"}


#: What is wrong with words of a list, and how to mend it.
TONES: Mapping[WordList, tuple[str, str]] = {
    "pressure": ("presses the patient", "give the facts and the choices, and leave the choice to the patient"),
    "blame": ("blames or talks down", "say who decided what, and what comes next"),
    "outcome": ("promises how it will end", "say what the office does and by when, and that the plan decides"),
}


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


def toned(where: str, text: str, words: WordList) -> Iterator[Trouble]:
    """The words of a list that a text uses, be it drafted or put in by a person."""
    if found := forbidden(text, words):
        what, fix = TONES[words]
        yield Trouble(where, f"{what}: {found!r}", fix)


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
