"""Areas of the oral cavity: whole mouth, arches, quadrants, as codes, abbreviations or words.

``upper right first molar`` carries the area of its quadrant. ``all four quadrants`` is four mentions of one span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.codes import area
from assistant.domain.fact import Mention
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, after, before, mention, pattern

_SHORT = r"(?<![0-9A-Za-z.'@/-])(?:[UL][RL]Q?|[UL]/[RL])(?![0-9A-Za-z@'])"
_LISTED = r"(?<=[/,&+-])[UL][RL]Q?(?![0-9A-Za-z@'])"
_QUADRANT = (
    rf"\b(upper|lower|maxillary|mandibular)[\s-]{{1,2}}(right|left|rt|lt|r|l)\b\.?(?:{GAP}(?:quads?|quadrants?)\b)?"
)
_QUADRANT_SHORT = (
    r"\b(max|mand|up|low)\.?[\s-]{1,2}(right|left|rt|lt|r|l)\b\.?"
    rf"(?:{GAP}(?:quads?|quadrants?)\b|(?={GAP}(?:post|ant|first|second|third|molar|premolar|canine|incisor|tooth)))"
)
_ARCH_NOUN = (
    r"(?:arch|jaw|denture|partial|teeth|anteriors?|posteriors?|molars?|premolars?|incisors?|canines?|dentition|"
    r"impression|appliance|splint|guard|night ?guard|retainer|bicuspids?|tray|frenum|ridge|quadrants?)"
)
_ARCH = (
    rf"\b(upper|lower|maxillary|mandibular)(?={GAP}{DASH}?{GAP}(?:complete |full |partial |immediate |removable |"
    rf"anterior |posterior |third |first |second |central |lateral |edentulous |occlusal )?{_ARCH_NOUN}\b)"
)
_ARCH_ALONE = r"\b(upper|lower|maxillary|mandibular) arch\b"
_WHOLE = r"\b(?:full[- ]mouth|whole mouth|entire mouth|entire oral cavity)\b"
_ALL_FOUR = r"\b(?:all (?:four|4|of the) quad(?:rant)?s|(?:four|4) quad(?:rant)?s|all quad(?:rant)?s)\b"
_BOTH = r"\b(?:both (?:dental )?(?:arches|jaws)|upper and lower (?:arches|jaws))\b"
_CODED = (
    r"\b(?:area(?: of (?:the )?oral cavity)?|area code|oral cavity|quad(?:rant)?s?)[\s:=#]{1,3}(?:code |designation )?"
    r"((?:00|01|02|10|20|30|40)(?:(?:,\s?|/|\s?&\s?|\s?and\s)(?:10|20|30|40)){0,3})(?![0-9A-Za-z%.]|\s?(?:mm|teeth))"
)
_REVIEW = (
    rf"^{GAP}(?:nurse|review|criteria|department|dept|team|coordinator|denial|ins\b|insurance|plan|claim|bill|"
    r"doctor|patient)"
)
_SMALL_CUE = rf"(?:^{GAP}(?:quad|quadrant|srp|[/,&+]|and (?:ur|ul|ll|lr)\b)|^{GAP}$)"
_SMALL_CUE_BEFORE = r"(?:\b(?:quad|quadrant|srp|scaling|in|[ul][rl]q?)[\s/,&+:]{1,3}(?:and )?)$"


def find(text: str) -> tuple[Mention, ...]:
    """Every area of the oral cavity; ``value`` is its two-digit code.

    >>> [(m.value, m.quote) for m in find("SRP UR and lower left quad, full mouth x-rays, UR nurse")]
    [('10', 'UR'), ('30', 'lower left quad'), ('00', 'full mouth')]
    """
    return settle((*_abbreviated(text), *_worded(text), *_coded(text)))


def _abbreviated(text: str) -> Iterator[Mention]:
    for source in (_SHORT, _LISTED):
        for match in pattern(source).finditer(text):
            if _is_area(text, match):
                yield mention("area", area.validate(match[0].replace("/", "")), text, match.start(), match.end())


def _is_area(text: str, match: re.Match[str]) -> bool:
    left, right = before(text, match.start()), after(text, match.end())
    if "/" in match[0] and not match[0].isupper():
        return False
    if match[0].isupper() or len(match[0]) > len("ur"):
        return not pattern(_REVIEW).search(right)
    if pattern(_SMALL_CUE).search(right) and (left.strip() or right.strip()):
        return True
    return bool(pattern(_SMALL_CUE_BEFORE).search(left)) and not pattern(_REVIEW).search(right)


_LOWER_JAW = ("l", "man")


def _jaw(word: str) -> str:
    folded = word.lower()
    return "lower" if folded.startswith(_LOWER_JAW) else "upper"


def _worded(text: str) -> Iterator[Mention]:
    for source in (_QUADRANT, _QUADRANT_SHORT):
        for match in pattern(source).finditer(text):
            side = "right" if match[2].lower().startswith("r") else "left"
            yield mention("area", area.validate(f"{_jaw(match[1])} {side}"), text, match.start(), match.end())
    for source in (_ARCH, _ARCH_ALONE):
        for match in pattern(source).finditer(text):
            yield mention("area", area.validate(_jaw(match[1])), text, match.start(), match.end())
    for match in pattern(_WHOLE).finditer(text):
        yield mention("area", area.WHOLE_MOUTH, text, match.start(), match.end())
    for match in pattern(_BOTH).finditer(text):
        for code in area.ARCHES:
            yield mention("area", code, text, match.start(), match.end())
    for match in pattern(_ALL_FOUR).finditer(text):
        for code in area.QUADRANTS:
            yield mention("area", code, text, match.start(), match.end())


def _coded(text: str) -> Iterator[Mention]:
    for match in pattern(_CODED).finditer(text):
        for code in pattern(r"[0-9]{2}").finditer(text, match.start(1), match.end(1)):
            yield mention("area", code[0], text, code.start(), code.end())
