"""Where a value stands, in words: a path into a case is for programs, a letter names claim line and field."""

from __future__ import annotations

import re

_STEP = re.compile(r"(?P<name>[a-z_]+?)(?:\[(?P<index>\d+)\]|_(?P<number>\d+))?")
_PATH = re.compile(r"[a-z_]+\d*(?:\[\d+\])?(?:\.[a-z_]+\d*(?:\[\d+\])?)*")
#: One of several things of a case.
_ONE = {"lines": "line", "denials": "denial", "coverages": "plan", "attachments": "paper", "documents": "paper"}
#: The part of a case that a field stands in needs no name of its own where the field has one.
_OF_CLAIM = "claim"


def place_in_words(path: str) -> str:
    """A path into a case or its calculations in words; anything else as it is.

    >>> place_in_words("claim.lines[0].code")
    'claim line 1, code'
    >>> place_in_words("denials[1].carc"), place_in_words("reading[0]"), place_in_words("criteria_count_2")
    ('denial 2, carc', 'reading 1', 'criteria count 2')
    >>> place_in_words("notes.txt")
    'notes.txt'
    """
    if not _PATH.fullmatch(path) or not re.search(r"\[|_|^claim\.", path):
        return path
    steps = [_step(part) for part in path.split(".")]
    if steps[0] == "line" or steps[0].startswith("line "):
        steps[0] = f"{_OF_CLAIM} {steps[0]}"
    elif steps[0] == _OF_CLAIM and len(steps) > 1:
        steps[:2] = [f"{_OF_CLAIM} {steps[1]}"] if steps[1].startswith("line ") else [f"{_OF_CLAIM}, {steps[1]}"]
    return ", ".join(steps)


def _step(part: str) -> str:
    match = _STEP.fullmatch(part)
    if match is None:
        return part.replace("_", " ")
    name = match["name"]
    if match["index"] is not None:
        return f"{_ONE.get(name, name.replace('_', ' '))} {int(match['index']) + 1}"
    return name.replace("_", " ") + (f" {match['number']}" if match["number"] else "")
