"""Who wrote a payer's letter and to which office: read from its head, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.case import Practice
from assistant.intake.strangers import names_in, same_person
from assistant.tables.letterhead import capitals, head_words

#: The head of a letter ends here at the latest, in lines.
_HEAD = 25
#: So many lines may stand above the name of who writes.
_FIRST = 3
_LONGEST_NAME = 8
#: What is shorter stays as it is written ("OF", "St").
_SHORTEST_SHOUTED = 3
#: Signs of a date, a label or an amount; no name has them.
_NO_NAME = re.compile(r"[:\d$]")
_LETTERS = re.compile(r"(?P<mark>['\u2019]?)(?P<run>[^\W\d_]+)")
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
        titled = _NO_NAME.search(line) or head_words("titles").search(line)
        if head_words("insures").search(line) and not titled and 1 < len(line.split()) <= _LONGEST_NAME:
            return _plain(line)
    return None


def office_addressed(text: str) -> Practice:
    """The office that a letter is addressed to: a name of a practice over its street and its place; empty for none."""
    patient = next((found["name"] for found in names_in(text)), None)
    for name, street, place in _blocks(text):
        if head_words("treats").search(name) and not (patient and same_person(patient, name)):
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
    return " ".join(word if len(word) < _SHORTEST_SHOUTED else _LETTERS.sub(_lowered, word) for word in name.split())


def _lowered(found: re.Match[str]) -> str:
    """One run of letters: an abbreviation as it is, a name with a capital, the "s" of a genitive without."""
    mark, run = found["mark"], found["run"]
    if run in capitals():
        return found[0]
    return mark + (run.lower() if mark and len(run) == 1 else run.capitalize())
