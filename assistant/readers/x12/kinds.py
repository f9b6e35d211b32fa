"""Which record a transaction set becomes, by ST01 and the implementation guide it names."""

from __future__ import annotations

import re

from assistant.readers.notes import Notes, shown
from assistant.readers.x12.envelope import TransactionSet

#: Implementation guides of version 5010 and, where still met, 4010.
_GUIDES = {
    "X221": "835",
    "X091": "835",
    "X222": "837P",
    "X098": "837P",
    "X223": "837I",
    "X096": "837I",
    "X224": "837D",
    "X097": "837D",
    "X212": "277",
    "X093": "277",
    "X214": "277CA",
    "X279": "271",
    "X092": "271",
}

#: The line segment that only one kind of 837 uses.
_LINES = {"SV3": "837D", "SV1": "837P", "SV2": "837I"}

_SUPPORTED = ("835", "837", "271", "277")

SUPPORTED_NAMES = "835, 837D, 837P, 837I, 271, 277 and 277CA"


def kind_of(found: TransactionSet, notes: Notes) -> str | None:
    """The record kind, such as ``837D``; ``None`` when this reader has none for it."""
    guide = _guide(found.implementation)
    if found.number not in _SUPPORTED:
        return guide if guide and not re.fullmatch(r"[0-9]{3}", found.number) else None
    if guide is not None and guide.startswith(found.number):
        return guide
    if guide is not None:
        notes.add(
            "guide_mismatch",
            "implementation",
            f"transaction set {found.control} is an {found.number} and names the guide {shown(found.implementation)}",
        )
    return _by_content(found)


def _guide(implementation: str) -> str | None:
    named = re.search(r"X[0-9]{3}", implementation)
    return _GUIDES.get(named[0]) if named else None


def _by_content(found: TransactionSet) -> str:
    """The kind of a set that names no guide: by its line segments or its opening."""
    if found.number == "837":
        return next((_LINES[one.id] for one in found.segments if one.id in _LINES), "837P")
    if found.number == "277":
        acknowledges = any(one.id == "BHT" and one.get(1) == "0085" and one.get(6) == "TH" for one in found.segments)
        return "277CA" if acknowledges else "277"
    return found.number
