"""Edits that change nothing of what a letter says: none of them may be an error."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

Edit = Callable[[str], str]

_SYNONYMS = (
    ("Thank you for your review", "We appreciate your review"),
    ("Please call our office", "Kindly contact our office"),
    ("We ask you to", "We respectfully ask you to"),
    ("please have this appeal decided", "kindly have this appeal decided"),
    ("Your notice gives the reason as", "Your letter states the reason as"),
)


def _replaced(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new, 1)


def _first_paragraph(text: str, before: str) -> str:
    """The letter with words before its first sentence of prose."""
    match = re.search(r"^(?=(?:We |This |Dear |The |Your |Thank ))", text, re.MULTILINE)
    return text[: match.start()] + before + text[match.start() :] if match else before + text


def _before_the_end(words: str) -> Edit:
    return lambda text: text.replace("Sincerely,", f"{words}\n\nSincerely,", 1)


def _swapped(text: str) -> str:
    parts = text.split("\n\n")
    prose = [number for number, part in enumerate(parts) if part.startswith(("If ", "Thank ", "The papers", "We "))]
    if len(prose) > 1:
        a, b = prose[0], prose[-1]
        parts[a], parts[b] = parts[b], parts[a]
    return "\n\n".join(parts)


def _wrapped(width: int) -> Edit:
    return lambda text: "\n".join(
        textwrap.fill(line, width, break_on_hyphens=False) if len(line) > width else line for line in text.splitlines()
    )


def _curly(text: str) -> str:
    return re.sub(r'"([^"]*)"', "\u201c\\1\u201d", text).replace("'", "\u2019")


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WRITTEN = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})\b")


def _slashed(text: str) -> str:
    """Every date with slashes, as a colleague retypes it."""
    return _WRITTEN.sub(lambda m: f"{_MONTHS.index(m[1]) + 1:02d}/{int(m[2]):02d}/{m[3]}", text)


def _synonyms(text: str) -> str:
    for old, new in _SYNONYMS:
        text = text.replace(old, new)
    return text


HARMLESS: dict[str, Edit] = {
    "nothing": str,
    "greeting": lambda text: _first_paragraph(text, "Dear Appeals Team:\n\n"),
    "formal greeting": lambda text: _first_paragraph(text, "To whom it may concern:\n\n"),
    "order of paragraphs": _swapped,
    "all paragraphs turned around": lambda text: "\n\n".join(reversed(text.split("\n\n"))),
    "words of the same meaning": _synonyms,
    "one synonym": _replaced("Thank you for", "Many thanks for"),
    "lines of 70": _wrapped(70),
    "lines of 95": _wrapped(95),
    "typographic quotes": _curly,
    "hard blanks": lambda text: text.replace(" of ", "\u00a0of "),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "another closing": _replaced("Sincerely,", "Respectfully,"),
    "a wish": _before_the_end("We look forward to your reply."),
    "an offer to talk": _before_the_end("Our office is available for a call at any time."),
    "a request more": _before_the_end("Please confirm that you received this letter."),
    "a peer talk": _before_the_end("We would welcome a conversation with your reviewer."),
    "courtesy taken out": _replaced("Thank you for your review. ", ""),
    "two paragraphs made one": lambda text: text.replace(".\n\n", ". ", 1),
    "the draft mark taken off": lambda text: text.replace("DRAFT - not reviewed, not signed", ""),
    "bullets": lambda text: text.replace("\n\nWe ", "\n\n- We "),
    "dates with slashes": _slashed,
    "a copy noted": lambda text: f"{text.rstrip()}\n\ncc: patient chart\n",
    "a second signature": lambda text: f"{text.rstrip()}\n\n____________________________\nOffice manager\n",
    "sent by fax": lambda text: _first_paragraph(text, "Sent by fax\n\n"),
}
