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
    r"\b(?:effective|eff|revised|revision|reviewed|review date|polic(?:y|ies)|bulletin|lcd|ncd|guidelines?|version|"
    r"in force|"
    r"published|publication|supersed\w*|retired|amended|edition|code set|cdt|icd-10-cm|regulation|rule|manual|"
    r"criteria|cfr|federal register|schedule|contract year|plan year|benefit year|calendar year)\b",
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
_WEAK = frozenset(
    {"on", "since", "dated", "of", "order", "denied", "report", "note", "received", "study", "test", "claim"}
)
_POLICY_WORD = re.compile(r"[LA][0-9]{5}")
_DIGITS_OF_AN_INSURANCE_POLICY = 7


def detect(text: str, known: Iterable[KnownValue] = ()) -> tuple[Identifier, ...]:
    """Every identifier without overlaps, in reading order; a longer one swallows those inside it.

    ``known`` are the values of the case at hand. Names found by their surroundings are looked for again in the whole
    text, so that ``Patient: Jane Doe ... Doe agreed`` yields both.

    >>> found = detect("Patient: Jane Doe, DOB 5/2/1984, D2740 on 11/12/26; policy NLH-OA-014 effective 2026-01-01")
    >>> [(i.kind, i.quote) for i in found]
    [('PERSON', 'Jane Doe'), ('DATE', '5/2/1984'), ('DATE', '11/12/26')]
    """
    people = names.find(text)
    given = (*known, *(KnownValue("PERSON", person.quote) for person in people))
    found = (*known_values.find(text, given), *people, *places.find(text), *_recognised(text))
    return _longest(found)


def _recognised(text: str) -> Iterator[Identifier]:
    for found in everything.mentions(text):
        kind = _kind(text, found)
        if kind is not None:
            yield Identifier(kind, found.quote, found.start, found.end)


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
    window = window[max(window.rfind("\n"), window.rfind(";")) + 1 :]
    policy = max((m.end() for m in _OF_A_POLICY.finditer(window)), default=-1)
    if policy < 0:
        return False
    return not any(m.end() > policy and m[0].lower() not in _WEAK for m in _OF_A_PERSON.finditer(window))


def _longest(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    kept: list[Identifier] = []
    ranked = sorted(set(found), key=lambda i: (i.start - i.end, i.start, i.kind))
    taken = bytearray(max((i.end for i in ranked), default=0))
    for candidate in ranked:
        if candidate.end > candidate.start and not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
            kept.append(candidate)
    return tuple(sorted(kept, key=lambda i: i.start))
