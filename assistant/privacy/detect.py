"""Find the identifiers of people in a text, so that they can be replaced before the text leaves.

Procedure, diagnosis and denial codes, amounts, policy numbers and the dates of policies are no identifiers and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.domain.fact import Mention
from assistant.privacy import known as known_values
from assistant.privacy import names, places
from assistant.privacy.kinds import Identifier, Kind, KnownValue
from assistant.recognise import everything

_KINDS: dict[str, Kind] = {
    "claim": "CLAIM",
    "payer_claim": "CLAIM",
    "member": "MEMBER",
    "group": "GROUP",
    "npi": "NPI",
    "phone": "PHONE",
    "fax": "FAX",
    "email": "EMAIL",
    "ssn": "SSN",
    "mrn": "MRN",
    "zip": "ZIP",
    "account": "ACCOUNT",
    "authorization": "AUTHORIZATION",
    "reference": "REFERENCE",
    "tax_id": "TAXID",
    "licence": "LICENCE",
    "check": "CHECK",
    "device": "DEVICE",
    "number": "ID",
}
_OLDEST_SHOWN = 89
_WINDOW = 70
_OF_A_POLICY = re.compile(
    r"(?<![A-Za-z])(?:effective(?:_from|_through)?|eff|revised|revision|reviewed|review date|polic(?:y|ies)|bulletin|"
    r"lcd|ncd|guidelines?|version|in force|published|publication|supersed\w*|retired|amended|edition|code set|cdt|"
    r"icd-10-cm|regulation|rule|manual|criteria|cfr|federal register|schedule|contract year|plan year|benefit year|"
    r"calendar year|on (?:or|and) after|dates? of service (?:on|from|beginning|starting|through|before|after)|"
    r"takes? effect|in effect|as of)(?![A-Za-z])",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(
    r"\b(?:dos|date of service|dates? of|service date|dob|born|birth|seen|visit|appt|appointment|patient|pt|admitted|"
    r"admission|discharged?|died|death|treated|performed|placed|seated|prepped|extracted|study|test|trial|exam|called|"
    r"spoke|letter|denied|denial|received|signed|ordered|order|prescribed|diagnosed|reported|scheduled|surgery|injury|"
    r"accident|fell|fall|member|subscriber|coverage|enrolled|eligib\w*|hired|claim|x-?ray|radiograph|pano|cbct|download|"
    r"taken|dated|on|since|report|note|check|paid|eob|remittance|fracture|biopsy|pathology|consult\w*|referr\w*)\b",
    re.IGNORECASE,
)
#: Coverage of a person takes effect too.
_OF_COVERAGE = re.compile(
    r"\b(?:coverage|enrol\w*|eligib\w*|insurance|insured|member\w*|subscriber|dependent)\b[^.;\n]{0,20}"
    r"(?:\beffective|\beff)$",
    re.IGNORECASE,
)
_WEAK = frozenset(
    {"on", "since", "dated", "of", "order", "denied", "report", "note", "received", "study", "test", "claim"}
)
_SENTENCE_END = re.compile(r"[\n;]|[.!?]\s+(?=[A-Z])")
_POLICY_WORD = re.compile(r"[LA][0-9]{5}")
_BLANK_ENDS = " \t\n\r,;"
_DIGITS_OF_AN_INSURANCE_POLICY = 7


def detect(text: str, known: Iterable[KnownValue] = ()) -> tuple[Identifier, ...]:
    """Every identifier without overlaps, in reading order.

    A longer one swallows those inside it; of one that it merely touches the rest stays, so that nothing is uncovered.

    ``known`` are the values of the case at hand. Names found by their surroundings are looked for again in the whole
    text, so that ``Patient: Jane Doe ... Doe agreed`` yields both.

    >>> found = detect("Patient: Jane Doe, DOB 5/2/1984, D2740 on 11/12/26; policy NLH-OA-014 effective 2026-01-01")
    >>> [(i.kind, i.quote) for i in found]
    [('PERSON', 'Jane Doe'), ('DATE', '5/2/1984'), ('DATE', '11/12/26')]
    """
    people = names.find(text)
    again = known_values.find_again(text, {person.quote for person in people})
    found = (
        *known_values.find(text, known),
        *people,
        *names.initialed(text),
        *again,
        *places.find(text),
        *_recognised(text),
    )
    return _apart(text, found)


def _recognised(text: str) -> Iterator[Identifier]:
    for found in everything.mentions(text):
        kind = _kind(text, found)
        if kind is not None:
            yield Identifier(kind, found.quote, found.start, found.end)
    for match in _OLD_IN_WORDS.finditer(text):
        yield Identifier("AGE", match[1], *match.span(1))


_OLD_IN_WORDS = re.compile(
    r"\b(?:aged?|turn(?:ed|s)|is|was)[ ](ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one hundred"
    r"(?: (?:and )?[a-z]{3,5})?)(?![-a-z]|[ ](?:days|months|weeks|percent|dollars|minutes))",
    re.IGNORECASE,
)


def _kind(text: str, found: Mention) -> Kind | None:
    if found.kind == "date":
        return None if found.unit == "year" or is_policy_date(text, found.start) else "DATE"
    if found.kind == "measurement" and found.unit == "age":
        return "AGE" if float(found.value) > _OLDEST_SHOWN else None
    if found.kind != "identifier":
        return None
    if found.unit == "policy":
        digits = found.value.isdigit() and len(found.value) >= _DIGITS_OF_AN_INSURANCE_POLICY
        return "MEMBER" if digits else None
    if found.unit == "number" and _POLICY_WORD.fullmatch(found.value):
        return None
    return _KINDS.get(found.unit)


def is_policy_date(text: str, start: int) -> bool:
    """Whether the date at ``start`` is told by the nearest word before it to belong to a policy or a rule."""
    window = text[max(0, start - _WINDOW) : start]
    window = window[max((m.end() for m in _SENTENCE_END.finditer(window)), default=0) :]
    told = [m for m in _OF_A_POLICY.finditer(window) if not _OF_COVERAGE.search(window, 0, m.end())]
    if not told:
        return False
    policy = told[-1].end()
    return not any(m.end() > policy and m[0].lower() not in _WEAK for m in _OF_A_PERSON.finditer(window))


def _apart(text: str, found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    kept: list[Identifier] = []
    taken = bytearray(len(text))
    for candidate in sorted(dict.fromkeys(found), key=lambda i: (i.start - i.end, i.start)):
        for start, end in _free(taken, candidate.start, candidate.end):
            taken[start:end] = b"\x01" * (end - start)
            quote = text[start:end]
            if any(c.isalnum() for c in quote):
                first = start + len(quote) - len(quote.lstrip(_BLANK_ENDS))
                last = start + len(quote.rstrip(_BLANK_ENDS))
                kept.append(Identifier(candidate.kind, text[first:last], first, last))
    return tuple(sorted(kept, key=lambda i: i.start))


def _free(taken: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between ``start`` and ``end`` that nothing covers yet."""
    while start < end:
        first = taken.find(b"\x00", start, end)
        if first < 0:
            return
        after = taken.find(b"\x01", first, end)
        start = end if after < 0 else after
        yield first, start
