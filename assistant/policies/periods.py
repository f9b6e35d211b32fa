"""Times to file, to resend and to appeal that a payer's document states, each with its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.benefits import Anchor, ClockUnit
from assistant.domain.policy import Confidence, Passage
from assistant.policies.rows import Row, is_row, tables
from assistant.recognise import sentences
from assistant.recognise.numbers import WORD, plain

PeriodEvent = Literal["claim_filing", "secondary_filing", "corrected_claim", "records_request", "appeal"]


class StatedPeriod(Frozen):
    """A length of time that a document gives the office, from the day that ``counts_from`` names.

    ``quote`` is verbatim from ``passage``. A period whose words do not say from when it counts is of low confidence.
    """

    event: PeriodEvent
    level: int = 1
    value: int
    unit: ClockUnit
    counts_from: Anchor
    section: str = ""
    document: str = ""
    passage: str = ""
    page: int | None = None
    quote: str = ""
    confidence: Confidence = "high"


_HUNDRED = "one hundred"
_LENGTH = re.compile(
    rf"(?<![\w.$/-])\(?(?P<count>\d{{1,4}}|{_HUNDRED}(?:(?: and)? {WORD})?|{WORD})"
    r"\)?[\s-]+(?P<unit>(?:calendar |business |working |consecutive )?days?|(?:calendar )?(?:months?|years?))\b"
    r"(?!\s+(?:of age|old\b|review))",
    re.IGNORECASE,
)
_APPEAL = re.compile(
    r"\bappeal(?:ed)?\b|^\W*appeals?(?: \w+)?:|\bappeals (?:must|may|have to|are due)\b|\bredetermination\b",
    re.IGNORECASE,
)
_APPEAL_NAME = re.compile(r"\b(?:appeals?|dispute|redetermination)\b", re.IGNORECASE)
_SECOND = re.compile(r"\b(?:second|2nd)[- ](?:level|appeal|review|dispute)\b|\blevel (?:2|two|II)\b", re.IGNORECASE)
#: Times of the payer itself, and steps that are no appeal to the payer.
_OTHER = re.compile(
    r"\b(?:external|independent review|fair hearing|reconsideration only|decid\w+"
    r"|(?<!appeal this )(?<!appeal the )(?<!appeal our )(?<!appeal a )decision within"
    r"|answer\w*|respond\w*"
    r"|acknowledg\w+|resolv\w+|expedited|urgent|retain\w*|recoup\w*|refund\w*|overpa\w+"
    r"|pays?|denies|process(?:es)?|interest|(?:is|are|be) (?:reviewed|processed|completed|heard|paid|kept))\b",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:corrected|correction|replacement claim|adjust(?:ed|ment)|resubmi\w+|void)\b", re.IGNORECASE
)
_SECONDARY = re.compile(
    r"\bsecondary\b|\bcoordination of benefits\b|\bCOB\b"
    r"|\bprimary (?:payer|payor|carrier|plan|insurer)?(?:'s)? ?"
    r"(?:EOB|explanation|remittance|payment|decision|statement)",
    re.IGNORECASE,
)
_RECORDS = re.compile(
    r"\b(?:records?|information|documentation|documents)\b[^.;]{0,40}\brequest|\brequest(?:s|ed)?\b[^.;]{0,40}"
    r"\b(?:records?|information|documentation|documents)\b",
    re.IGNORECASE,
)
_FILING = re.compile(
    r"\btimely filing\b|\bfiling (?:limit|period|time|deadline)\b"
    r"|\b(?:file|filed|submit|submitted|send|sent|receive|received)\b[^.;|]{0,60}\bclaims?\b|\bclaims?\b[^.;|]{0,60}\b(?:filed|submitted|sent|received|arrive|reach|due)\b"
    r"|\b(?:first|initial|original|new|clean) claims?\b|\bclaim (?:filing|submission)\b",
    re.IGNORECASE,
)
#: A span of two numbers gives no last day.
_SPAN = re.compile(r"\d\s*(?:to|-|\u2013)\s*\d{1,4}\s+(?:day|month|year)", re.IGNORECASE)
#: How old a paper may be is no time to send it.
_DATED = re.compile(
    r"\b(?:dated|taken|made|images?|radiographs?|x-?rays?)\b[^.;|]{0,40}\b(?:within|in the last)\b", re.IGNORECASE
)
_AUTHORIZATION = re.compile(r"\b(?:authori[sz]ation|predetermination|approval|waiting period)\b", re.IGNORECASE)

_ANCHOR_WORDS: dict[Anchor, str] = {
    "primary_eob": r"\bprimary\b[^.;|]{0,60}\b(?:EOB|explanation|remittance|payment|decision|notice|paid)",
    "service": (
        r"\b(?:dates? of service|service dates?|DOS|date of treatment|treatment (?:date|day)"
        r"|services? (?:was|were|is|are)|day of service|date (?:the )?service|completion date"
        r"|date of completion|visit)\b"
    ),
    "receipt": r"\b(?:receiv\w*|receipt|gets?|getting)\b",
    "request": r"\brequest\b",
    "letter": (
        r"\b(?:date (?:of|on)|remittance|notice|denial|letter|explanation|EOB|determination|decision"
        r"|statement|payment|processed|voucher)\b"
    ),
}
_ANCHORS = tuple((anchor, re.compile(words, re.IGNORECASE)) for anchor, words in _ANCHOR_WORDS.items())
#: The level of an appeal in front of its row.
_LEVEL_ROW = re.compile(r"\|?\s*(?:level )?(?P<level>[1-5])\s*\|", re.IGNORECASE)
_USUAL: dict[PeriodEvent, Anchor] = {
    "claim_filing": "service",
    "secondary_filing": "primary_eob",
    "corrected_claim": "letter",
    "records_request": "request",
    "appeal": "letter",
}
_FITTING: dict[PeriodEvent, frozenset[Anchor]] = {
    "claim_filing": frozenset({"service"}),
    "secondary_filing": frozenset({"primary_eob", "service", "letter", "receipt"}),
    "corrected_claim": frozenset({"letter", "receipt", "service"}),
    "records_request": frozenset({"request", "letter", "receipt"}),
    "appeal": frozenset({"letter", "receipt"}),
}
#: Behind the length: where the words say from when it counts.
_REACH = 90


def periods(passages: Iterable[Passage]) -> tuple[StatedPeriod, ...]:
    """Every period of an office's own steps in a document, in reading order; the times of the payer are left out."""
    return tuple(period for passage in passages for period in _in_passage(passage))


