"""Addresses smaller than a state, web addresses and network addresses."""

from __future__ import annotations

import re

from assistant.privacy.kinds import Identifier, Kind

_STREET_TYPE = (
    "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Circle|Cir|Place|Pl|Way|Terrace|Ter|Parkway|"
    "Pkwy|Highway|Hwy|Square|Sq|Trail|Trl|Loop|Alley|Plaza|Broadway|Pike|Row|Crossing|Point"
)
_UNIT = r"(?:,?[ \t]{1,2}(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|Rm|Room|#)\.?[ \t#]{0,2}[0-9A-Za-z-]{1,6})?"
_STATE = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|"
    "PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
#: States whose letters are also a word or an abbreviation; without a comma they are no sign of a town.
_WORDS = "ID|IN|OR|ME|OK|HI|OH|MD|MS|CO|CT|PA|MA|LA|DE|AL"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_WEB = r"(?<![A-Za-z0-9])(?:https?://|www\.)[^\s<>\"'\u201c\u201d)\]]{2,400}(?<![.,;:!?])"
_SITE = (
    r"(?<![A-Za-z0-9@._/-])(?:[a-z0-9-]{1,40}\.){1,3}(?:com|org|net|edu|gov|info|health|us|io|"
    r"example)(?:/[^\s<>\"')\]]{0,300})?(?![A-Za-z0-9@])(?<![.,;:!?])"
)
_IPV4 = rf"(?<![0-9A-Za-z.])(?:{_BYTE}\.){{3}}{_BYTE}(?![0-9A-Za-z]|\.[0-9])"
_IPV6 = r"(?<![0-9A-Za-z:.])(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4}){1,4}(?![0-9A-Za-z:])"
_STREET = (
    r"(?<![0-9A-Za-z#$.,/-])[0-9]{1,6}(?:-[0-9]{1,4})?[A-Za-z]?[ \t](?:[NSEW]\.?[ \t]|North |South |East |West )?"
    rf"(?:[A-Z0-9][A-Za-z0-9'\u2019.-]{{0,20}}[ \t]){{1,4}}(?:{_STREET_TYPE})\b\.?{_UNIT}"
)
_BOX = r"(?i:\bP\.?[ ]?O\.?[ ]?Box[ ]{1,2}[0-9]{1,8})\b"
_TOWN = (
    r"(?<![A-Za-z])[A-Z][A-Za-z.'-]{1,20}(?:[ ][A-Z][A-Za-z.'-]{1,20}){0,2}"
    rf"(?:,[ ]{{1,2}}(?:{_STATE})|[ ]{{1,2}}(?!{_WORDS})(?:{_STATE}))(?=[ ,]{{1,2}}[0-9]{{5}})"
)
_LABELLED = (
    r"(?i:(?<![a-z])(?:(?:address|addr|street|city|county)[ \t]?:|lives (?:at|in)|resides (?:at|in)))[ \t]{1,2}"
    r"([A-Z0-9](?:[A-Za-z0-9'\u2019# -]|\.(?=[ ][a-z0-9]|[^ ])){2,60})"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("URL", re.compile(_WEB, re.IGNORECASE)),
    ("URL", re.compile(_SITE, re.IGNORECASE)),
    ("IP", re.compile(_IPV4)),
    ("IP", re.compile(_IPV6)),
    ("ADDRESS", re.compile(_STREET)),
    ("ADDRESS", re.compile(_BOX)),
    ("ADDRESS", re.compile(_TOWN)),
    ("ADDRESS", re.compile(_LABELLED)),
)


def find(text: str) -> tuple[Identifier, ...]:
    """Every address, web address and network address.

    >>> [(i.kind, i.quote) for i in find("2740 Oak Street, Apt 4, Springfield, IL 62704; https://a.example/x?id=1.")]
    [('URL', 'https://a.example/x?id=1'), ('ADDRESS', '2740 Oak Street, Apt 4'), ('ADDRESS', 'Springfield, IL')]
    """
    found = []
    for kind, shape in _PATTERNS:
        for match in shape.finditer(text):
            group = 1 if shape.groups else 0
            found.append(Identifier(kind, match[group], *match.span(group)))
    return tuple(found)
