"""What a document without front matter says of itself: payer, plan, number, kind, lane, days in force."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from assistant.domain.codes import Lane
from assistant.domain.policy import PolicyKind
from assistant.policies.company import company_in
from assistant.readers.documents.blocks import ReadDocument
from assistant.recognise import dates, procedure_codes
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
_PLAN = re.compile(
    r"^\W*(?:benefit )?plan(?: name)?\s*[:|]\s*(?P<plan>[A-Z][^|:;\n]{1,60}?)\W*$", re.IGNORECASE | re.MULTILINE
)
#: A payer that is written behind its label, to the end of the line or cell.
_PAYER = re.compile(
    r"^\W*(?:payer|payor|insurer|carrier|insurance company|plan sponsor|issued by|published by)\s*[:|]\s*"
    r"(?P<payer>[A-Z][^|:;\n]{1,80}?)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_EVERY_PLAN = re.compile(r"\b(?:all|every|any|each)\b", re.IGNORECASE)
_KINDS: tuple[tuple[PolicyKind, re.Pattern[str]], ...] = (
    (
        "benefit_summary",
        re.compile(
            r"\b(?:summary of benefits|benefits? (?:summary|grid|schedule)|schedule of benefits|fee schedule)\b", re.I
        ),
    ),
    ("coding_guide", re.compile(r"\b(?:coding|billing) (?:guide|guidelines?|manual|reference)\b", re.I)),
    (
        "protocol",
        re.compile(r"\b(?:office|practice|front desk|team) (?:protocol|procedure|workflow|checklist)\b", re.I),
    ),
    ("glossary", re.compile(r"\bglossary\b", re.I)),
)
#: Codes of one kind that settle the lane when there is none of the other.
_LANE_CODES = 3
#: Letters of a document that are read for its lane.
_LANE_READ = 200_000

_NUMBER = re.compile(
    r"\b(?:policy|document|bulletin|guideline|manual|schedule|form)\s*(?:number|no\.?|id|#)\s*[:#]?\s*"
    r"([A-Z]{0,8}[-./]?(?=[A-Z0-9./-]*\d)[A-Z0-9][A-Z0-9./-]{1,20})",
    re.IGNORECASE,
)


def stated_in(read: ReadDocument, held: Collection[str] = ()) -> dict[str, str | date]:
    """Metadata keys with what the opening of the document states; keys that it does not state are absent.

    A payer counts only when the opening names exactly one; a name that is not known counts where it stands for
    itself. A date counts only in full and behind its label, a kind only in a heading, a lane only where all codes
    of the document belong to it.
    """
    opening = "\n".join(block.text for block in read.blocks)[:OPENING]
    found: dict[str, str | date] = {}
    if payer := _payer(read, opening, held):
        found["payer"] = payer
    if (plan := _PLAN.search(opening)) and not _EVERY_PLAN.search(plan["plan"]):
        found["plan"] = plan["plan"].strip()
    if kind := _kind(read):
        found["kind"] = kind
    if lane := _lane(read):
        found["lane"] = lane
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


def _payer(read: ReadDocument, opening: str, held: Collection[str]) -> str | None:
    """The one payer behind a label; else the one the opening names: known, or a company that introduces itself."""
    labelled = {" ".join(match["payer"].split()) for match in _PAYER.finditer(opening)}
    if len(labelled) == 1:
        return labelled.pop()
    known = payers_in(opening, held)
    company = company_in(block.text for block in read.blocks[:12])
    if company is not None and not payers_in(company, held):
        return company if not known else None
    return known[0].name if len(known) == 1 else None


def _kind(read: ReadDocument) -> PolicyKind | None:
    headings = [block.text for block in read.blocks[:6] if block.kind == "heading"]
    return next((kind for kind, pattern in _KINDS if any(pattern.search(words) for words in headings)), None)


def _lane(read: ReadDocument) -> Lane | None:
    """The lane of all codes; where both kinds stand, or few, it is left open."""
    codes = [mention.value for mention in procedure_codes.find(read.text[:_LANE_READ])]
    dental = sum(code.startswith("D") for code in codes)
    medical = len(codes) - dental
    if dental >= _LANE_CODES and not medical:
        return "dental"
    return "medical" if medical >= _LANE_CODES and not dental else None


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
