"""Facts of a playbook's vocabulary, read from the papers of a case.

A fact counts only where its words stand in the text; each carries the sentence it was
read from. What the text says did not happen is kept as ``absent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Literal

from assistant.domain.case import CaseDocument
from assistant.domain.codes import ToothSystem
from assistant.domain.fact import Bound, EnteredFact, Fact, Mention, Span
from assistant.domain.playbook import FactSpec, Playbook
from assistant.intake.places import places
from assistant.recognise import dates, durations, negation, sentences

_DAYS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_RANGE = re.compile(r"^\s*(?:-|–|—|to|until|through|thru|and)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
_BIRTH = re.compile(r"\b(?:birth|DOB|born)\b[\s:.()-]{0,4}$", re.IGNORECASE)
#: The words that name the day of a kind of paper, as they stand before a date.
_ANY_DATE = re.compile(r"\bdated?\b[\s:]{0,4}$", re.IGNORECASE)
_DAY_LABELS = {
    "order": re.compile(r"\b(?:signed|dated)\b[^\n;]{0,50}$", re.IGNORECASE),
    "sleep_study": re.compile(
        r"\b(?:date of (?:the )?(?:test|study|recording)|(?:test|study|recording) date)\b[\s:]{0,4}$", re.IGNORECASE
    ),
    "pathology_report": re.compile(
        r"\b(?:collected|received|reported|date of (?:the )?(?:biopsy|service|procedure))\b[\s:]{0,4}$", re.IGNORECASE
    ),
}
#: A length of time is the event's own only beside it and after such words, or before such a noun.
_LASTING = re.compile(
    r"\b(?:for|x|over|lasting|lasted|during|total(?:ing)?(?: of)?|after|past|last)\s*"
    r"(?:the (?:past|last) |a total of |about |approx\w*\.? |at least |only |nearly |almost |more than )?$",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"^\s*(?:-\s*)?(?:trial|course|period|history|hx|duration)\b", re.IGNORECASE)
#: A length right behind the words is theirs too ("jaw pain 6 months"), unless it places them in time.
_BESIDE = re.compile(
    r"[\s,:(~-]{0,3}(?:(?:on the |the )?(?:R|L|right|left|both|bilateral\w*)\b(?: sides?)?)?[\s,:(~-]{0,3}",
    re.IGNORECASE,
)
_NOT_LASTING = re.compile(
    r"^\s*(?:ago|later|prior|before|after|post|apart|old|from|recall|follow|f/u|earlier|wait)", re.IGNORECASE
)
_NEAR = 40
#: How far back a paragraph is read for the tooth that it speaks of.
_PARAGRAPH = 400
_NUMBER_WORDS = {
    "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "half": 50,
}  # fmt: skip
_BOUNDS: dict[str, Bound] = {
    "<": "below", "less than": "below", "under": "below", "below": "below", "fewer than": "below",
    "≤": "at_most", "<=": "at_most", "up to": "at_most", "at most": "at_most", "no more than": "at_most",
    ">": "above", "more than": "above", "over": "above", "above": "above", "greater than": "above",
    "≥": "at_least", ">=": "at_least", "at least": "at_least",
}  # fmt: skip
_BEFORE_VALUE = re.compile(
    r"(?<![\w-])(" + "|".join(sorted((re.escape(w) for w in _BOUNDS), key=len, reverse=True)) + r")\s*$", re.IGNORECASE
)
#: Two readings are a range, of which the lower end is sure; three and more are the sites of a tooth.
_RANGE_ENDS = 2
_PLUS = re.compile(r"\s?(?:mm|%)?\s?\+(?!\s?\d)|\s?(?:mm |% |percent )?or (?:more|greater|deeper)\b", re.IGNORECASE)
_TURNED: dict[Bound, Bound] = {"below": "above", "at_most": "at_least", "above": "below", "at_least": "at_most"}
_DENIED: dict[Bound, Bound] = {"below": "at_least", "at_most": "above", "above": "at_most", "at_least": "below"}
#: What stands between the dates of a list; a note in brackets may stand behind each.
_LISTED = re.compile(
    r"\s{0,2}(?:\([^()]{0,60}\))?\s{0,2}(?:[,;&+]|,?\s?and|,?\s?then)\s{0,2}(?:and )?(?:again )?(?:on )?", re.IGNORECASE
)
#: What lies ahead has not happened.
_PLANNED = re.compile(r"\b(?:will|shall|is to|are to) (?:be|start|begin|try|use)\b", re.IGNORECASE)
#: What is planned, as charts and letters put it.
_AHEAD = re.compile(
    r"\b(?:plan\w*|schedul\w+|will|propos\w+|recommend\w+|order\w*|await\w*|list(?:ed)?|pending|prior to|before"
    r"|candidate|advis\w+|upcoming|to (?:have|undergo|receive|start|begin))\b",
    re.IGNORECASE,
)
_NOT_PLANNED = re.compile(
    r"[^.;]{0,25}\b(?:not|never)\s(?:yet\s)?(?:planned|scheduled|listed|recommended|indicated|needed|approved)\b",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"\b(?:scheduled|booked|planned|set|due)\b(?: (?:for|on|in|week of)){0,2}[\s:(]*$", re.IGNORECASE
)
#: Between a denial and the word it denies stand two words at most.
_FILLER = re.compile(r"\s+(?:[\w']+\s+){0,2}")
#: Beyond this many characters a quote is cut to the words around the match.
_LONGEST_QUOTE = 320


@dataclass(frozen=True)
class _Reading:
    """A sentence of a document with its dates, shared by all the patterns tried on it."""

    document: CaseDocument
    start: int
    end: int
    text: str
    days: tuple[Mention, ...]

    @property
    def before(self) -> str:
        """What stands before it in its paragraph."""
        text = self.document.text or ""
        return text[max(text.rfind("\n\n", 0, self.start) + 1, self.start - _PARAGRAPH, 0) : self.start]


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
        for reading in _readings(document):
            for spec in playbook.facts:
                found.extend(_facts(spec, reading, tooth_system))
    found.extend(_entered(entered, playbook))
    return tuple(_once(found))


def _readings(document: CaseDocument) -> Iterator[_Reading]:
    text = document.text or ""
    own_day = document_day(document)
    for sentence in sentences.split(text):
        if _is_heading(sentence.text):
            continue
        days = dates.find(sentence.text, as_of=own_day)
        yield _Reading(document, sentence.start, sentence.end, sentence.text, days)


def _is_heading(words: str) -> bool:
    """A title in capitals names the paper and states nothing."""
    return words.isupper() and len(words.split()) > 1 and not any(char.isdigit() for char in words)


def document_day(document: CaseDocument) -> date | None:
    """The day of a paper: stated in the case, else the one its own words call its day, else its first."""
    return document.date or _own_day(document.text or "", document.kind)


def _own_day(text: str, kind: str) -> date | None:
    found = [m for m in dates.find(text) if m.unit == "" and not _BIRTH.search(text[: m.start])]
    label = _DAY_LABELS.get(kind, _ANY_DATE)
    labelled = [m for m in found if label.search(text[max(0, m.start - 60) : m.start])]
    first = next(iter(labelled or found), None)
    return date.fromisoformat(first.value) if first else None


def _facts(spec: FactSpec, reading: _Reading, system: ToothSystem) -> Iterator[Fact]:
    if any(_compiled(pattern).search(reading.text) for pattern in spec.unless):
        return
    taken: list[tuple[int, int]] = []
    for pattern in spec.patterns:
        matches = [match for match in _compiled(pattern).finditer(reading.text) if _value(spec, match) is not None]
        for match in matches if spec.type == "number" or spec.per else matches[:1]:
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield from _read(spec, reading, pattern, match, system)
        if matches and not spec.per:
            return


def _read(spec: FactSpec, reading: _Reading, pattern: str, match: re.Match[str], system: ToothSystem) -> Iterator[Fact]:
    said = _polarity(reading.text, pattern, match)
    if spec.planned and said in ("hypothetical", "unknown") and _AHEAD.search(reading.text):
        before = negation.read(reading.text[: match.end()], match.start(), match.end()).polarity
        said = before if before in ("absent", "family") else "present"
    if spec.planned and _NOT_PLANNED.match(reading.text, match.end()):
        said = "absent"
    if said not in ("present", "absent"):
        return  # hypothetical, someone else's or unknown: no fact of this patient
    for place in places(spec, reading.text, match, system, reading.before) or ("",):
        fact = _fact(spec, reading, match, said, place)
        yield fact
        yield from _on_other_days(spec, fact, reading)


def _fact(
    spec: FactSpec, reading: _Reading, match: re.Match[str], said: Literal["present", "absent"], place: str
) -> Fact:
    bound = _bound(spec, match) if spec.type == "number" else ""
    if bound and said == "absent":
        bound, said = _DENIED[bound], "present"
    day, until = _days(spec, match, reading)
    value = _value(spec, match)
    return Fact(
        key=spec.key,
        value=True if value is None else value,
        unit=spec.unit,
        polarity=said,
        day=day,
        until=until,
        days=_length(reading.text, match),
        place=place,
        bound=bound,
        span=_span(reading, match),
        document_kind=reading.document.kind,
    )


def _on_other_days(spec: FactSpec, fact: Fact, reading: _Reading) -> Iterator[Fact]:
    """The same event on the other days of a list of dates ("seen 05/18, 05/27 and again on 06/08")."""
    full = [m for m in reading.days if m.unit in ("", "year assumed")]
    own = next((index for index, m in enumerate(full) if fact.day and m.value == fact.day.isoformat()), None)
    if spec.type != "event" or fact.until is not None or own is None:
        return
    for step in (-1, 1):
        index = own + step
        while 0 <= index < len(full):
            first, second = sorted((full[index], full[index - step]), key=lambda m: m.start)
            if not _LISTED.fullmatch(reading.text, first.end, second.start):
                break
            yield fact.model_copy(update={"day": date.fromisoformat(full[index].value)})
            index += step


def _polarity(text: str, pattern: str, match: re.Match[str]) -> negation.Polarity:
    """How the matched words stand in their sentence.

    A pattern leaves room between its words, so a denial may stand inside the match ("CPAP was never tried"). It
    counts where the pattern matches without it; in "CPAP was not tolerated" the pattern asks for the "not" itself.
    """
    start, end = match.start(), _shortest_end(text, pattern, match)
    around = negation.read(text, start, end).polarity
    if around == "present" and _PLANNED.search(text[start : end + _NEAR].split(".")[0]):
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


def _value(spec: FactSpec, match: re.Match[str]) -> Decimal | bool | None:
    if spec.type != "number":
        return True
    named = match.groupdict()
    numbers = [_number(written) for written in _readings_of(spec, named.get("value") or "")]
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    value = min(known) if len(known) == _RANGE_ENDS else max(known)
    scale = spec.scales.get((named.get("scale") or "").lower())
    return value if scale is None else round(value * scale.times + scale.plus, 1).normalize() + 0


def _readings_of(spec: FactSpec, written: str) -> list[str]:
    """The numbers of a run of readings (``5-4-6``, ``5 4 6`` or ``546``); else the one number as it is."""
    if not spec.series:
        return [written]
    return re.findall(r"\d", written) if written.isdigit() and len(written) > 2 else re.findall(r"\d+", written)


def _number(written: str) -> Decimal | None:
    """Digits or a small number in words."""
    try:
        return Decimal(_NUMBER_WORDS.get(written.lower(), written))
    except InvalidOperation:
        return None


def _bound(spec: FactSpec, match: re.Match[str]) -> Bound:
    """Whether the value is only a limit: ``<50 %``, ``more than 5 mm``, ``5+ mm``; turned where the scale turns it."""
    bound = _written_bound(match)
    scale = spec.scales.get((match.groupdict().get("scale") or "").lower())
    return _TURNED[bound] if bound and scale is not None and scale.times < 0 else bound


def _written_bound(match: re.Match[str]) -> Bound:
    start, end = match.span("value")
    before = _BEFORE_VALUE.search(match.string[max(0, start - 20) : start])
    if before:
        return _BOUNDS[before.group(1).lower()]
    return "at_least" if _PLUS.match(match.string, end) else ""


def _days(spec: FactSpec, match: re.Match[str], reading: _Reading) -> tuple[date | None, date | None]:
    """The day of the event: the nearest date of its sentence, else its paper's own day where that is its day."""
    full = [m for m in reading.days if m.unit in ("", "year assumed") and _is_own(spec, reading.text, m)]
    if full:
        nearest = min(full, key=lambda m: _distance(m, match))
        return date.fromisoformat(nearest.value), _range_end(nearest, full, reading.text)
    if any(m.unit not in ("", "year assumed") for m in reading.days):
        return None, None  # a month without its day is not a day
    if reading.document.kind in spec.document_day:
        return document_day(reading.document), None
    if spec.varies:
        return _entry_day(reading) or document_day(reading.document), None
    return _entry_day(reading) if spec.type != "number" else None, None


