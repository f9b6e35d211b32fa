"""Tooth surfaces, where a tooth or a word for a restoration stands beside them.

Letters are found as one value in customary order (``DOM`` is ``MOD``); a spelled-out surface as its letter. The corner
of a tooth that a cusp is named after carries the unit ``cusp``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.codes import surface
from assistant.domain.fact import Mention
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, after, before, mention, pattern

_LETTERS = r"(?<![0-9A-Za-z.@/&'-])[MODBLFI]{1,5}(?![0-9A-Za-z@&'/])"
_GLUED = r"(?<=[0-9])[MODBLFI]{1,5}(?![0-9A-Za-z@&'/])"
_SPACED = rf"(?<![0-9A-Za-z])(?:[MODBLFI](?:{DASH}|/|,)){{1,4}}[MODBLFI](?![0-9A-Za-z])"
_TOOTH_BEFORE = (
    rf"(?:[#\uff03]{GAP}(?:[0-9]{{1,2}}|[A-T])|\b(?:tooth|teeth){GAP}(?:no\.?|number)?{GAP}(?:[0-9]{{1,2}}|[A-T])|"
    rf"\bT[0-9]{{1,2}}|\b(?:and|,|&){GAP}[#\uff03]?[0-9]{{1,2}})[\s,:(-]{{0,3}}$"
)
_LOOSE_TOOTH_BEFORE = r"(?<![0-9./$-])(?:[1-9]|[12][0-9]|3[0-2])[\s:-]{1,2}$"
_WORK = (
    r"(?:comp(?:osite|s)?|amal(?:gam|s)?|restorations?|resin|fillings?|caries|decay|carious|lesion|inlay|onlay|sealant|"
    r"recurrent|fractured?|fx|prep|build-?up|glass ionomer|gi\b|surfaces?|margins?|walls?|leakage|wear|"
    r"erosion|abfraction|open contact|contact|box|"
    r"crown)"
)
_WORK_AFTER = rf"^{GAP}(?:surface{GAP})?{_WORK}"
_WORK_BEFORE = (
    rf"\b(?:{_WORK}|surfaces?|failing|existing|old|defective|large|restored|filled|on|had|"
    rf"has)[\s:=(]{{1,3}}(?:the |an? )?$"
)
_TOOTH_AFTER = rf"^{GAP}(?:of|on|at|for)?{GAP}(?:the )?(?:[#\uff03]{GAP}(?:[0-9]|[A-T]\b)|tooth|teeth|\()"
_NOUN = (
    r"(?:surfaces?|margins?|walls?|caries|decay|root|lesion|composite|amalgam|aspect|box|contact|defect|marginal ridge)"
)
_SINGLE_END = rf"(?:^{GAP}(?:$|[.,;:)\n+&]|and\b|{_WORK}))"
#: What small letters may stand for; other runs of the same letters are English words (``old``, ``of``, ``if``).
_SMALL = r"mo|mod|do|ob|ol|mob|mol|mobl|modb|modl|modbl|mif|dif|mifl|difl|mi|di"
_ALSO_WORDS = frozenset({"do", "mi", "di", "mod"})
#: Capitals that are more often something else: a physician, a birth date, an infarction, an injection.
_ALSO_ABBREVIATIONS = frozenset(
    {"MD", "DO", "DOB", "MI", "OD", "ID", "BID", "IM", "IF", "OF", "DI", "IO", "LID", "MID", "OLD"}
)
_FEWEST_FREE = 2


def find(text: str) -> tuple[Mention, ...]:
    """Every surface or set of surfaces.

    >>> [(m.value, m.quote) for m in find("#19 DOM amalgam, decay at the distal margin; Dr. Lee MD")]
    [('MOD', 'DOM'), ('D', 'distal')]
    """
    return settle((*_letters(text), *_words(text), *_cusps(text)))


def _letters(text: str) -> Iterator[Mention]:
    for source in (_LETTERS, _GLUED, _SPACED):
        for match in pattern(source).finditer(text):
            if surface.is_valid(match[0]) and _beside_a_tooth(text, match):
                yield mention("surface", surface.validate(match[0]), text, match.start(), match.end())


def _beside_a_tooth(text: str, match: re.Match[str]) -> bool:
    written = match[0]
    left, right = before(text, match.start(), 24), after(text, match.end(), 24)
    numbered = bool(pattern(_TOOTH_BEFORE).search(left)) or left[-1:].isdigit()
    worked = bool(pattern(_WORK_AFTER).search(right))
    if not written.isupper():
        if written.lower() != written or not pattern(_SMALL).fullmatch(written):
            return False
        loose = numbered or bool(pattern(_LOOSE_TOOTH_BEFORE).search(left))
        ends = bool(pattern(rf"^{GAP}(?:$|[.,;\n)])").search(right))
        return worked if not loose else (worked or ends or written not in _ALSO_WORDS)
    if len(written) < _FEWEST_FREE:
        return _single(written, numbered, left, right)
    if numbered or worked:
        return True
    if written in _ALSO_ABBREVIATIONS:
        return False
    beside = pattern(_WORK_BEFORE).search(left) or pattern(_TOOTH_AFTER).search(right)
    return bool(beside or pattern(_LOOSE_TOOTH_BEFORE).search(left))


def _single(letter: str, numbered: bool, left: str, right: str) -> bool:
    """One capital alone: ``#30 B,`` or ``D margin``; the pronoun I and the grade B are left alone."""
    if numbered:
        return bool(pattern(_SINGLE_END).search(right))
    listed = bool(pattern(rf"[#\uff03]{GAP}[0-9]{{1,2}}{GAP}[MODBLFI]{GAP}(?:,|&|and|\+){GAP}$").search(left))
    if listed:
        return bool(pattern(_SINGLE_END).search(right))
    return letter != "I" and bool(pattern(rf"^{GAP}{_NOUN}").search(right))


