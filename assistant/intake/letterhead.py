"""Who wrote a payer's letter and to which office: read from its head, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.case import Practice
from assistant.intake.strangers import names_in, same_person

#: The head of a letter ends here at the latest, in lines.
_HEAD = 25
#: So many lines may stand above the name of who writes.
_FIRST = 3
_LONGEST_NAME = 8
_INSURES = re.compile(
    r"\b(?:insurance|assurance|benefits?|trust|health|plans?|mutual|life|casualty|fund|administrators?|PPO|HMO|cross|"
    r"shield|indemnity)\b",
    re.IGNORECASE,
)
_TREATS = re.compile(
    r"\b(?:dental|dentistry|dentists?|orthodontics?|endodontics?|periodontics?|oral|smiles?|clinic|DDS|DMD|practice|"
    r"associates|surgery|sleep)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"[:\d$]|\b(?:explanation|notice|denial|statement|letter|determination|center|clinic|associates|dear|page|"
    r"of (?:the )?(?:claim|decision|payment))\b",
    re.IGNORECASE,
)
_STREET = re.compile(r"(?:P\.?\s?O\.?\s?Box\s+\d+|\d{1,6}\s+[A-Z][\w.' -]{2,40})[\w.,# -]*", re.IGNORECASE)
_PLACE = re.compile(r"[A-Z][\w.' -]{1,40},?\s+[A-Z]{2},?\s+\d{5}(?:-\d{4})?")


def payer_on_head(text: str) -> str | None:
    r"""The name on the head of a letter that insures by its words; ``None`` where the first lines hold none.

    >>> payer_on_head("HARBOR PINE BENEFIT TRUST\nP.O. Box 5512, Duluth MN 55802")
    'Harbor Pine Benefit Trust'
    >>> payer_on_head("Explanation of Benefits\nD2740 was denied.") is None
    True
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_FIRST]
    for line in lines:
        if _INSURES.search(line) and not _TITLE.search(line) and 1 < len(line.split()) <= _LONGEST_NAME:
            return _plain(line)
    return None


def office_addressed(text: str) -> Practice:
    """The office that a letter is addressed to: a name of a practice over its street and its place; empty for none."""
    patient = next((found["name"] for found in names_in(text)), None)
    for name, street, place in _blocks(text):
        if _TREATS.search(name) and not (patient and same_person(patient, name)):
            return Practice(name=_plain(name), address=f"{street.strip(' ,')}, {place}")
    return Practice()


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    lines = [line.strip() for line in text.splitlines()][:_HEAD]
    for above, street, place in zip(lines, lines[1:], lines[2:], strict=False):
        if above and not _STREET.fullmatch(above) and _STREET.fullmatch(street) and _PLACE.fullmatch(place):
            yield above, street, place


def _plain(name: str) -> str:
    """Letterheads shout; letters do not."""
    if not name.isupper():
        return name
    return " ".join(word if len(word) < _FIRST else word.capitalize() for word in name.split())
