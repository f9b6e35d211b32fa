"""Facts of a playbook's vocabulary, read from the papers of a case.

A fact counts only where its words stand in the text; each carries the sentence it was
read from. What the text says did not happen is kept as ``absent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from assistant.domain.case import CaseDocument
from assistant.domain.codes import ToothSystem
from assistant.domain.fact import Bound, EnteredFact, Fact, Span
from assistant.domain.playbook import FactSpec, Playbook
from assistant.intake.dated import days_of, length_of, on_other_days, stated_length
from assistant.intake.measured import bound_of, value_of
from assistant.intake.places import places
from assistant.intake.reading import Reading, readings
from assistant.recognise import dates, negation

_DENIED: dict[Bound, Bound] = {"below": "at_least", "at_most": "above", "above": "at_most", "at_least": "below"}
#: What lies ahead has not happened; its words stand this close.
_SOON = 40
_PLANNED = re.compile(r"\b(?:will|shall|is to|are to) (?:be|start|begin|try|use)\b", re.IGNORECASE)
#: What is planned, as charts and letters put it.
_AHEAD = re.compile(
    r"\b(?:plan\w*|schedul\w+|will|propos\w+|recommend\w+|order\w*|needs?|requir\w+|await\w*|list(?:ed)?|pending"
    r"|prior to|before|candidate|advis\w+|upcoming|to (?:have|undergo|receive|start|begin))\b",
    re.IGNORECASE,
)
_NOT_PLANNED = re.compile(
    r"[^.;]{0,25}\b(?:not|never)\s(?:yet\s)?(?:planned|scheduled|listed|recommended|indicated|needed|approved)\b",
    re.IGNORECASE,
)
#: What a finding is no longer.
_OVER = re.compile(
    r"[^.;,\n]{0,25}?\b(?<!not )(?<!n't )(?<!never )(?:no longer (?:a problem|an issue|present|there)"
    r"|(?:(?:has|have|is|are|was|were|had) )?(?:(?:now|since|fully|completely) )?"
    r"(?:resolved|subsided|disappeared|vanished|gone|cleared|healed))\b(?! (?:partly|partially|somewhat|only|to \d))",
    re.IGNORECASE,
)
#: Between a denial and the word it denies stand two words at most.
_FILLER = re.compile(r"\s+(?:[\w']+\s+){0,2}")
#: Beyond this many characters a quote is cut to the words around the match.
_LONGEST_QUOTE = 320


def extract(
    documents: Iterable[CaseDocument],
    playbook: Playbook,
    *,
    entered: Iterable[EnteredFact] = (),
    tooth_system: ToothSystem = "universal",
) -> tuple[Fact, ...]:
    """Every fact the playbook can read, document by document, then those that people entered.

    Letters and remittances of the payer are not evidence of what happened in the mouth and
    are left out.
    """
    found: list[Fact] = []
    for document in documents:
        if document.kind in ("denial_letter", "remittance") or not document.text:
            continue
        for reading in readings(document):
            for spec in playbook.facts:
                found.extend(_facts(spec, reading, tooth_system))
    found.extend(_entered(entered, playbook))
    return tuple(_once(found))


def _facts(spec: FactSpec, reading: Reading, system: ToothSystem) -> Iterator[Fact]:
    if any(_compiled(pattern).search(reading.text) for pattern in spec.unless):
        return
    for pattern in spec.denied:
        if (match := _compiled(pattern).search(reading.text)) is not None:
            for place in places(spec, reading.text, match, system, reading.before) or ("",):
                yield _fact(spec, reading, match, "absent", place)
            return
    taken: list[tuple[int, int]] = []
    for pattern in spec.patterns:
        matches = [match for match in _compiled(pattern).finditer(reading.text) if value_of(spec, match) is not None]
        for match in matches if spec.type == "number" or spec.per else matches[:1]:
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield from _read(spec, reading, pattern, match, system)
        if matches and not spec.per:
            return


def _read(spec: FactSpec, reading: Reading, pattern: str, match: re.Match[str], system: ToothSystem) -> Iterator[Fact]:
    said = _polarity(reading.text, pattern, match)
    if spec.planned and said in ("hypothetical", "unknown") and _AHEAD.search(reading.text):
        before = negation.read(reading.text[: match.end()], match.start(), match.end()).polarity
        said = before if before in ("absent", "family") else "present"
    if spec.planned and _NOT_PLANNED.match(reading.text, match.end()):
        said = "absent"
    lasts = spec.type == "flag" or spec.per == "side"
    if lasts and said == "present" and _over(reading.text, pattern, match):
        said = "absent"  # on this day; an earlier note has it
    if said not in ("present", "absent"):
        return  # hypothetical, someone else's or unknown: no fact of this patient
    for place in places(spec, reading.text, match, system, reading.before) or ("",):
        fact = _fact(spec, reading, match, said, place)
        yield fact
        yield from on_other_days(spec, fact, reading)


def _over(text: str, pattern: str, match: re.Match[str]) -> bool:
    """Whether the words behind the finding end it; not where they are the finding itself ("wall gone")."""
    ended = _OVER.match(text, match.end())
    if ended is None:
        return False
    return _compiled(pattern).match(text[: match.end()] + text[ended.end() :], match.start()) is not None


def _fact(
    spec: FactSpec, reading: Reading, match: re.Match[str], said: Literal["present", "absent"], place: str
) -> Fact:
    bound = bound_of(spec, match) if spec.type == "number" else ""
    if bound and said == "absent":
        bound, said = _DENIED[bound], "present"
    day, until = days_of(spec, match, reading)
    value = value_of(spec, match)
    return Fact(
        key=spec.key,
        value=True if value is None else value,
        unit=spec.unit,
        polarity=said,
        day=day,
        until=until,
        days=length_of(reading.text, match),
        place=place,
        bound=bound,
        span=_span(reading, match),
        document_kind=reading.document.kind,
    )


def _polarity(text: str, pattern: str, match: re.Match[str]) -> negation.Polarity:
    """How the matched words stand in their sentence.

    A pattern leaves room between its words, so a denial may stand inside the match ("CPAP was never tried"). It
    counts where the pattern matches without it; in "CPAP was not tolerated" the pattern asks for the "not" itself.
    """
    start, end = match.start(), _shortest_end(text, pattern, match)
    around = negation.read(text, start, end).polarity
    if around == "present" and _PLANNED.search(text[start : end + _SOON].split(".")[0]):
        return "hypothetical"
    last = max((word.start() for word in re.finditer(r"\w+", text[start:end])), default=0) + start
    inner = negation.read(text, last, end)
    if inner.polarity == "family" and inner.start < start < inner.end:
        return "family"
    if around != "present" or inner.start <= start or not _FILLER.fullmatch(text[inner.end : last]):
        return around
    without = text[start : inner.start] + text[inner.end : end]
    return inner.polarity if _compiled(pattern).search(without) else around


def _shortest_end(text: str, pattern: str, match: re.Match[str]) -> int:
    """Where the words that the pattern needs are over; what it can take in beyond them is not judged."""
    for word in re.finditer(r"\w+", match.group()):
        end = match.start() + word.end()
        if _compiled(pattern).fullmatch(text, match.start(), end):
            return end
    return match.end()


def _span(reading: Reading, match: re.Match[str]) -> Span:
    start, end = reading.start, reading.end
    if end - start > _LONGEST_QUOTE:
        start = max(start, reading.start + match.start() - _LONGEST_QUOTE // 3)
        end = min(end, reading.start + match.end() + _LONGEST_QUOTE // 2)
    text = reading.document.text or ""
    quote = text[start:end]
    left = len(quote) - len(quote.lstrip())
    return Span(
        document=reading.document.id, start=start + left, end=start + left + len(quote.strip()), quote=quote.strip()
    )


def _entered(entered: Iterable[EnteredFact], playbook: Playbook) -> Iterator[Fact]:
    specs = {spec.key: spec for spec in playbook.facts}
    for fact in entered:
        spec = specs.get(fact.key)
        if spec is None:
            continue
        yield _from_person(spec, fact)


def _from_person(spec: FactSpec, fact: EnteredFact) -> Fact:
    """An entered value: yes, no, a number, a date or a range of dates, as the vocabulary expects."""
    words = fact.value.strip()
    absent = words.lower() in ("no", "false", "none", "not done", "never")
    days = [date.fromisoformat(m.value) for m in dates.find(words, as_of=fact.when) if m.unit in ("", "year assumed")]
    value: Decimal | bool = True
    if spec.type == "number":
        number = re.search(r"\d+(?:\.\d+)?", words)
        value = Decimal(number.group()) if number else True
    return Fact(
        key=spec.key,
        value=value,
        unit=spec.unit,
        polarity="absent" if absent else "present",
        day=days[0] if days else None,
        until=days[1] if len(days) > 1 and days[1] >= days[0] else None,
        days=stated_length(words),
        entered=fact,
        document_kind="entered",
    )


def _once(found: list[Fact]) -> Iterator[Fact]:
    """Each fact once per place; two patterns that read the same words are one fact."""
    seen: set[tuple[object, ...]] = set()
    for fact in found:
        document = fact.span.document if fact.span else fact.entered
        place = (fact.key, fact.value, fact.polarity, fact.place, fact.day, document, fact.quote)
        if place not in seen:
            seen.add(place)
            yield fact


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
