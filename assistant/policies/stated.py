"""What a document without front matter says of itself: payer, number, days in force."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from assistant.readers.blocks import ReadDocument
from assistant.recognise import dates
from assistant.tables.payers import payers_in

#: Where a document introduces itself: so many letters from its beginning.
OPENING = 3_000

#: How far behind its label a date may stand.
_REACH = 40

_FIRST_DAY = re.compile(
    r"\b(?:effective(?:\s+(?:date|from|on|as of))?|in (?:force|effect) (?:from|on|since|as of)|"
    r"dates? of service (?:on (?:and|or) after|from)|beginning)\b[\s:]*",
    re.IGNORECASE,
)
_LAST_DAY = re.compile(
    r"\b(?:effective through|expires?(?:\s+on)?|expiration date|end date|termination date|valid (?:through|until)|"
    r"in (?:force|effect) (?:through|until))\b[\s:]*",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s*(?:through|thru|until|to|-|\u2013)\s*", re.IGNORECASE)
#: What may stand between a label and its date.
_BETWEEN = re.compile(r"[\s:,(]*(?:(?:on|from|as of|and after|date|the|is)[\s:]+)*", re.IGNORECASE)
_REVIEWED = re.compile(r"\b(?:last\s+)?review(?:ed)?(?:\s+date)?\b[\s:]*", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:policy|document|bulletin|guideline|manual|schedule|form)\s*(?:number|no\.?|id|#)\s*[:#]?\s*"
    r"([A-Z]{0,8}[-./]?(?=[A-Z0-9./-]*\d)[A-Z0-9][A-Z0-9./-]{1,20})",
    re.IGNORECASE,
)


def stated_in(read: ReadDocument, held: Collection[str] = ()) -> dict[str, str | date]:
    """Metadata keys with what the opening of the document states; keys that it does not state are absent.

    A payer counts only when the opening names exactly one. A date counts only in full and behind its label.
    """
    opening = "\n".join(block.text for block in read.blocks)[:OPENING]
    found: dict[str, str | date] = {}
    named = [match.name for match in payers_in(opening, held)]
    if len(named) == 1 and named[0]:
        found["payer"] = named[0]
    if number := _NUMBER.search(opening):
        found["policy_number"] = number.group(1).rstrip(".-/")
    if first := _labelled(opening, _FIRST_DAY):
        found["effective_from"], end = first
        if last := _range_end(opening, end):
            found["effective_through"] = last
    if labelled := _labelled(opening, _LAST_DAY):
        found["effective_through"] = labelled[0]
    if labelled := _labelled(opening, _REVIEWED):
        found["reviewed"] = labelled[0]
    return found


def _labelled(text: str, label: re.Pattern[str]) -> tuple[date, int] | None:
    """The first full date right behind the label, and where it ends."""
    for match in label.finditer(text):
        if found := _date_at(text, match.end(), _REACH):
            return found
    return None


def _range_end(text: str, start: int) -> date | None:
    """The second date of a range such as ``2026-01-01 through 2026-12-31``."""
    until = _UNTIL.match(text, start)
    found = _date_at(text, until.end(), _REACH) if until else None
    return found[0] if found else None


def _date_at(text: str, start: int, reach: int) -> tuple[date, int] | None:
    near = text[start : start + reach]
    mention = next(iter(dates.find(near)), None)
    if mention is None or mention.unit or not _BETWEEN.fullmatch(near[: mention.start]):
        return None
    return date.fromisoformat(mention.value), start + mention.end
