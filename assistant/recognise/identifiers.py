"""Numbers that stand for a person, a claim or a business; ``unit`` says which kind.

``claim``, ``member``, ``group``, ``policy``, ``npi``, ``phone``, ``fax``, ``email``, ``ssn``, ``mrn``, ``zip``,
``account``, ``authorization``, ``reference``, ``tax_id``, ``licence``, ``check``, ``device``, ``payer_id``, and
``number`` for a long number or mixed word that no label explains. Only the value is quoted, not its label.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.codes import npi
from assistant.domain.fact import Mention
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, clause_before, mention, pattern

_NO = (
    rf"(?![A-Za-z]){GAP}(?:numbers?|nos?\.?|nbr|num\.?|id|ids|#|\uff03|identifier)?{GAP}(?:is|was|of|"
    rf"are)?{GAP}[:#=(]{{0,2}}{GAP}"
)
_NUMBERED = (
    rf"(?:_|{GAP})(?:(?:numbers?|nos?\.|no(?=[\s:#])|nbr|num\.?|id|ids|#|\uff03|identifier)){GAP}(?:is|was|of|"
    rf"are)?{GAP}[:#=(]{{0,2}}{GAP}"
)
_COLON = rf"(?:{_NUMBERED}|{GAP}[:#=]{GAP})"
_VALUE = r"([A-Za-z0-9](?:[A-Za-z0-9]|[-./](?=[A-Za-z0-9])){2,29})(?![0-9A-Za-z])"
#: Member and record numbers are also printed in groups: ``ABC 123 456 789``.
_GROUPED_VALUE = r"([A-Za-z]{0,4}[0-9]{0,6}(?:[ -][0-9]{3,5}(?![0-9A-Za-z/.:%])){2,4})(?![0-9A-Za-z]|/[0-9])"
_IN_GROUPS = ("member", "mrn", "account")
#: Kind -> label and how the value follows it.
_LABELLED = {
    "payer_claim": rf"\b(?:payer claim(?: control)?|ICN|DCN|TCN|claim control){_NO}",
    "claim": rf"\b(?:claims?|clm){_COLON}",
    "member": (
        rf"\b(?:(?:member|subscriber|insured|enrollee|beneficiary|patient|pt|medicaid|recipient){_NUMBERED}|(?:mbi|"
        rf"member|subscriber id|hicn){_COLON}|MBI{_NO})"
    ),
    "group": rf"\b(?:group|grp|employer group){_COLON}",
    "policy": rf"\b(?:policy|certificate){_COLON}",
    "mrn": rf"\b(?:MRN|MR#|medical record|health record|chart|record|EMR){_COLON}|\bMRN{_NO}",
    "account": rf"\b(?:account|acct|a/c|patient account){_COLON}",
    "authorization": (
        r"\b(?:(?:pre-?)?auth(?:orization)?|prior auth(?:orization)?|referral|predetermination|predet|"
        rf"certification){_COLON}"
    ),
    "reference": (
        rf"\b(?:call )?(?:ref(?:erence)?|confirmation|ticket|tracking|trace|control){_COLON}|"
        rf"\bref{GAP}(?=[A-Za-z]{{0,4}}-?[0-9]{{4}})"
    ),
    "tax_id": rf"\b(?:tax id|TIN|EIN|FEIN|federal tax){_NO}",
    "licence": rf"\b(?:lic(?:ense|ence)?|DEA|driver'?s? licen[sc]e|DL){_COLON}|\bDEA{_NO}",
    "check": rf"\b(?:check|chk|cheque|EFT){_COLON}",
    "device": (
        rf"\b(?:serial|S/N|device(?: serial)?|lot|UDI|VIN|plate){_COLON}|\b(?:S/N|SN){GAP}[:#]?{GAP}|"
        rf"\blot{GAP}(?=[A-Z]{{1,3}}[0-9]{{3}})"
    ),
    "payer_id": rf"\b(?:payer){_NUMBERED}",
    "ssn": rf"\b(?:SSN|SS#|social security){_NO}",
}
#: A medical policy as payers number theirs, without a colon: ``policy NLH-OA-014``, ``policy CPB 082``.
_POLICY = (
    r"\b(?:[Pp]olicy|POLICY|[Bb]ulletin|[Gg]uideline|LCD|NCD)[\s\u00a0]((?:[A-Z]{1,8}[ -]){0,3}[A-Z]{0,6}[0-9]{2,6}"
    r"(?:\.[0-9]{1,3}){0,2})(?![0-9A-Za-z/%$-])(?<![ ][0-9]{4})(?<=[A-Z0-9.-])"
)
_GROUP = r"\b(?:[Gg]roup|[Gg]rp|GROUP)[\s\u00a0]([0-9]{4,12})(?![0-9A-Za-z])"
_CLAIM = r"\b(?:[Cc]laim|CLAIM)[\s\u00a0]([A-Z]{0,4}[0-9]{2,12}-[0-9A-Z-]{3,24}|[0-9]{6,20})(?![0-9A-Za-z/.-])"
_ACCOUNT = r"\b(?:[Aa]cct|[Aa]ccount|ACCT)[\s\u00a0]([0-9]{4,16})(?![0-9A-Za-z])"
_VEHICLE = (
    r"\b(?:VIN[\s:#]{1,3}(?=[A-HJ-NPR-Z0-9]{17}(?![0-9A-Za-z]))|[Ll]icense [Pp]late[\s:#]{1,3}(?:no\.? )?)"
    r"([A-Z0-9]{17}|[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,5})(?![0-9A-Za-z])"
)
#: Labels that a number may follow without any sign between them.
_UNMARKED = (
    (_POLICY, "policy"),
    (_CLAIM, "claim"),
    (_GROUP, "group"),
    (_ACCOUNT, "account"),
    (_VEHICLE, "device"),
)
_NPI = rf"\bNPI{_NO}([0-9](?:[\s-]?[0-9]){{5,11}})(?![0-9])"
_PHONE_SHAPE = (
    rf"(?:\+?1[\s.-]{{0,2}})?(?:\([2-9][0-9]{{2}}\){GAP}|[2-9][0-9]{{2}}(?:[.\s/]|{DASH}))"
    rf"[0-9]{{3}}(?:[.\s]|{DASH})[0-9]{{4}}(?![0-9]|(?!x[0-9]|ext)[A-Za-z]|-[0-9])"
    rf"(?:,?{GAP}(?:x|ext\.?|extension){GAP}[0-9]{{1,6}})?"
)
_PHONE = rf"(?<![0-9A-Za-z.$#-])(?:{_PHONE_SHAPE})"
_PHONE_JOINED = rf"\([2-9][0-9]{{2}}\){GAP}[0-9]{{7}}(?![0-9A-Za-z])"
_PHONE_PLAIN = (
    rf"\b(?:phone|ph|tel(?:ephone)?|cell|mobile|call|fax|text){_NO}(\+?1?[2-9][0-9]{{9}}|[0-9]{{3}}(?:[.\s]|"
    rf"{DASH})[0-9]{{4}})(?![0-9A-Za-z]|-[0-9])"
)
_LOCAL = rf"(?<![0-9A-Za-z.$#/-])555{DASH}[0-9]{{4}}(?![0-9A-Za-z]|-[0-9])"
_FAX = r"\b(?:fax|facsimile|f)\b[^0-9;\n]{0,24}$"
_PHONE_AGAIN = r"\b(?:phone|tel|cell|call|mobile|ph)\b"
_LETTER = "0-9A-Za-z\u00a1-\uffff"
_EMAIL = (
    rf"(?<![{_LETTER}._%+-])[{_LETTER}][{_LETTER}._%+-]{{0,63}}@[{_LETTER}-]{{1,63}}(?:\.[{_LETTER}-]{{1,63}})"
    rf"{{1,4}}"
)
_SSN = (
    rf"(?<![0-9A-Za-z.$#/-])(?!000)[0-9]{{3}}(?:{DASH}|[\s])[0-9]{{2}}(?:{DASH}|[\s])[0-9]{{4}}(?![0-9A-Za-z]|-[0-9])"
)
_LAST_FOUR = (
    rf"\b(?:SSN|social(?: security)?)\b[^0-9\n]{{0,24}}\b(?:ending(?: in)?|last (?:four|4)(?: digits)?(?: of)?|"
    rf"x{{3}}-x{{2}}-|\*{{3}}-\*{{2}}-){GAP}:?{GAP}([0-9]{{4}})(?![0-9])"
)
_ZIP_LABEL = rf"\bZIP(?:{GAP}\+?4?{GAP}code)?{GAP}[:#]?{GAP}([0-9]{{5}}(?:-[0-9]{{4}})?)(?![0-9A-Za-z])"
_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
)
#: A CT scan and its code are no town in Connecticut, whose ZIP codes start with 0.
_ZIP_STATE = (
    rf"(?<![0-9A-Za-z])(?!CT,?[\s\u00a0]{{1,2}}[1-9])(?:{'|'.join(_STATES.split())}),?[\s\u00a0]{{1,2}}"
    r"([0-9]{5}(?:-[0-9]{4})?)(?![0-9A-Za-z-])"
)
_TAX_SHAPE = r"(?<![0-9A-Za-z.$#/-])[0-9]{2}-[0-9]{7}(?![0-9A-Za-z-])"
_LONG_NUMBER = r"(?<![0-9A-Za-z.,$#/-])[0-9]{7,24}(?![0-9A-Za-z]|[.,/-][0-9])"
_MIXED = (
    r"(?<![0-9A-Za-z._@/-])(?=[A-Z0-9-]{0,12}[0-9])[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){0,4}(?![0-9A-Za-z@_/-]|"
    r"\.[A-Za-z0-9])"
)
_FEWEST_DIGITS = 5
_FEWEST_LABELLED = 2


def find(text: str) -> tuple[Mention, ...]:
    """Every identifier.

    >>> [(m.value, m.unit) for m in find("claim no. NL26-10992, NPI 1234567893, fax (555) 201-0100, ZIP 41899")]
    [('NL26-10992', 'claim'), ('1234567893', 'npi'), ('5552010100', 'fax'), ('41899', 'zip')]
    """
    return _prefer(settle((*_labelled(text), *_shaped(text))), tuple(_unlabelled(text)))


def _prefer(first: tuple[Mention, ...], rest: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """``first`` and whatever of ``rest`` does not touch it."""
    taken = bytearray(max((m.end for m in (*first, *rest)), default=0))
    for found in first:
        taken[found.start : found.end] = b"\x01" * (found.end - found.start)
    return settle((*first, *(m for m in rest if not any(taken[m.start : m.end]))))


def _labelled(text: str) -> Iterator[Mention]:
    for unit, label in _LABELLED.items():
        for match in pattern(f"(?:{label}){_VALUE}").finditer(text):
            value = match[match.lastindex or 0]
            if sum(c.isdigit() for c in value) >= _FEWEST_LABELLED:
                canonical = _digits(value) if unit == "ssn" else value.upper()
                yield mention("identifier", canonical, text, match.end() - len(value), match.end(), unit)
    for unit in _IN_GROUPS:
        for match in pattern(f"(?:{_LABELLED[unit]}){_GROUPED_VALUE}").finditer(text):
            value = match[match.lastindex or 0]
            yield mention(
                "identifier", value.replace(" ", "").upper(), text, match.end() - len(value), match.end(), unit
            )
    for source, unit in _UNMARKED:
        for match in pattern(source, exact_case=True).finditer(text):
            yield mention("identifier", " ".join(match[1].split()), text, match.start(1), match.end(1), unit)
    for match in pattern(_NPI).finditer(text):
        yield mention("identifier", npi.compact(match[1]), text, match.start(1), match.end(1), "npi")
    for match in pattern(_LAST_FOUR).finditer(text):
        yield mention("identifier", match[1], text, match.start(1), match.end(1), "ssn")
    for source in (_ZIP_LABEL, _ZIP_STATE):
        for match in pattern(source, exact_case=source == _ZIP_STATE).finditer(text):
            yield mention("identifier", match[1], text, match.start(1), match.end(1), "zip")


def _shaped(text: str) -> Iterator[Mention]:
    for match in pattern(_EMAIL).finditer(text):
        yield mention("identifier", match[0].lower(), text, match.start(), match.end(), "email")
    for match in pattern(_SSN).finditer(text):
        yield mention("identifier", _digits(match[0]), text, match.start(), match.end(), "ssn")
    for source in (_PHONE, _PHONE_JOINED, _LOCAL):
        for match in pattern(source).finditer(text):
            yield _phone(text, match.start(), match.end())
    for match in pattern(_PHONE_PLAIN).finditer(text):
        yield _phone(text, match.start(1), match.end(1))
    for match in pattern(_TAX_SHAPE).finditer(text):
        yield mention("identifier", match[0], text, match.start(), match.end(), "tax_id")


def _phone(text: str, start: int, end: int) -> Mention:
    number = _digits(text[start:end].lower().partition("x")[0].partition("ext")[0])
    number = number[1:] if len(number) == len("15552010100") and number[0] == "1" else number
    left = clause_before(text, start, 30)
    fax = pattern(_FAX).search(left)
    is_fax = bool(fax) and not pattern(_PHONE_AGAIN).search(left[fax.start() :] if fax else "")
    return mention("identifier", number, text, start, end, "fax" if is_fax else "phone")


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _unlabelled(text: str) -> Iterator[Mention]:
    for match in pattern(_LONG_NUMBER).finditer(text):
        unit = "npi" if npi.is_valid(match[0]) else "number"
        yield mention("identifier", match[0], text, match.start(), match.end(), unit)
    for match in pattern(_MIXED, exact_case=True).finditer(text):
        letters = sum(c.isalpha() for c in match[0])
        if letters and len(_digits(match[0])) >= _FEWEST_DIGITS:
            yield mention("identifier", match[0], text, match.start(), match.end(), "number")
