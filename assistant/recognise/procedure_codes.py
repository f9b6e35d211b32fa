"""CDT, CPT and HCPCS procedure codes, with their modifiers and places of service.

A code that is written out (``D4341``, ``E0486``) is always found. Bare digits are found only where the words around
them speak of codes or of dentistry, since they may as well be a year, a fee, a ZIP or a house number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.codes import hcpcs
from assistant.domain.fact import Mention
from assistant.recognise.scan import BLANK, DASH, GAP, after, before, clause_after, clause_before, mention, pattern
from assistant.tables import medical_procedures, procedures

_CDT = rf"(?<![0-9A-Za-z.$#])D((?:{DASH}|[\s\u00a0])?)([0-9]{{4}})(?![0-9]|(?!s(?![0-9A-Za-z])|x)[A-Za-z]|[.,][0-9])"
#: Further codes of a list or range whose first code has the D: ``D4341/4342``, ``D7220, 7230 and 7240``.
_MORE = (
    rf"{GAP}(/|{DASH}|,{GAP}and\b|,{GAP}or\b|,|&|\+|\band\b|\bor\b|\bn\b|\bto\b|\bthrough\b|\bthru\b){GAP}"
    r"([0-9]{4})(?![0-9A-Za-z%/]|[.,][0-9]|[\s](?:dollars|bucks|usd))"
)
#: Last digits of a sister code after a slash: ``D4341/2``, ``D7220/30/40``.
_TAILS = r"((?:/[0-9]{1,3}){1,4})(?![0-9A-Za-z/.]|\s?(?:mm|%))"
_BARE = r"(?<![0-9A-Za-z$#.,/:+@'-])[0-9]{4}(?![0-9%]|(?!s(?![0-9A-Za-z]))[A-Za-z]|[.,:/][0-9]|-)"
#: First two digits of CDT codes; others are never read as a code without their D.
_FAMILY = r"0[1-9]|1[1-35-7]|2[13-9]|3[1-59]|4[239]|5[1-9]|6[0-25-79]|7[1-9]|8[0236-79]|9[1-4679]"
_NOT_A_CODE = (
    rf"\b(?:vitamin|vit|part|plan|schedule|exhibit|box|section|appendix|type|class|apt|suite|ste|unit|hepatitis|"
    rf"medicare|title|chapter){GAP}\.?{GAP}$"
)
_CODE_CUE = (
    rf"\b(?:codes?|cdt|ada|proc(?:edure)?s?|bill(?:ed|ing)?|downcoded?(?: to)?|switch(?:ed)? to){GAP}[:#]?{GAP}$"
)
_MONEY_BEFORE = (
    rf"(?:\b(?:fees?|cost|costs|ded|deductible|max|maximum|balance|owes?|owed|copay|co-?pay|premium|total|oop|"
    rf"estimate|refund|charge|usd|year|since|suite|room|ext|pin|box|page|dated|in|last four|ssn){GAP}"
    rf"(?:(?:is|was|of|:|=){GAP})?)$"
)
_MONEY_AFTER = rf"^{GAP}(?:dollars|bucks|usd|left|remaining|max\b|ded\b|deductible|fee|copay|hrs|hours|hr\b|/yr)"
_STREET = (
    rf"^{BLANK}(?:[NSEW]\.?{BLANK})?[A-Z][a-z]{{1,20}}{BLANK}(?:[A-Z][a-z]{{1,20}}{BLANK})?"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Way|Pkwy|Hwy|Pl|Place)\b"
)
_DENTAL = (
    r"\b(?:cdt|code[sd]?|crowns?|fillings?|comp(?:osite)?s?|amal(?:gam)?s?|prophy|perio\w*|srp|scaling|"
    r"root planing|quads?|"
    r"quadrants?|exams?|x-?rays?|bitewings?|bwx?s?|pano?|fmx|pa|sealants?|fluoride|implants?|extractions?|ext|rct|"
    r"root canal|build-?up|onlay|bridge|dentures?|partial|guard|nightguard|appliance|claim|denied|denial|covered|"
    r"cover|downgraded?|bundled?|cleaning|maint|maintenance|ortho|braces|tooth|teeth|hygiene|freq(?:uency)?|"
    r"d[0-9]{4})\b"
)
_LAST_YEAR = 2100
_FIRST_YEAR = 1900


def cdt(text: str, *, dental: bool = False) -> Iterator[Mention]:
    """Dental procedure codes; ``dental`` says that four bare digits are meant as a code."""
    for match in pattern(_CDT).finditer(text):
        if match[1] and (_is_year(match[2]) or pattern(_NOT_A_CODE).search(before(text, match.start()))):
            continue
        if not match[1] and pattern(r"\bvit(?:amin)?\.?$").search(before(text, match.start()).rstrip()):
            continue
        yield mention("code", f"D{match[2]}", text, match.start(), match.end(), "cdt")
        yield from _continued(text, match.end(), match[2])
    for match in pattern(_BARE).finditer(text):
        if _means_cdt(text, match, dental):
            yield mention("code", f"D{match[0]}", text, match.start(), match.end(), "cdt")
            yield from _continued(text, match.end(), match[0])


def _continued(text: str, end: int, first: str) -> Iterator[Mention]:
    tails = pattern(_TAILS).match(text, end)
    if tails:
        start = end
        for tail in tails[1].split("/")[1:]:
            start += 1
            value = f"D{first[: 4 - len(tail)]}{tail}"
            yield mention("code", value, text, start, start + len(tail), "cdt")
            start += len(tail)
        return
    more = pattern(_MORE).match(text, end)
    while more and _plausible(more[2]) and not pattern(_MONEY_AFTER).search(after(text, more.end())):
        yield mention("code", f"D{more[2]}", text, more.start(2), more.end(2), "cdt")
        more = pattern(_MORE).match(text, more.end())


def _is_year(digits: str) -> bool:
    return _FIRST_YEAR <= int(digits) <= _LAST_YEAR


def _plausible(digits: str) -> bool:
    return bool(pattern(_FAMILY).fullmatch(digits[:2])) and not digits.endswith("00") and not _is_year(digits)


def _means_cdt(text: str, match: re.Match[str], dental: bool) -> bool:
    if not _plausible(match[0]):
        return False
    left, right = clause_before(text, match.start()), clause_after(text, match.end())
    if pattern(_CODE_CUE).search(left):
        return True
    if pattern(_MONEY_BEFORE).search(left) or pattern(_MONEY_AFTER).search(right):
        return False
    if pattern(_STREET, exact_case=True).search(right) or pattern(_NOT_A_CODE).search(left):
        return False
    if dental:
        return True
    spoken = pattern(_DENTAL).search(left) or pattern(_DENTAL).search(right)
    return spoken is not None and procedures.procedure(f"D{match[0]}") is not None


_FIVE = r"(?<![0-9A-Za-z$#.,/:+@'-])(?:[0-9]{5}|[0-9]{4}[FTft])(?![0-9A-Za-z%]|[.,:/][0-9]|-[0-9]{3})"
_CPT_CUE = (
    r"\b(?:cpt|hcpcs|codes?|coded|proc(?:edure)?s?|bill(?:ed|ing|able)?|unlisted|crosswalk\w*|service lines?|"
    r"modifiers?|pointer|medical code|e/?m|line [0-9]{1,2})\b"
)
_CPT_AFTER = r"^[\s,(]{0,3}(?:-[0-9A-Z]{2}\b|cpt\b|modifier\b|\(?unlisted)"
_OTHER_NUMBER = (
    rf"(?:\b(?:zip(?: ?code)?|fax|phone|tel|call|ext|claim|member|subscriber|id|ref(?:erence)?|invoice|acct|account|"
    rf"auth|authorization|policy|group|check|suite|apt|box|pin|mrn|chart|case|patient){GAP}(?:no\.?|number|num|id|"
    rf"code)?{GAP}"
    rf"[:#]?{GAP})$"
)
_STATE = r"(?:^|[\s,])(?!CPT)[A-Z]{2},?[\s\u00a0]{1,3}$"
_AND_CODE = rf"^{GAP}(?:,|/|{DASH}|&|\+|and\b|or\b|,{GAP}and\b|,{GAP}or\b){GAP}$"


def cpt(text: str, *, dental: bool = False) -> Iterator[Mention]:
    """Medical procedure codes, only where the words around five digits speak of codes.

    With ``dental`` a code of our own table counts without such words.
    """
    last_end = -1
    for match in pattern(_FIVE).finditer(text):
        left = clause_before(text, match.start())
        listed = 0 <= match.start() - last_end <= len(", and ") and bool(
            pattern(_AND_CODE).search(text[last_end : match.start()])
        )
        if not listed and not _means_cpt(text, match, left, dental):
            continue
        yield mention("code", match[0].upper(), text, match.start(), match.end(), "cpt")
        yield from modifiers_after(text, match.end())
        last_end = match.end()


def _means_cpt(text: str, match: re.Match[str], left: str, dental: bool) -> bool:
    if pattern(_STATE, exact_case=True).search(left):
        return False
    near = left[-40:]
    if pattern(rf"\b(?:cpt|hcpcs){GAP}(?:codes?)?{GAP}[:#]?{GAP}$").search(left):
        return True
    if pattern(_OTHER_NUMBER).search(left) and not pattern(r"\b(?:procedure|medical) code\W{0,3}$").search(left):
        return False
    if pattern(_STREET, exact_case=True).search(after(text, match.end(), 60)):
        return False
    if pattern(r"\$[\d,.]*\s?$|\b(?:fee|cost|paid|balance|ded|max)\W{1,3}$").search(left):
        return False
    right = after(text, match.end())
    if dental and medical_procedures.medical_procedure(match[0].upper()) is not None:
        return True
    return bool(pattern(_CPT_CUE).search(near) or pattern(_CPT_AFTER, exact_case=True).search(right))


_HCPCS = r"(?<![0-9A-Za-z.$#/])[A-CEGHJ-MP-V][0-9]{4}(?![0-9A-Za-z]|\.[0-9])"
_LABELLED_ID = (
    r"\b(?:claim|case|member|subscriber|id|ref|reference|file|chart|room|mrn|lot|serial|account|acct|auth|authorization|"
    rf"licen[sc]e|group){GAP}(?:no\.?|number)?{GAP}[:#]{{0,2}}{GAP}$"
)


def level_two(text: str) -> Iterator[Mention]:
    """HCPCS Level II codes outside the dental section."""
    for match in pattern(_HCPCS).finditer(text):
        if hcpcs.is_valid(match[0]) and not pattern(_LABELLED_ID).search(before(text, match.start())):
            yield mention("code", hcpcs.validate(match[0]), text, match.start(), match.end(), "hcpcs")
            yield from modifiers_after(text, match.end())


#: Modifiers that are read after a mere blank; any two capitals or digits count after a hyphen.
_SPACED_MODIFIERS = "NU KX RR UE LT RT GA GY GZ GX EY TC QS AA JW JZ 22 24 25 26 47 50 51 52 53 57 58 59 76 77 78 79"
_MODIFIER = (
    rf"(?:{DASH}([A-Z][A-Z0-9]|[0-9][0-9A-Z])|[\s:]{{1,2}}({'|'.join(_SPACED_MODIFIERS.split())}))"
    rf"(?![0-9A-Za-z]|{DASH}[0-9]{{3}}|\s?%)"
)
_MODIFIER_WORD = r"\b(?:modifiers?|mods?)[\s:]{1,3}"
_MODIFIER_ITEM = r"([A-Z][A-Z0-9]|[0-9][0-9A-Z])(?![0-9A-Za-z%])(?:,? and |, ?|/|[\s]?&[\s]?)?"


def modifiers_after(text: str, end: int) -> Iterator[Mention]:
    """The modifiers that are joined to a code ending at ``end``, such as ``-NU-KX``."""
    match = pattern(_MODIFIER, exact_case=True).match(text, end)
    while match:
        group = 1 if match[1] else 2
        yield mention("code", match[group], text, match.start(group), match.end(group), "modifier")
        match = pattern(_MODIFIER, exact_case=True).match(text, match.end())


def named(text: str) -> Iterator[Mention]:
    """Modifiers and places of service that stand behind their name."""
    for cue in pattern(_MODIFIER_WORD).finditer(text):
        match = pattern(_MODIFIER_ITEM, exact_case=True).match(text, cue.end())
        while match:
            yield mention("code", match[1], text, match.start(1), match.end(1), "modifier")
            match = pattern(_MODIFIER_ITEM, exact_case=True).match(text, match.end())
    for match in pattern(r"\b(?:POS|place of service)[\s:#]{1,3}(?:code )?([0-9]{2})(?![0-9A-Za-z])").finditer(text):
        yield mention("code", match[1], text, match.start(1), match.end(1), "pos")


def find(text: str, *, dental: bool = False) -> tuple[Mention, ...]:
    """Every procedure code, modifier and place of service."""
    return (*cdt(text, dental=dental), *cpt(text, dental=dental), *level_two(text), *named(text))
