"""Tooth numbers and letters, only where a word or a ``#`` says that a tooth is meant.

A bare number is never a tooth, and no tooth is read out of a code such as K02.9. The numbering system is told by the
caller and stands in ``unit``; it is never guessed. A number that no mouth holds (``tooth 45``) is found all the same,
so that whoever checks the text sees it. A range names every tooth from one end to the other within an arch; its
mentions share one span and stand in numerical order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.codes import tooth
from assistant.domain.codes import ToothSystem
from assistant.domain.errors import CodeError
from assistant.domain.fact import Mention
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import BLANK, DASH, GAP, TO, after, before, mention, pattern

_SURFACES = r"[MODBLFI]{1,5}(?![0-9A-Za-z])"
_END = (
    rf"(?![0-9]|(?!{_SURFACES})[A-Za-z]|[%$]|[.:][0-9]|,[0-9]{{3}}|/[0-9]{{1,2}}/|"
    rf"{DASH}(?!{_SURFACES})[0-9A-Za-z]{{3}}|"
    rf"{DASH}[0-9]{{1,2}}{DASH}[0-9])"
)
_COUNTED = (
    rf"(?!{GAP}{DASH}?{GAP}(?:mm|cm|%|percent|x\b|times|teeth|tooth|units?\b|surfaces?|canals?|roots?\b|cusps?|"
    r"pontics?|"
    r"days?|wks?|weeks?|mos\b|mo\b(?=\s?(?:ago|later|recall|post|wait|old|f/?u))|months?|yrs?|years?|yo\b|y/o|hours?|"
    r"hrs?|minutes?|mins?|visits?|per\b|of\b|or more|more\b|films?|images?|quads?|quadrants?|a\.?m\b|p\.?m\b|"
    r"(?:st|nd|rd|th)\b|out of|dollars|wall\b|points?\b))"
)
#: After a mere procedure word a number may count things instead of naming a tooth.
_COUNTED_WORK = (
    rf"(?!{GAP}(?:wisdoms?|thirds?|permanent|primary|baby|adult|additional|other|implants?|crowns?|veneers?|fillings?|"
    r"sealants?|extractions?|molars?|premolars?|bicuspids?|incisors?|canines?|impact(?:ed|ions?)|abutments?|/|stage|"
    r"phase|class|appointments?|appts?|films?|claims?|codes?|sites?|areas?|locations?|parts?|patients?|plans?|offices?|dentists?))"
)
_HASH = "[#\uff03]"
_LEAD = rf"(?:{_HASH}(?:'?s)?{GAP})?"
_NUMBER = rf"(?:0?[1-9]|[1-9][0-9]){_END}{_COUNTED}"
_LETTER = rf"(?:[A-T]S?)(?![0-9A-Za-z/'\u2019]|[.][0-9A-Za-z]|{DASH}[0-9A-Za-z]{{2}})"
_ITEM = rf"({_LEAD}({_NUMBER}|{_LETTER}))"
_ITEM_OF_WORK = rf"({_LEAD}((?:0?[1-9]|[12][0-9]|3[0-2]){_END}{_COUNTED}{_COUNTED_WORK}))(?!/)"
_JOIN = rf"{GAP}(?:,{GAP}and\b|,|&|\+|/|\band\b|\bor\b|\bn\b){GAP}(?:tooth |teeth )?"
_WORD = (
    r"\b(?:tooth|teeth|tth|molars?|premolars?|bicuspids?|canines?|incisors?|wisdoms?)"
    rf"(?:{GAP}(?:numbers?|nos?\.?|nr\.?|num\.?|letters?)(?![A-Za-z]))?[\s.:=(]{{0,3}}(?=[#\uff030-9A-T])"
)
_PROCEDURE = (
    r"(?<![#0-9A-Za-z])(?:crowns?|crn|bridge|implants?|fillings?|comp(?:osite)?|amal(?:gam)?|rct|root canal|endo|"
    r"ext(?:raction)?s?|extract(?:ed|ing)?|build-?up|bu|onlay|inlay|veneer|restor(?:e|ed|ation)|pulpotomy|splint|"
    r"sealants?|ssc|post and core|impacted|caries|decay|abscess(?:ed)?|fractured?|seat(?:ed)?|prep(?:ped)?)"
    rf"\.?{GAP}(?:(?:on|of|at|for|to|[(:]){GAP})?(?=[#\uff030-9])"
)
_CODE_ON = rf"(?<![0-9A-Za-z#$/.-])(?:D[0-9]{{4}}|(?!19|20)[0-9]{{4}})s?{BLANK}on{BLANK}(?=[#\uff030-9])"
_NOT_A_TOOTH = (
    r"(?:\b(?:box|item|claim|case|invoice|page|pg|step|order|ref|reference|suite|ste|apt|room|rm|check|chk|auth|"
    r"authorization|group|grp|policy|plan|npi|member|id|acct|account|line|row|phone|ticket|lic|license|licence|"
    r"docket|unit|our|priority|exhibit|enclosure|attachment|question|appeal|level|visit|chart|rx|is the|contract|"
    rf"store|locker|bed|eob|era|form|field|loop|copy|hole|size|file|blade|bur|shade|part){GAP}|[0-9A-Za-z&])$"
)
_RANKING = (
    rf"^{_HASH}?{GAP}[0-9]{{1,2}}{GAP}(?:priority|reasons?|choice|rule|thing|goal|issue|problem|concern|question|cause|"
    r"complaint|pencil|in the|provider|ranked|denial)"
)
_HEADING = rf"{_HASH}(?:{_HASH}|(?<![^\n]#)[\s](?:[0-9]{{1,2}}|[A-Z])[.):][\s])"
_PHONE = r"[0-9]{4}[\s,.(]{0,3}$"
_LOOSE_NOUN = r"^\s[a-z]{3,}s\b"
_SMALL = 4


class _Style(NamedTuple):
    """How the teeth after one kind of cue are written."""

    item: str
    letters: bool


_NAMED = _Style(_ITEM, letters=True)
_WORKED_ON = _Style(_ITEM_OF_WORK, letters=False)


def find(text: str, *, system: ToothSystem = "universal") -> tuple[Mention, ...]:
    """Every tooth of ``text`` in ``system``; ``value`` is the number or letter without leading zero.

    >>> [m.value for m in find("#30 and teeth 14, 15; K02.9 on 3/4, class 2")]
    ['30', '14', '15']
    >>> [(m.value, m.quote) for m in find("splint 8-10")]
    [('8', '8-10'), ('9', '8-10'), ('10', '8-10')]
    """
    return settle(_all(text, system))


def _all(text: str, system: ToothSystem) -> Iterator[Mention]:
    done = 0
    for cue in pattern(_HASH).finditer(text):
        if cue.start() >= done and not _other_number(text, cue.start()):
            found, done = _series(text, cue.start(), system, _NAMED)
            yield from found
    done = 0
    for cue in pattern(_WORD).finditer(text):
        if cue.end() >= done:
            found, done = _series(text, cue.end(), system, _NAMED)
            yield from found
    for source in (_PROCEDURE, _CODE_ON):
        done = 0
        for cue in pattern(source).finditer(text):
            if cue.end() >= done and not pattern(_PHONE).search(before(text, cue.start())):
                found, done = _series(text, cue.end(), system, _WORKED_ON)
                yield from found
    yield from _abbreviated(text, system)


def _series(text: str, start: int, system: ToothSystem, style: _Style) -> tuple[list[Mention], int]:
    """The teeth listed from ``start`` on, and where the list ends."""
    found: list[Mention] = []
    position, end = start, start
    while item := pattern(style.item).match(text, position):
        if not _acceptable(text, item, style, first=not found):
            break
        last = _range_end(text, item, style)
        end = last.end(1) if last else item.end(1)
        values = _between(item[2], last[2], system) if last else (tooth.compact(item[2]),)
        found.extend(mention("tooth", value, text, item.start(1), end, system) for value in values)
        join = pattern(_JOIN).match(text, end)
        if join is None:
            break
        position = join.end()
    return found, end


def _acceptable(text: str, item: re.Match[str], style: _Style, *, first: bool) -> bool:
    written = item[2]
    right = after(text, item.end(1))
    if written.isalpha():
        if not style.letters or written != written.upper():
            return False
        return written != "I" or item[1] != written or not pattern(r"^\s[a-z]", exact_case=True).search(right)
    if first or item[1] != written or int(written) > _SMALL:
        return True
    return not pattern(_LOOSE_NOUN, exact_case=True).search(right)


def _range_end(text: str, item: re.Match[str], style: _Style) -> re.Match[str] | None:
    to = pattern(TO).match(text, item.end(1))
    last = pattern(style.item).match(text, to.end()) if to else None
    if last is None or last[2].isalpha() != item[2].isalpha() or last[2] != last[2].upper():
        return None
    return last


def _between(first: str, last: str, system: ToothSystem) -> tuple[str, ...]:
    """Every tooth of a range, or only its ends where it leaves the arch or runs backwards."""
    ends = (tooth.compact(first), tooth.compact(last))
    try:
        if tooth.arch(first, system) == tooth.arch(last, system):
            return tooth.parse_list("-".join(ends), system)
    except CodeError:
        pass
    return ends


def _other_number(text: str, start: int) -> bool:
    """Whether the ``#`` stands for another kind of number, or for a heading."""
    if text[max(0, start - 1) : start] == "#" or pattern(_HEADING).match(text, start):
        return True
    return bool(pattern(_NOT_A_TOOTH).search(before(text, start)) or pattern(_RANKING).search(after(text, start)))


_T_NUMBER = rf"(?<![0-9A-Za-z.#/-])T{_HASH}?([1-9]|[12][0-9]|3[0-2])(?![0-9A-Za-z./-])"
_WORK = rf"^\s?(?:{_SURFACES}|comp|amal|crown|rct|ext\b|filling|build-?up|caries|decay|root canal)"


def _abbreviated(text: str, system: ToothSystem) -> Iterator[Mention]:
    """``T19`` before a restoration word; elsewhere it may be a vertebra or an MRI sequence."""
    for match in pattern(_T_NUMBER, exact_case=True).finditer(text):
        if pattern(_WORK).search(after(text, match.end())):
            yield mention("tooth", match[1], text, match.start(), match.end(), system)
