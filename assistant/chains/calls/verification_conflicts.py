"""Where a payer's representative and the payer's own document in force say different things, with both quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assistant.domain.contact import Contradiction, Said, VerificationRecord
from assistant.domain.policy import Limit, Passage
from assistant.domain.ports import PassageSearch, PolicyLimits
from assistant.recognise import codes, sentences

_AUTHORIZATION = re.compile(r"\b(?:prior )?authori[sz]ation|\bpredetermination|\bprecertification", re.IGNORECASE)
_NOT_NEEDED = re.compile(
    r"\b(?:no|without)\b[^.|;]{0,30}\b(?:authori[sz]ation|predetermination|precertification)|"
    r"\bnot (?:required|needed)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"\b(?:required|requires|needs?|must|all)\b", re.IGNORECASE)
#: A rule for some only decides nothing about this call.
_CONDITIONAL = re.compile(
    r"\b(?:only|unless|except|when|if|for (?:any|non)|non-?participating|at an? AHI|or more|within \d+)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\b(\d{1,3}) ?(?:%|percent)", re.IGNORECASE)
_COVERED = re.compile(r"\b(?:is|are|be)? ?(not )?covered\b|\bexcluded\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?P<count>once|one|1x?|twice|two|2x?) ?(?:per|in|every|/|a|each) ?(?P<number>\d{0,3}) ?"
    r"(?:calendar |benefit |cal )?(?P<unit>y(?:ea)?rs?|mos?|months?)\b",
    re.IGNORECASE,
)
_MONTHS = {"month": 1, "year": 12, "calendar_year": 12, "benefit_year": 12}
_WHOLE = 100


class _Written(NamedTuple):
    """A line of a document that speaks of a code."""

    passage: Passage
    line: str
    about: str


def contradictions(
    record: VerificationRecord, library: PassageSearch, limits: PolicyLimits | None, *, plan: str | None = None
) -> tuple[Contradiction, ...]:
    """Every answer that differs from a document of the payer in force on the day of the call; doubtful ones pass."""
    payer, on = record.contact.payer, record.contact.day
    if payer is None:
        return ()
    found: list[Contradiction] = []
    named = tuple(dict.fromkeys(each.code for each in record.answers if each.code and codes.find(each.code)))
    for code in named:
        written = tuple(_lines(library, payer, on, plan, code))
        for said in record.answers:
            if said.code == code or (said.topic == "authorization" and said.code is None and len(named) == 1):
                found += _compared(said, code, written)
        found += _often(record, code, limits, library, on, plan)
    return tuple(dict.fromkeys(found))


def _lines(library: PassageSearch, payer: str, on: date, plan: str | None, code: str) -> Iterator[_Written]:
    """Every sentence and table row in force that names the code."""
    for document in library.in_force(payer, on, plan=plan):
        for passage in library.passages_of(document.id):
            if code not in passage.text.upper():
                continue
            rows = [row for row in passage.text.splitlines() if row.lstrip().startswith("|")]
            prose = [s.text for s in sentences.split(passage.text) if not s.text.lstrip().startswith("|")]
            for line in (*rows, *prose):
                if any(each.value == code for each in codes.find(line)):
                    yield _Written(passage, line.strip(), f"{passage.section} {passage.title}")


def _compared(said: Said, code: str, written: tuple[_Written, ...]) -> Iterator[Contradiction]:
    if said.topic == "authorization" and said.value in ("yes", "no"):
        yield from _authorization(said, code, written)
    elif said.topic == "percent":
        yield from _percent(said, code, written)


def _authorization(said: Said, code: str, written: tuple[_Written, ...]) -> Iterator[Contradiction]:
    """Only where every line in force that decides it says the opposite."""
    told: list[tuple[bool, _Written]] = []
    for each in written:
        needed = _needs_authorization(each)
        if needed is not None:
            told.append((needed, each))
    opposite = said.value == "no"
    if told and all(needed is opposite for needed, _ in told):
        yield _contradiction(f"prior authorization for {code}", said, told[0][1])


def _needs_authorization(written: _Written) -> bool | None:
    """Whether a line says that authorization is needed; ``None`` where it says neither or only for some."""
    own = _AUTHORIZATION.search(written.line)
    if not own and not _AUTHORIZATION.search(written.about):
        return None
    if _CONDITIONAL.search(written.line):
        return None
    if _NOT_NEEDED.search(written.line) or (not own and _NOT_NEEDED.search(written.about)):
        return False
    return True if _NEEDED.search(written.line) else None


def _percent(said: Said, code: str, written: tuple[_Written, ...]) -> Iterator[Contradiction]:
    denied = said.value == "not covered"
    for each in written:
        if _CONDITIONAL.search(each.line):
            continue
        stated = {int(match[1]) for match in _PERCENT.finditer(each.line)}
        # A document may state the member's share as well.
        if not denied and stated and not stated & {int(said.value), _WHOLE - int(said.value)}:
            yield _contradiction(f"the percentage for {code}", said, each)
        covered = _COVERED.search(each.line)
        no = covered is not None and (covered[1] is not None or covered[0].lower() == "excluded")
        if covered is not None and no is not denied:
            yield _contradiction(f"coverage of {code}", said, each)


def _often(
    record: VerificationRecord,
    code: str,
    limits: PolicyLimits | None,
    library: PassageSearch,
    on: date,
    plan: str | None,
) -> Iterator[Contradiction]:
    """A frequency that differs from the only one that the documents state for the code."""
    payer = record.contact.payer
    said = [each for each in record.answers if each.topic == "frequency" and each.code in (code, None)]
    if limits is None or payer is None or len(said) != 1:
        return
    spoken = _spoken(said[0].quote)
    held = [
        limit
        for limit in limits.limits(payer, code, on, plan=plan)
        if limit.kind in ("frequency", "replacement") and limit.window and limit.window_unit in _MONTHS
    ]
    stated = {(limit.count, _months(limit)) for limit in held}
    if spoken is None or len(stated) != 1 or spoken in stated:
        return
    passage = library.passage(held[0].passage)
    if passage is not None:
        yield _contradiction(f"the frequency of {code}", said[0], _Written(passage, held[0].quote, ""))


def _spoken(text: str) -> tuple[int, int] | None:
    """How many in how many months."""
    match = _OFTEN.search(text)
    if match is None:
        return None
    count = 2 if match["count"].lower() in ("twice", "two", "2", "2x") else 1
    return count, int(match["number"] or 1) * (12 if match["unit"].lower().startswith("y") else 1)


def _months(limit: Limit) -> int:
    return (limit.window or 0) * _MONTHS[limit.window_unit or "month"]


def _contradiction(what: str, said: Said, written: _Written) -> Contradiction:
    passage = written.passage
    since = f" in force from {passage.effective_from}" if passage.effective_from else ""
    return Contradiction(
        what=what,
        said=said.quote,
        written=written.line,
        document=passage.document,
        title=passage.title,
        section=passage.section,
        passage=passage.key,
        effective_from=passage.effective_from,
        ask=f'Your {passage.title}{since} says: "{written.line}" On the call we were told: "{said.quote}" '
        "Which applies? Please confirm it in writing.",
    )