def _in_passage(passage: Passage) -> Iterator[StatedPeriod]:
    for rows in tables(passage.text):
        for row in rows:
            yield from _stated(row.line, _offices_own(row), passage, row=True)
    for line in passage.text.splitlines():
        if not is_row(line):
            for sentence in sentences.split(line):
                yield from _stated(sentence.text.strip(), sentence.text, passage, row=False)


def _offices_own(row: Row) -> str:
    """A row with its columns' names, without the cells that tell the payer's own times."""
    named = [f"{name}: {cell}" for name, cell in zip_longest(row.names, row.cells, fillvalue="") if cell]
    return " | ".join(words for words in named if not _OTHER.search(words))


def _stated(quote: str, words: str, passage: Passage, *, row: bool) -> Iterator[StatedPeriod]:
    """The one period of a sentence or row; where it names several, or another's, a person must read it."""
    if any(pattern.search(words) for pattern in (_OTHER, _AUTHORIZATION, _SPAN, _DATED)):
        return
    found = list(_LENGTH.finditer(words))
    named = _event(quote, words, passage, row=row)
    if not found or named is None or (len({_value(match) for match in found}) > 1 and not row):
        return
    event, sure = named
    match = min(found, key=_days)
    sure = sure and len({_value(each) for each in found}) == 1
    anchor = _anchor(event, words[match.end() : match.end() + _REACH]) or _anchor(event, words if row else "")
    yield StatedPeriod(
        event=event,
        level=_level(quote, words) if event == "appeal" else 1,
        value=_value(match)[0],
        unit=_value(match)[1],
        counts_from=anchor or _USUAL[event],
        section=passage.section,
        document=passage.document,
        passage=passage.key,
        page=passage.page,
        quote=quote,
        confidence="low" if anchor is None else "high" if sure else "medium",
    )


def _event(quote: str, words: str, passage: Passage, *, row: bool) -> tuple[PeriodEvent, bool] | None:
    """What the period is for: by its own words, else surely less by those of its heading."""
    heading = passage.section.rsplit(" > ", 1)[-1]
    appeal = _APPEAL_NAME if row else _APPEAL
    for text, sure in ((words if row else quote, True), (f"{heading} | {quote}", False)):
        if (appeal if sure else _APPEAL_NAME).search(text):
            return ("appeal", sure) if sure or _is_sent(quote) else None
        if _RECORDS.search(quote):
            return "records_request", sure
        if _CORRECTED.search(text) and "claim" in text.casefold():
            return "corrected_claim", sure
        if _SECONDARY.search(text) and (_FILING.search(text) or "claim" in text.casefold()):
            return "secondary_filing", sure
        if _FILING.search(text):
            return "claim_filing", sure
    return None


def _level(quote: str, words: str) -> int:
    if numbered := _LEVEL_ROW.match(quote):
        return int(numbered["level"])
    return 2 if _SECOND.search(words) else 1


def _is_sent(quote: str) -> bool:
    """Whether a sentence under a heading on appeals speaks of sending one in, and not of claims."""
    sent = re.search(
        r"\b(?:file|filed|submit\w*|send|sent|request\w*|due|received|write|deadline|dispute)\b", quote, re.I
    )
    return sent is not None and _FILING.search(quote) is None


def _anchor(event: PeriodEvent, words: str) -> Anchor | None:
    return next((anchor for anchor, named in _ANCHORS if anchor in _FITTING[event] and named.search(words)), None)


def _days(match: re.Match[str]) -> int:
    value, unit = _value(match)
    return value * {"years": 365, "calendar_months": 30}.get(unit, 1)


def _value(match: re.Match[str]) -> tuple[int, ClockUnit]:
    written, unit = match["count"].casefold(), match["unit"].casefold()
    rest = written.removeprefix(_HUNDRED).removeprefix(" and").strip()
    count = (int(plain(rest)) if rest else 0) + (100 if written.startswith(_HUNDRED) else 0)
    if "year" in unit:
        return count, "years"
    if "month" in unit:
        return count, "calendar_months"
    return count, "business_days" if unit.startswith(("business", "working")) else "calendar_days"
