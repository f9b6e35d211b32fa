"""The appeal period that a payer's own document states."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.domain.benefits import PlanWindow
from assistant.domain.policy import Passage, PolicyDocument
from assistant.recognise import sentences

_WINDOW = re.compile(
    r"\b(?P<count>\d{1,4})\s+(?P<unit>calendar days?|business days?|working days?|days?|months?)\b"
    r"(?P<from>[^.;]{0,60}?\b(?:receiv\w*|receipt|date (?:of|on)|remittance|notice|denial|letter)\b[^.;]{0,30})",
    re.IGNORECASE,
)
_APPEAL = re.compile(r"\bappeal(?:ed)?\b|\bappeals (?:must|may|have to|are due)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:second[- ]level|second appeal|external|reconsideration only|decid\w+|answer\w*|respond\w*"
    r"|acknowledg\w+|resolv\w+|(?:is|are|be) (?:reviewed|processed|completed|heard))\b",
    re.IGNORECASE,
)
_RECEIPT = re.compile(r"receiv|receipt", re.IGNORECASE)


def appeal_window(passages: Iterable[Passage], document: PolicyDocument) -> PlanWindow | None:
    """The first-level appeal period of a document, with the sentence that states it as its source."""
    for passage in passages:
        for sentence in sentences.split(passage.text):
            if not _APPEAL.search(sentence.text) or _OTHER.search(sentence.text):
                continue
            match = _WINDOW.search(sentence.text)
            if match is not None:
                return _window(match, document, passage)
    return None


def _window(match: re.Match[str], document: PolicyDocument, passage: Passage) -> PlanWindow:
    unit = match["unit"].lower()
    section = passage.section.rsplit(" > ", 1)[-1]
    return PlanWindow(
        value=int(match["count"]),
        unit="calendar_months"
        if unit.startswith("month")
        else "business_days"
        if unit.startswith(("business", "working"))
        else "calendar_days",
        counts_from="receipt" if _RECEIPT.search(match["from"]) else "letter",
        source=f"{document.title}, {section}",
    )