def _is_own(spec: FactSpec, text: str, day: Mention) -> bool:
    """Whether a date can be that of the fact: a day that something is scheduled for is not one of what has happened."""
    return spec.planned or not _SCHEDULED.search(text[: day.start])


def _entry_day(reading: _Reading) -> date | None:
    """The date that opens the chart entry a sentence stands in: the last one at the head of a line before it."""
    before = (reading.document.text or "")[: reading.start]
    for line in reversed(before.splitlines()):
        opening = next((m for m in dates.find(line[:40]) if m.unit == "" and _opens(line, m)), None)
        if opening is not None:
            return date.fromisoformat(opening.value)
        if not line.strip():
            return None
    return None


def _opens(line: str, found: Mention) -> bool:
    """Whether a date is the head of an entry: first on its line, or after one word such as VISIT."""
    before = line[: found.start]
    return len(before.split()) <= 2 and not _BIRTH.search(before) and not re.search(r"[#\d]", before)


def _distance(found: Mention, match: re.Match[str]) -> int:
    if found.start >= match.end():
        return found.start - match.end()
    if found.end <= match.start():
        return match.start() - found.end + 1
    return 0


def _range_end(start: Mention, days: list[Mention], text: str) -> date | None:
    """The second date of ``from A to B``; a date before the first ends nothing."""
    for other in days:
        between = _RANGE.match(text[start.end : other.start]) if other.start > start.end else None
        listed = between and between.group().strip().lower() == "and" and not _BETWEEN.search(text[: start.start])
        if between and not listed and other.value >= start.value:
            return date.fromisoformat(other.value)
    return None


def _length(text: str, match: re.Match[str]) -> int | None:
    """The length in days that the words beside the match give the event ("for 6 weeks", "a 30-day trial")."""
    for found in durations.find(text):
        if found.unit not in _DAYS or _distance(found, match) > _NEAR:
            continue
        beside = _BESIDE.fullmatch(text, match.end(), found.start) and not _NOT_LASTING.match(text[found.end :])
        if beside or _LASTING.search(text[: found.start]) or _OF_IT.match(text[found.end :]):
            return int(Decimal(found.value)) * _DAYS[found.unit]
    return None


def _span(reading: _Reading, match: re.Match[str]) -> Span:
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
        days=_stated_length(words),
        entered=fact,
        document_kind="entered",
    )


def _stated_length(words: str) -> int | None:
    found = next((m for m in durations.find(words) if m.unit in _DAYS), None)
    return int(Decimal(found.value)) * _DAYS[found.unit] if found else None


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
