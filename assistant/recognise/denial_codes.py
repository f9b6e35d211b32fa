"""Reason and remark codes of remittances: CARC with its group code, RARC."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes import carc, rarc
from assistant.domain.fact import Mention
from assistant.recognise import diagnosis_codes
from assistant.recognise.scan import DASH, GAP, after, before, clause_before, mention, pattern

_REASON = r"(?:[1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9]|[ABPWY][1-9][0-9]?)"
_NAMED = (
    r"\b(?:CARCs?|(?:claim )?adjustment (?:reason )?(?:codes?)|(?:denial|reason) codes?)"
    rf"{GAP}(?:is|was|of|:|=|#)?{GAP}(?=[0-9A-Z])"
)
#: A day in the cell below the heading is no list of codes.
_NO_DAY = r"(?!\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})"
_ITEM = (
    rf"{_NO_DAY}(?:(CO|PR|OA|PI|CR)(?:{DASH}|[\s])?)?({_REASON})(?![0-9A-Za-z%]|\.[0-9]|{DASH}[0-9])"
    rf"(?:{GAP}(?:,{GAP}and|,|/|&|\band\b|\bor\b){GAP}(?=[0-9ABCPOWY]))?"
)
_GROUPED = rf"(?<![0-9A-Za-z.$#/-])(CO|PR|OA|PI|CR)((?:{DASH}|[\s])?)({_REASON})(?![0-9A-Za-z%]|[.,/][0-9]|{DASH}[0-9])"
_COUNTED = rf"^{GAP}(?:mm|months?|mos?|years?|yrs?|weeks?|days?|hours?|units?|patients?|times)\b"
_REMARK = r"(?<![0-9A-Za-z.$#/-])(?:MA|M|N)[0-9]{1,3}(?![0-9A-Za-z%]|\.[0-9]|-[0-9])"
_REMARK_CUE = rf"\b(?:rarcs?|remarks?|remark codes?|moa|mia|lq|remittance){GAP}(?:codes?)?[\s:,#]{{0,3}}$"
_DOUBTFUL_LENGTH = 3


def find(text: str) -> tuple[Mention, ...]:
    """Every reason code, group code and remark code; a group is its own mention with the unit ``group``."""
    return (*_reasons(text), *_remarks(text))


def _reasons(text: str) -> Iterator[Mention]:
    for cue in pattern(_NAMED).finditer(text):
        item = pattern(_ITEM).match(text, cue.end())
        while item:
            yield from _reason(text, item.span(1), item.span(2))
            item = pattern(_ITEM).match(text, item.end())
    for match in pattern(_GROUPED, exact_case=True).finditer(text):
        if not _is_other(text, match[1], match[2], match[3], match.start(), match.end()):
            yield from _reason(text, match.span(1), match.span(3))


def _reason(text: str, group: tuple[int, int], number: tuple[int, int]) -> Iterator[Mention]:
    written = text[slice(*number)]
    if not carc.is_valid(written):
        return
    if group[0] >= 0:
        yield mention("code", text[slice(*group)].upper(), text, *group, "group")
    yield mention("code", carc.validate(written), text, *number, "carc")


def _is_other(text: str, group: str, gap: str, number: str, start: int, end: int) -> bool:
    """Carbon dioxide, Puerto Rico, Colorado and oral appliances are written with the same letters."""
    if group == "CO" and number == "2" and gap != "-":
        return True
    if gap.isspace() and group == "CR":
        return True
    if gap.isspace() and pattern(r"[A-Za-z],$").search(before(text, start).rstrip()):
        return True
    return bool(pattern(_COUNTED).search(after(text, end)))


def _remarks(text: str) -> Iterator[Mention]:
    for match in pattern(_REMARK).finditer(text):
        told = bool(pattern(_REMARK_CUE).search(clause_before(text, match.start())))
        if not rarc.is_valid(match[0]) or not (told or _looks_like_remark(text, match[0], match.end())):
            continue
        if not told and diagnosis_codes.cued(text, match.start()):
            continue
        unit = "" if not told and _could_be_category(match[0]) else "rarc"
        yield mention("code", rarc.validate(match[0]), text, match.start(), match.end(), unit)


def _looks_like_remark(text: str, code: str, end: int) -> bool:
    if code != code.upper() or len(code) < _DOUBTFUL_LENGTH:
        return False
    return not pattern(r"^[\s-]?(?:mask|respirator|weighted)").search(after(text, end))


def _could_be_category(code: str) -> bool:
    return code[0] == "M" and len(code) == _DOUBTFUL_LENGTH
