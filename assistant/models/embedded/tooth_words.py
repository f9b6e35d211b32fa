"""Which teeth a question asks about: numbers as written, or a kind of teeth and where they stand."""

from __future__ import annotations

import re
from typing import Any

from assistant.codes import tooth
from assistant.recognise import areas
from assistant.recognise.teeth import find

_SYSTEMS = {"iso": re.compile(r"\b(?:iso|fdi)\b", re.IGNORECASE), "palmer": re.compile(r"\bpalmer\b", re.IGNORECASE)}
_BABY = re.compile(r"\b(?:baby|primary|deciduous|milk)\b", re.IGNORECASE)
#: Kinds of teeth, narrow ones first; the words of people and of the table.
_KINDS = (
    ("third molar", r"third molars?|3rd molars?|wisdom\w*(?: (?:tooth|teeth))?|3rds"),
    ("second molar", r"second molars?|2nd molars?|12[- ]year molars?"),
    ("first molar", r"first molars?|1st molars?|6[- ]year molars?"),
    ("second premolar", r"(?:second|2nd) (?:pre-?molars?|bicuspids?)"),
    ("first premolar", r"(?:first|1st) (?:pre-?molars?|bicuspids?)"),
    ("premolar", r"pre-?molars?|bicuspids?|bis?cuspids?"),
    ("molar", r"molars?"),
    ("canine", r"canines?|cuspids?|eye ?(?:tooth|teeth)"),
    ("central incisor", r"centrals?(?: incisors?)?"),
    ("lateral incisor", r"laterals?(?: incisors?)?"),
    ("incisor", r"incisors?"),
    ("front", r"anteriors?|front (?:tooth|teeth)"),
    ("back", r"posteriors?|back (?:tooth|teeth)"),
)
_PALMER = re.compile(r"\b[UL][RL][1-8A-E]\b", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w$.])(\d{1,2}|[A-T])(?![\w.%])")


def teeth_asked(text: str) -> dict[str, Any]:
    """The arguments of a tooth look-up; empty where the text names neither teeth nor an area.

    >>> teeth_asked("what are tooth numbers for upper right bicuspids")
    {'area': '10', 'kind': 'premolar'}
    >>> teeth_asked("which quadrant is tooth 30 in")
    {'numbers': ['30']}
    """
    if palmer := _PALMER.findall(text):
        return {"numbers": [each.upper() for each in palmer], "system": "palmer"}
    system = next((name for name, pattern in _SYSTEMS.items() if pattern.search(text)), "universal")
    kind = next((name for name, words in _KINDS if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)), "")
    numbers = [] if kind else list(dict.fromkeys(each.value for each in find(text)))
    if not numbers and not kind:
        numbers = [each for each in _BARE.findall(text) if tooth.is_valid(each, "universal")]
    if numbers:
        from_iso = system == "iso" and all(tooth.is_valid(each, "iso") for each in numbers) and _said_before(text)
        return {"numbers": numbers} | ({"system": "iso"} if from_iso else {})
    place = [each.value for each in areas.find(text) if each.value != "00"]
    asked: dict[str, Any] = {"area": place[0]} if place else {}
    asked |= {"kind": kind} if kind else {}
    return asked | ({"primary": True} if asked and _BABY.search(text) else {})


def _said_before(text: str) -> bool:
    """Whether the numbering is said of the number ("iso 16") and not asked for ("iso number of 3")."""
    return re.search(r"\b(?:iso|fdi)\b[^0-9]{0,12}(?:tooth )?#?\d{2}\b", text, re.IGNORECASE) is not None and (
        re.search(r"\b(?:iso|fdi)\b (?:number|for|of|equivalent|notation)", text, re.IGNORECASE) is None
    )
