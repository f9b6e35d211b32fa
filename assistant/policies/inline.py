"""Alternatives and parts that stand inside one sentence: "either a, b or c", "(a) this; (b) that; or (c) the other"."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_MARK = re.compile(r"(?:(?<=\s)|(?<=^))\((?:[a-h]|i{1,3}|iv|v|[1-9])\)\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?P<any>(?:at least )?(?:one|any)(?: one)?(?: or more)?|either)\b(?: of)?(?: (?:the )?(?:following|these)"
    r"(?: conditions?| criteria| findings?)?)?[^:.;,]{0,30}:\s*"
    r"|\b(?P<all>all|each|both)\b(?: of)? (?:the )?(?:following|these)[^:.;,]{0,30}:\s*",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\beither\s+(?:of\s+)?(?!of\b)", re.IGNORECASE)
#: "5 mm or more" and "age 6 or younger" part nothing.
_OR = re.compile(
    r"\s+or\s+(?!more\b|greater\b|higher\b|above\b|older\b|longer\b|larger\b|less\b|fewer\b|lower\b|younger\b|under\b|over\b)",
    re.IGNORECASE,
)
_JOINER = re.compile(r"^(?:and/or|or|and)\s+", re.IGNORECASE)
_TAIL = re.compile(r"[\s;,.]+(?:(?:and/or|or|and)\s*)?$", re.IGNORECASE)
#: More parts than a person would write into a sentence.
_MOST = 12


class Inline(NamedTuple):
    """How the parts of a sentence combine, and the parts, each verbatim."""

    mode: Literal["all_of", "any_of"]
    parts: tuple[str, ...]


def inline_parts(sentence: str) -> Inline | None:
    """The alternatives or parts of a sentence; ``None`` where it names none plainly.

    >>> inline_parts("D7240 is covered for: (a) pericoronitis; (b) a cyst; or (c) deep decay.")
    Inline(mode='any_of', parts=('pericoronitis', 'a cyst', 'deep decay'))
    >>> inline_parts("The chart shows either pockets of 5 mm or more, bone loss, or bleeding.").parts
    ('pockets of 5 mm or more', 'bone loss', 'bleeding')
    >>> inline_parts("A crown or onlay is paid when the tooth is broken.") is None
    True
    """
    return _marked(sentence) or _led(sentence) or _either(sentence)


def _marked(sentence: str) -> Inline | None:
    marks = list(_MARK.finditer(sentence))
    if len(marks) < 2:
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(sentence)]
    pieces = [sentence[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    joiner = re.search(r"\b(and/or|or|and)[\s,;]*$", pieces[-2], re.IGNORECASE)
    lead = _LEAD.search(sentence[: marks[0].start()])
    if lead is not None:
        return _made("any_of" if lead["any"] else "all_of", pieces)
    if joiner is None:
        return None
    return _made("all_of" if joiner[1].lower() == "and" else "any_of", pieces)


def _led(sentence: str) -> Inline | None:
    lead = _LEAD.search(sentence)
    if lead is None:
        return None
    rest = sentence[lead.end() :]
    pieces = rest.split(";") if ";" in rest else _listed(rest, "or" if lead["any"] else "and")
    return _made("any_of" if lead["any"] else "all_of", pieces)


def _either(sentence: str) -> Inline | None:
    lead = _EITHER.search(sentence)
    if lead is None:
        return None
    rest = sentence[lead.end() :]
    if re.search(r",\s*or\s", rest, re.IGNORECASE):
        return _made("any_of", _listed(rest, "or"))
    pieces = _OR.split(rest)
    return _made("any_of", pieces) if len(pieces) == 2 and "," not in rest else None


def _listed(rest: str, joiner: str) -> list[str]:
    """A list with commas; its last comma, or none, stands before the joiner."""
    if re.search(rf",\s*{joiner}\s", rest, re.IGNORECASE):
        return rest.split(",")
    pieces = _OR.split(rest) if joiner == "or" else re.split(r"\s+and\s+", rest)
    return pieces if len(pieces) == 2 and "," not in rest else []


def _made(mode: Literal["all_of", "any_of"], pieces: list[str]) -> Inline | None:
    parts = [_TAIL.sub("", _JOINER.sub("", piece.strip())) for piece in pieces]
    kept = tuple(part for part in parts if part)
    return Inline(mode, kept) if 2 <= len(kept) <= _MOST and all(len(part) > 2 for part in kept) else None
