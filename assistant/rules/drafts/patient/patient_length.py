"""Rule DR71."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.recognise.readability import readability
from assistant.rules.drafts.patient.patient_text import versions
from assistant.rules.drafts.rule import Sheet, Trouble, draft_rule

#: Characters of one text message; a character outside of ASCII would halve it.
SMS_CHARACTERS = 160

#: Words of a call of about 90 seconds with room for answers, of a portal message, and of one printed page.
MOST_WORDS = {"phone": 300, "portal": 300, "page": 480}


@draft_rule("DR71", severity="warning", source="Texts for patients: one page, one call, one message")
def patient_length(sheet: Sheet) -> Iterator[Trouble]:
    """A text for a patient keeps to its length: one page, a call of about 90 seconds, 160 plain characters.

    Wrong: a text message of 220 characters
    Right: one of 149
    """
    for version in versions(sheet):
        if version.place == "sms":
            if len(version.text) > SMS_CHARACTERS or not version.text.isascii():
                yield Trouble(
                    version.first,
                    f"the text message has {len(version.text)} characters"
                    + ("" if version.text.isascii() else ", some of them not plain"),
                    f"keep it to {SMS_CHARACTERS} plain characters",
                    "error",
                )
        elif (words := readability(version.text).words) > MOST_WORDS[version.place]:
            yield Trouble(
                version.first,
                f"the {version.name} has {words} words, more than {MOST_WORDS[version.place]}",
                "leave out what the patient does not need now",
            )
