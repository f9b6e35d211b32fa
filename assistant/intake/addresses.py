"""Where a payer's own paper says that an appeal goes."""

from __future__ import annotations

import re

from assistant.domain.case import Case, CaseDocument

#: A street or box, then anything on the next few lines, then state and ZIP code.
_PLACE = r"(?:P\.?\s?O\.?\s?Box\s+\d+|\d{1,6}[ ]+(?-i:[A-Z])[\w.' -]{2,40})[\s\S]{0,80}?\b[A-Z]{2}[ ,]+\d{5}(?:-\d{4})?"
_APPEALS = re.compile(
    r"\b(?:appeals?|reconsideration|grievances?|requests? for review|dispute)\b"
    r"(?P<between>[^.]{0,120}?)(?P<place>" + _PLACE + ")",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?P<between>(?:^[^\n]{2,60},[ \t]*)?)(?P<place>" + _PLACE + ")", re.MULTILINE)
_UNIT = re.compile(r"(?P<unit>[A-Z][\w&' -]{2,60}?)[\s,]*$")


def appeals_address(case: Case) -> tuple[str, CaseDocument] | None:
    """The address that a denial letter gives for appeals, one line, with the letter; ``None`` where none does."""
    for document in case.documents:
        if document.kind not in ("denial_letter", "letter") or not document.text:
            continue
        match = _APPEALS.search(document.text)
        if match is not None:
            return _one_line(match), document
    return None


def address_in(document: CaseDocument) -> str | None:
    """The first postal address of a paper, one line: that of the office that wrote it."""
    match = _FIRST.search(document.text or "")
    return _one_line(match) if match is not None else None


def _one_line(match: re.Match[str]) -> str:
    """The lines of the address joined with commas; a department named right before it belongs to it."""
    between = match["between"].strip(" :\n\t")
    unit = _UNIT.search(between.splitlines()[-1]) if between and not between.endswith(("to", "at")) else None
    named = [unit["unit"].strip()] if unit is not None and unit["unit"][0].isupper() else []
    lines = [line.strip(" ,") for line in match["place"].splitlines()]
    return ", ".join(re.sub(r"\s+", " ", part) for part in (*named, *lines) if part)