_NAMES = {
    "mesial": "M",
    "occlusal": "O",
    "incisal": "I",
    "distal": "D",
    "buccal": "B",
    "facial": "F",
    "labial": "F",
    "lingual": "L",
    "palatal": "L",
}
_STEMS = {"mesio": "M", "disto": "D", "bucco": "B", "facio": "F", "linguo": "L", "occluso": "O", "inciso": "I"}
_NAME = "|".join(_NAMES)
_COMPOUND = rf"\b(?:(?:{'|'.join(_STEMS)}|{_NAME})[-\s/]?){{0,4}}(?:{_NAME})(?:ly)?\b"
_PART = rf"{'|'.join(_STEMS)}|{_NAME}"
_LIST_TO_NOUN = rf"^(?:{GAP}(?:,|and|or|&|/){{1,2}}{GAP}(?:{_NAME})){{0,3}}{GAP}{_NOUN}"
_NEAR_TOOTH = rf"(?:[#\uff03]{GAP}[0-9]|\b(?:tooth|teeth){GAP}[#0-9])"
_OTHER_PART = (
    rf"^{GAP}(?:mucosa|frenum|frenal|frenulum|nerve|trauma|swelling|pain|cellulitis|space|gingiva\w*|vestibul\w*|plate|"
    r"bone|flange|bar|artery|fracture|injur\w+|laceration|muscles?|asymmetry|droop|plane|guard|splint|appliance|"
    r"adjustment|equilibration|orthotic|cusps?|tonsils?|fat|expos\w+|shelf|tor(?:us|i)|surgery|surgeon|bones?|edge|"
    r"tooth)"
)


def _words(text: str) -> Iterator[Mention]:
    for match in pattern(_COMPOUND).finditer(text):
        letters = "".join(_letter(part) for part in pattern(_PART).findall(match[0]))
        if not surface.is_valid(letters):
            continue
        right = after(text, match.end(), 60)
        if pattern(_OTHER_PART).search(right):
            continue
        if len(letters) > 1 or pattern(_LIST_TO_NOUN).search(right) or _in_tooth_clause(text, match):
            yield mention("surface", surface.validate(letters), text, match.start(), match.end())


def _letter(part: str) -> str:
    word = part.lower()
    return _NAMES.get(word) or _STEMS[word]


def _in_tooth_clause(text: str, match: re.Match[str]) -> bool:
    left, right = before(text, match.start(), 40), after(text, match.end(), 30)
    return bool(
        pattern(_NEAR_TOOTH).search(left.rpartition(". ")[2])
        or pattern(rf"^{GAP}(?:of|on|at){GAP}{_NEAR_TOOTH}").search(right)
    )


_CUSP = (
    r"(?<![0-9A-Za-z])(?:([MD])([BLFP])|(m)esio-?(b|l|f|p)(?:uccal|ingual|acial|alatal)|(d)isto-?(b|l|f|p)(?:uccal|"
    r"ingual|acial|alatal))"
    rf"(?=(?:{GAP}(?:,|and|&|/|\+){{1,2}}{GAP}[MD][BLFP]){{0,3}}{GAP}cusps?\b)"
)


def _cusps(text: str) -> Iterator[Mention]:
    for match in pattern(_CUSP).finditer(text):
        if len(match[0]) > _FEWEST_FREE or match[0].isupper():
            first, second = (letter.upper() for letter in match.groups() if letter)
            yield mention("surface", first + second.replace("P", "L"), text, match.start(), match.end(), "cusp")
