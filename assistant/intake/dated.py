"""The day and the length of time that a sentence gives an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.domain.fact import Fact, Mention
from assistant.domain.playbook import FactSpec
from assistant.intake.reading import Reading, document_day, opens_entry
from assistant.recognise import dates, durations

_DAYS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_RANGE = re.compile(r"^\s*(?:-|–|—|to|until|through|thru|and)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
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
_CLAUSE_END = re.compile(r"[,;.()]")
#: What stands between the dates of a list; a note in brackets may stand behind each.
_LISTED = re.compile(
    r"\s{0,2}(?:\([^()]{0,60}\))?\s{0,2}(?:[,;&+]|,?\s?and|,?\s?then)\s{0,2}(?:and )?(?:again )?(?:on )?", re.IGNORECASE
)
_SCHEDULED = re.compile(
    r"\b(?:scheduled|booked|planned|set|due)\b(?: (?:for|on|in|week of)){0,2}[\s:(]*$", re.IGNORECASE
)


def on_other_days(spec: FactSpec, fact: Fact, reading: Reading) -> Iterator[Fact]:
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


def days_of(spec: FactSpec, match: re.Match[str], reading: Reading) -> tuple[date | None, date | None]:
    """The day of the event: the nearest date of its sentence, else its paper's own day where that is its day."""
    full = [m for m in reading.days if m.unit in ("", "year assumed") and _is_own(spec, reading.text, m)]
    if full:
        nearest = _right_behind(full, match) or min(full, key=lambda m: _distance(m, match))
        nearest = _range_start(nearest, full, reading.text)
        return date.fromisoformat(nearest.value), _range_end(nearest, full, reading.text)
    if any(m.unit not in ("", "year assumed") for m in reading.days):
        return None, None  # a month without its day is not a day
    if reading.document.kind in spec.document_day:
        return document_day(reading.document), None
    if spec.varies:
        return _entry_day(reading) or document_day(reading.document), None
    return _entry_day(reading) if spec.type != "number" else None, None


def _right_behind(days: list[Mention], match: re.Match[str]) -> Mention | None:
    """Beside the date that heads an entry, the one that follows the words in their clause ("s/p resection 4/14")."""
    head = next((m for m in days if m.end <= match.start() and opens_entry(match.string, m)), None)
    behind = next((m for m in days if m.start >= match.end()), None)
    if head is None or behind is None or _CLAUSE_END.search(match.string, match.end(), behind.start):
        return None
    return behind if behind.start - match.end() <= _NEAR else None


def _is_own(spec: FactSpec, text: str, day: Mention) -> bool:
    """Whether a date can be that of the fact: a day that something is scheduled for is not one of what has happened."""
    return spec.planned or not _SCHEDULED.search(text[: day.start])


def _entry_day(reading: Reading) -> date | None:
    """The date that opens the chart entry a sentence stands in: the last one at the head of a line before it."""
    before = (reading.document.text or "")[: reading.start]
    for line in reversed(before.splitlines()):
        opening = next((m for m in dates.find(line[:40]) if m.unit == "" and opens_entry(line, m)), None)
        if opening is not None:
            return date.fromisoformat(opening.value)
        if not line.strip():
            return None
    return None


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


def _range_start(day: Mention, days: list[Mention], text: str) -> Mention:
    """The first date of the range that ``day`` ends, as in "A to B: trial"; else ``day`` itself."""
    before = (m for m in days if m.start < day.start)
    return next((m for m in before if _range_end(m, [day], text) is not None), day)


def length_of(text: str, match: re.Match[str]) -> int | None:
    """The length in days that the words beside the match give the event ("for 6 weeks", "a 30-day trial")."""
    for found in durations.find(text):
        if found.unit not in _DAYS or _distance(found, match) > _NEAR:
            continue
        beside = _BESIDE.fullmatch(text, match.end(), found.start) and not _NOT_LASTING.match(text[found.end :])
        if beside or _LASTING.search(text[: found.start]) or _OF_IT.match(text[found.end :]):
            return int(Decimal(found.value)) * _DAYS[found.unit]
    return None


def stated_length(words: str) -> int | None:
    """The first length in days that the words give; ``None`` where they give none."""
    found = next((m for m in durations.find(words) if m.unit in _DAYS), None)
    return int(Decimal(found.value)) * _DAYS[found.unit] if found else None
