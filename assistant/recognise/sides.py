"""Left, right and both sides, with the part of the body that they belong to.

``right`` is also a claim (``right to appeal``), a direction in time (``right away``) and ``left`` a remainder
(``$600 left``), so a side is found only beside a word for a part of the face, or in ``on the right``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.fact import Mention
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import GAP, after, before, mention, pattern

_PART = (
    r"(?:tmjs?|tmj joint|temporomandibular joints?|joints?|jaw|condyles?|face|facial|cheeks?|mandib(?:le|ular)|"
    r"maxill(?:a|ary)|masset(?:er|ers)|temporalis|pterygoids?|ears?|ramus|body|angle|sinus(?:es)?|neck|eye|"
    r"(?:central |lateral )?incisors?|canines?|molars?|premolars?|bicuspids?|quadrants?|quad|tongue|lips?|"
    r"buccal mucosa|mucosa|palate|submandibular|parotid|subcondylar|condylar|disc|disk|"
    r"lymph nodes?|nodes?|third molars?|first molars?|second molars?|muscles?|arch|posterior|anterior|shoulder|arm|"
    r"lateral border|border|coronoid|zygoma|orbit|nerve|side)"
)
_ADJECTIVES = (
    r"(?:lateral |medial |anterior |posterior |maxillary |mandibular |central |third |first |second |upper |lower |"
    r"painful |articular |superficial |deep |dorsal |ventral |inferior |superior |buccal |inner |outer |retromolar )"
)
_BEFORE_PART = rf"(?<![0-9A-Za-z])(right|left|rt\.?|lt\.?|[RL])(?=[\s-]{{1,2}}{_ADJECTIVES}{{0,3}}({_PART})\b)"
_SIDED = rf"\b(right|left)(?:-|{GAP})(?:sided|sidedly)\b"
_ON_THE = (
    r"\b(?:on|to|toward|towards) (?:the |his |her |their |your )?(right|left)\b(?! (?:hand|day|track|date|to|path|now))"
)
_AFTER_PART = rf"\b({_PART})[\s,:(-]{{1,2}}(right|left|[RL](?=\)|$|[\s,;.]))\b"
_BOTH_PARTS = rf"\b(?:both)(?={GAP}{_ADJECTIVES}{{0,2}}({_PART}))"
_BILATERAL = rf"\b(bilateral(?:ly)?|bilat\b\.?)(?:{GAP}{_ADJECTIVES}{{0,2}}({_PART})\b)?"
_OVER = (
    rf"^{GAP}(?:to|away|now|over|the|a|message|after|office|before|for|"
    rf"{_ADJECTIVES[3:-1].replace(' |', '|').rstrip('|')}|{_PART})\b"
)
_REMAINDER = (
    r"(?:\$[0-9,.]*|[0-9]|\b(?:has|have|had|was|is|are|i|we|he|she|they|vm|lvm|nothing|none|never|all|you're|be))\s$"
)
_SINGULAR = {"r": "right", "l": "left", "rt": "right", "lt": "left"}


def find(text: str) -> tuple[Mention, ...]:
    """Every side; ``value`` is ``left``, ``right`` or ``bilateral`` and ``unit`` the part named, if any.

    >>> [(m.value, m.unit) for m in find("right TMJ pain; $600 left; right to appeal; clicking on the left")]
    [('right', 'tmj'), ('left', '')]
    """
    return settle(_all(text))


def _all(text: str) -> Iterator[Mention]:
    for match in pattern(_BEFORE_PART).finditer(text):
        if _is_side(text, match.start(1), match[1]):
            yield _side(text, match, 1, match[2])
    for match in pattern(_AFTER_PART).finditer(text):
        single = len(match[2]) == 1
        if not pattern(_OVER).search(after(text, match.end())) and (not single or match[2].isupper()):
            yield _side(text, match, 2, match[1])
    for match in pattern(_SIDED).finditer(text):
        yield _side(text, match, 1, "")
    for match in pattern(_ON_THE).finditer(text):
        yield _side(text, match, 1, "")
    for match in pattern(_BOTH_PARTS).finditer(text):
        yield mention("side", "bilateral", text, match.start(), match.end(), _part(match[1]))
    for match in pattern(_BILATERAL).finditer(text):
        yield mention("side", "bilateral", text, match.start(1), match.end(1), _part(match[2] or ""))


def _is_side(text: str, start: int, written: str) -> bool:
    if len(written) == 1 and not written.isupper():
        return False
    return not (written.lower() == "left" and pattern(_REMAINDER).search(before(text, start)))


def _side(text: str, match: re.Match[str], group: int, part: str) -> Mention:
    written = match[group].lower().rstrip(".")
    return mention("side", _SINGULAR.get(written, written), text, match.start(group), match.end(group), _part(part))


def _part(word: str) -> str:
    folded = " ".join(word.lower().split())
    if folded in ("side", "facial"):
        return "face" if folded == "facial" else ""
    if folded in ("temporomandibular joint", "temporomandibular joints", "tmj joint", "tmjs"):
        return "tmj"
    return folded
