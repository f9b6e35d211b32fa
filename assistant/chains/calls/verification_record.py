"""The note of a verification call becomes a structured, dated record; what was not said stays open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

from assistant.chains.calls.contact_note import contact_entry
from assistant.domain.contact import NextStep, OpenQuestion, Said, VerificationRecord
from assistant.recognise import codes
from assistant.tables.verification import following, topics

_CLAUSE = re.compile(
    r"[;\n]|,(?!\d{3}\b)(?!\s*\$?\d[\d,.]* (?:left|remaining|met|used|satisfied))|\.(?=\s|$)|\balso\b", re.IGNORECASE
)
_AMOUNT = r"\$?(\d[\d,]*(?:\.\d{2})?)"
_SLASH = re.compile(rf"{_AMOUNT} ?/ ?{_AMOUNT} ?(met|used|satisfied|left|remaining|rem)?\b", re.IGNORECASE)
_OF = re.compile(
    rf"{_AMOUNT} (?:(met|used|left) )?(?:of|out of) {_AMOUNT}(?: (met|used|satisfied|left|remaining))?", re.I
)
_WITH = re.compile(
    rf"{_AMOUNT}(?: ?, ?| (?:w/|with|and)? ?){_AMOUNT} (met|used|satisfied|left|remaining)\b", re.IGNORECASE
)
_ONE = re.compile(rf"(?<![A-Za-z\d.]){_AMOUNT}(?: (met|used|satisfied|left|remaining))?(?![\d%/-])", re.IGNORECASE)
_LEFT = frozenset({"left", "remaining", "rem"})
_PERCENT = re.compile(r"\b(\d{1,3}) ?(?:%|percent\b|pct\b)", re.IGNORECASE)
_NOT_COVERED = re.compile(r"\b(?:not covered|no coverage|excluded|not a (?:covered )?benefit|non-?covered)\b", re.I)
_CLASSES = re.compile(r"\b(preventive|prev|basic|major|ortho(?:dontics)?|perio|endo|implants?)\b", re.IGNORECASE)
_YES = re.compile(r"\b(?:yes|y|req(?:uired|uires|'?d)?|needed|needs|necessary|must|mandatory)\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|n|not|none|never|without|waived)\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<!\d)(?:\(?\d{3}\)?[ .-]?)?\d{3}[ .-]\d{4}(?!\d)")
_WITHIN = re.compile(r"\bwithin (\d{1,3}) ?mi(?:les?)?\b", re.IGNORECASE)
_NEAREST = re.compile(r"\b(?:nearest|closest)\b[^;,]{0,40}?(\d{1,3}) ?mi(?:les?)?\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(oon|out[- ]of[- ]network|non-?par)\b|\b(inn|in[- ]network|par)\b", re.IGNORECASE)
_QUESTION = re.compile(r"\?\s*$|\b(?:did ?n.?t ask|not asked|unknown|unsure|couldn.?t say|would ?n.?t say|n/a)\b", re.I)


class _Pair(NamedTuple):
    """A total and the part of it that is used; either may not be said."""

    total: Decimal | None = None
    used: Decimal | None = None


def verification_record(
    note: str, *, payer: str | None, on: date, case: str | None = None, lane: str | None = None
) -> VerificationRecord:
    """The record of one call, logged on ``on``. ``lane`` narrows the questions that stay open.

    >>> record = verification_record(
    ...     "spoke w/ Kim ref 88213, OON ded 1500/300 met, E0486 covered 60% after ded, auth yes fax 555-0100",
    ...     payer="Northlake Health", on=date(2026, 11, 22))
    >>> record.deductible, record.deductible_met, record.percent, record.authorization, record.fax
    (Decimal('1500'), Decimal('300'), {'E0486': 60}, 'required', '555-0100')
    """
    contact = contact_entry(note, payer=payer, on=on, case=case)
    said = tuple(_answers(contact.note))
    deductible, maximum = _pair(said, "deductible"), _pair(said, "maximum")
    steps = (*contact.next_steps, *_following(said))
    answered, asked = {each.topic for each in said if each.value != "mentioned"}, lane or _lane(said)
    return VerificationRecord(
        contact=contact.model_copy(
            update={"next_steps": steps, "missing": tuple(m for m in contact.missing if m != "next step" or not steps)}
        ),
        network=_side(contact.note),
        deductible=deductible.total,
        deductible_met=deductible.used,
        maximum=maximum.total,
        maximum_used=maximum.used,
        percent={each.code: int(each.value) for each in said if each.topic == "percent" and each.code and _whole(each)},
        authorization=_authorization(said),
        fax=next((each.value for each in said if each.topic == "fax"), None),
        network_within_miles=_miles(contact.note),
        answers=said,
        unanswered=tuple(
            OpenQuestion(topic=each.topic, question=each.question)
            for each in topics()
            if each.topic not in answered and each.lane in ("both", asked or each.lane)
        ),
    )


def is_verification(note: str) -> bool:
    """Whether a note answers questions of a verification call, two of them at least.

    >>> is_verification("ded 50 met, max 1500/900 used"), is_verification("spoke w/ Kim, claim in process")
    (True, False)
    """
    return len({each.topic for each in _answers(note) if each.topic not in ("fax", "appeals_address")}) > 1


def _answers(note: str) -> Iterator[Said]:
    """Every answer, clause by clause, each with its words; an open question is none."""
    for clause in (part.strip() for part in _CLAUSE.split(note)):
        if not clause or _QUESTION.search(clause):
            continue
        for topic in topics():
            match = topic.words.search(clause)
            if match is not None:
                yield from _read(topic.topic, clause, match)


def _read(topic: str, clause: str, match: re.Match[str]) -> Iterator[Said]:
    if topic == "percent":
        yield from _percents(clause)
    elif topic in ("authorization", "referral", "gap_exception", "waiting_period", "missing_tooth", "downgrade"):
        yield Said(topic=topic, value=_yes_or_no(clause, match), quote=clause, code=_code(clause))
    elif topic == "eligible":
        ended = re.search(r"\b(?:not|in)[ -]?(?:active|elig)|\bterm(?:ed|inated)\b", clause, re.IGNORECASE)
        yield Said(topic=topic, value="no" if ended else "yes", quote=clause)
    elif topic == "fax":
        number = _TELEPHONE.search(clause, match.start())
        if number is not None:
            yield Said(topic=topic, value=number[0].strip(), quote=clause)
    elif topic == "network_distance":
        none = _WITHIN.search(clause) and _NO.search(clause)
        near = _NEAREST.search(clause)
        value = "none" if none else f"{near[1]} miles" if near else "stated"
        yield Said(topic=topic, value=value, quote=clause)
    elif topic in ("deductible", "maximum", "out_of_pocket"):
        yield from _money(topic, clause, match)
    else:
        yield Said(topic=topic, value=match[0].strip(), quote=clause, code=_code(clause))


def _percents(clause: str) -> Iterator[Said]:
    """Each percentage with the code before it, or the class of services beside it."""
    found = codes.find(clause, dental=True)
    classes = list(_CLASSES.finditer(clause))
    if _NOT_COVERED.search(clause):
        for each in found:
            yield Said(topic="percent", value="not covered", quote=clause, code=each.value)
        return
    for percent in _PERCENT.finditer(clause):
        if int(percent[1]) > 100:  # a percentage
            continue
        before = [each for each in found if each.start < percent.start()]
        named = before[-1:] or found[:1]
        ahead = [each for each in classes if each.start() < percent.start()]
        beside = ahead[-1:] or classes[:1]
        code = named[0].value if named else _class(beside[0][1]) if beside else None
        yield Said(topic="percent", value=percent[1], quote=clause, code=code)


def _class(word: str) -> str:
    """A class of services in its full word."""
    short = word.lower()
    return next((each for each in ("preventive", "orthodontics", "implants") if each.startswith(short)), short)


def _money(topic: str, clause: str, match: re.Match[str]) -> Iterator[Said]:
    """A total and what is used of it, written ``total`` or ``total/used``."""
    if (
        topic == "deductible"
        and re.search(r"%|percent|after ded|before ded", clause, re.I)
        and not _SLASH.search(clause)
    ):
        return
    pair = _amounts(clause[match.end() :]) if _amounts(clause[match.end() :]).total is not None else _amounts(clause)
    if re.search(r"\bno (?:annual |yearly )?(?:ded|max)", clause, re.IGNORECASE):
        pair = _Pair(Decimal(0), Decimal(0)) if topic == "deductible" else _Pair()
    parts = [str(part) if part is not None else "" for part in pair]
    value = "/".join(parts).rstrip("/") or ("met" if re.search(r"\bmet\b", clause, re.I) else "")
    if value or (topic == "maximum" and re.search(r"\bno (?:annual |yearly )?max", clause, re.IGNORECASE)):
        yield Said(topic=topic, value=value or "none", quote=clause)


def _amounts(text: str) -> _Pair:
    """A total and what is used of it; ``left`` is subtracted from the total."""
    of = _OF.search(text)
    if of is not None:
        return _used(of[3], of[1], of[2] or of[4])
    for shape in (_SLASH, _WITH):
        match = shape.search(text)
        if match is not None:
            return _used(match[1], match[2], match[3])
    match = _ONE.search(text)
    if match is None:
        return _Pair()
    amount, word = _decimal(match[1]), (match[2] or "").lower()
    if word in _LEFT:
        return _Pair()
    return _Pair(None, amount) if word else _Pair(amount)


def _used(total: str, part: str, word: str | None) -> _Pair:
    whole, some = _decimal(total), _decimal(part)
    if whole is None or some is None or some > whole:
        return _Pair()
    return _Pair(whole, whole - some if (word or "").lower() in _LEFT else some if word else None)


def _decimal(written: str) -> Decimal | None:
    try:
        return Decimal(written.replace(",", ""))
    except InvalidOperation:
        return None


def _pair(said: tuple[Said, ...], topic: str) -> _Pair:
    """The figures of a topic where the note gives one reading of them."""
    values = {each.value for each in said if each.topic == topic}
    if len(values) != 1:
        return _Pair()
    total, _, used = values.pop().partition("/")
    return _Pair(_decimal(total), _decimal(used))


def _yes_or_no(clause: str, match: re.Match[str]) -> str:
    """``yes``, ``no``, or ``mentioned`` where the clause says neither."""
    around = clause[max(0, match.start() - 12) : match.end() + 24]
    if _NO.search(around):
        return "no"
    return "yes" if _YES.search(around) else "mentioned"


def _authorization(said: tuple[Said, ...]) -> Literal["required", "not_required"] | None:
    values = {each.value for each in said if each.topic == "authorization"} - {"mentioned"}
    if values == {"yes"}:
        return "required"
    return "not_required" if values == {"no"} else None


def _lane(said: tuple[Said, ...]) -> str | None:
    """The lane of the codes that were spoken of; ``None`` where they are of both lanes or of none."""
    dental = {each.code.startswith("D") for each in said if each.code and any(c.isdigit() for c in each.code)}
    return None if len(dental) != 1 else "dental" if dental.pop() else "medical"


def _side(note: str) -> Literal["in", "out"] | None:
    """In or out of network, where the note speaks of the benefits of one side only."""
    beside = re.sub(
        r"\bno (?:in[- ]network|inn|par)\b[^;,]*|\b(?:nearest|closest)\b[^;,]*", "", note, flags=re.IGNORECASE
    )
    out = any(match[1] for match in _SIDE.finditer(beside))
    inside = any(match[2] for match in _SIDE.finditer(beside))
    return None if out == inside else "out" if out else "in"


def _miles(note: str) -> int | None:
    match = _WITHIN.search(note)
    return int(match[1]) if match else None


def _code(clause: str) -> str | None:
    found = codes.find(clause, dental=True)
    return found[0].value if len(found) == 1 else None


def _whole(said: Said) -> bool:
    return said.value.isdigit()


def _following(said: tuple[Said, ...]) -> Iterator[NextStep]:
    """What the answers make necessary, each by its row."""
    for row in following():
        each = next((s for s in said if s.topic == row.topic and s.value == row.value), None)
        if each is not None:
            fax = next((s.value for s in said if s.topic == "fax" and row.topic == "authorization"), None)
            yield NextStep(text=f"{row.text} by fax to {fax}" if fax else row.text, stated=False, rule=row.rule)
