"""The versions of a script: phone, portal, text message, and the line for the contact log."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.draft import Statement
from assistant.recognise.readability import readability
from assistant.rendering.text import body_text

#: The versions in which a script comes.
VERSIONS = ("phone", "portal", "sms")

#: Characters of one text message.
SMS_LIMIT = 160

#: Words that are spoken in a minute, calmly.
WORDS_A_MINUTE = 150

_BEATS = {"identity": "Check", "hear": "1. Hear", "restate": "2. Repeat", "facts": "3. Facts", "next": "4. Next step"}


def version(statements: Sequence[Statement], channel: str | None) -> tuple[Statement, ...]:
    """The statements of one version, or of all with the log line where the channel is none of them.

    The beats of a version stand together, in their order.
    """
    wanted = (channel,) if channel is not None and channel in VERSIONS else (*VERSIONS, "log")
    rank = {beat: place for place, beat in enumerate(("open", "identity", "hear", "restate", "facts", "next", "close"))}
    return tuple(
        statement
        for place in wanted
        for statement in sorted(
            (each for each in statements if each.section.partition(":")[0] == place),
            key=lambda each: rank.get(each.section.partition(":")[2], 0),
        )
    )


def words_of(statements: Sequence[Statement], place: str) -> str:
    """The text of one version without its headings."""
    return body_text([each for each in statements if each.section.partition(":")[0] == place])


def seconds(text: str) -> int:
    """How long a text takes to say, in seconds.

    >>> seconds("one two three four five " * 5)
    10
    """
    return round(60 * readability(text).words / WORDS_A_MINUTE)


def headings(statements: Sequence[Statement]) -> dict[str, str]:
    """A heading for each version and, on the phone, for each beat."""
    found: dict[str, str] = {}
    for statement in statements:
        place, _, beat = statement.section.partition(":")
        text = words_of(statements, place)
        opening = {
            "phone": f"PHONE (about {seconds(text)} seconds)",
            "portal": "PORTAL MESSAGE",
            "sms": f"TEXT MESSAGE ({len(text.strip())} of {SMS_LIMIT} characters)",
            "log": "CONTACT LOG",
        }
        if not any(section.startswith(f"{place}:") for section in found):
            found[statement.section] = opening.get(place, place)
        elif place == "phone" and beat in _BEATS:
            found.setdefault(statement.section, f"[{_BEATS[beat]}]")
    return found


def text_of(statements: Sequence[Statement]) -> str:
    """The whole script; a single text message stands bare, ready to be sent."""
    alone = {statement.section.partition(":")[0] for statement in statements} == {"sms"}
    return body_text(statements, {} if alone else headings(statements))
