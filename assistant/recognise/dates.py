"""Dates in every way that American offices write them; ``value`` is ISO.

``unit`` says what to know about a value: empty for a full date; ``year assumed`` where no year was written and
``as_of`` settled it; ``year missing`` where nothing could (value ``--05-03``); ``month`` (``2026-03``) and ``year``
(``2019``) for parts of a date; ``day first`` where only that order is on the calendar; ``invalid`` for a day that no
calendar has. Month comes first. A fraction, a pain score, a blood pressure or a section number is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assistant.domain.fact import Mention
from assistant.recognise.overlaps import settle
from assistant.recognise.scan import DASH, GAP, after, before, clause_after, clause_before, mention, pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"((?:18|19|20|21)[0-9]{2})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_ISO = rf"(?<![0-9A-Za-z./-]){_YEAR}([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})(?=T[0-9]{{2}}|(?![0-9A-Za-z]|[-/][0-9]))"
_SLASHED = r"(?<![0-9A-Za-z./$#])([0-9]{1,2})/([0-9]{1,2})/'?([0-9]{4}|[0-9]{2})(?![0-9A-Za-z%]|/)"
_DASHED = r"(?<![0-9A-Za-z.$#/-])([0-9]{1,2})-([0-9]{1,2})-([0-9]{4}|[0-9]{2})(?![0-9A-Za-z%]|-[0-9A-Za-z])"
_DOTTED = r"(?<![0-9A-Za-z.$#/-])([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![0-9A-Za-z%]|\.[0-9])"
_DOTTED_SHORT = r"(?<![0-9A-Za-z.$#/-])([0-9]{2})\.([0-9]{2})\.([0-9]{2})(?![0-9A-Za-z%]|\.[0-9])"
#: Points with one-digit numbers may as well number a section, so a word has to announce the date.
_DOTTED_AFTER_WORD = (
    r"(?:(?<=\bon )|(?<=\bdated )|(?<=\bdos )|(?<=\bdos: )|(?<=\bdob )|(?<=\bdob: )|(?<=\bseen )|(?<=\bdate: ))"
    r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2})(?![0-9A-Za-z%]|\.[0-9])"
)
_WORDED = (
    rf"(?<![0-9A-Za-z/]){_MONTH}\.?[\s\u00a0/-]{{0,2}}((?:0?[1-9]|[12][0-9]|3[01]){_ORDINAL})(?![0-9A-Za-z/%]|[.:][0-9])"
    rf"(?:{GAP}{DASH}{GAP}([0-9]{{1,2}}{_ORDINAL})(?![0-9A-Za-z/]))?"
    rf"(?:,?{GAP}(?:of )?(?:{_YEAR}|'([0-9]{{2}}))(?![0-9A-Za-z])|[/-]([0-9]{{4}}|[0-9]{{2}})(?![0-9A-Za-z]))?"
)
_DAY_FIRST = (
    rf"(?<![0-9A-Za-z.$#/-])([0-9]{{1,2}}){_ORDINAL}(?:{GAP}of)?[\s\u00a0/-]{{0,2}}{_MONTH}\.?"
    rf"[\s\u00a0,/-]{{0,2}}(?:{_YEAR}|'?([0-9]{{2}}))(?![0-9A-Za-z])"
)
_DAY_OF_MONTH = rf"(?<![0-9A-Za-z.$#/-])([0-9]{{1,2}}){_ORDINAL} of {_MONTH}(?![0-9A-Za-z])"
_RUN_ON = (
    r"\b(?:dos|date|dob|on|from|through|eff(?:ective)?|dtp)[\s:=*]{1,3}(?:of (?:service|"
    r"birth)[\s:]{1,2})?(20[0-9]{2}|19[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9A-Za-z])"
)
_SHORT = r"(?<![0-9A-Za-z./$#:+])([0-9]{1,2})/([0-9]{1,2})(?![0-9A-Za-z%]|/|\.[0-9]|:)"
_MONTH_YEAR = rf"(?<![0-9A-Za-z]){_MONTH}\.?,?{GAP}(?:of {GAP})?{_YEAR}(?![0-9A-Za-z])"
_MONTH_YEAR_DIGITS = r"(?<![0-9A-Za-z./$#-])(0?[1-9]|1[0-2])/((?:19|20)[0-9]{2})(?![0-9A-Za-z/])"
_YEAR_MONTH = r"(?<![0-9A-Za-z./$#-])((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])(?![0-9A-Za-z]|-[0-9])"
_YEAR_ALONE = (
    r"\b(?:in|since|during|dated|year|plan year|fiscal year|fy|of|summer|winter|spring|fall|early|late|mid|placed|"
    r"calendar)"
    rf"{GAP}-?((?:19|20)[0-9]{{2}})(?![0-9A-Za-z%/]|[.,:-][0-9]|{GAP}(?:dollars|mg|iu|units|mm|calories))"
)

_FRACTION_BEFORE = (
    rf"(?:\b(?:page|pg|part|line|step|item|stage|grade|phase|class|level|ratio|score|ded|deductible|max|oop|mobility|"
    rf"copay|bp|blood pressure|size|strength|of|x|ess|gauge|pages|ses(?:sion)?|epinephrine|epi|vision){GAP}[:#]?{GAP})$"
)
_FRACTION_AFTER = (
    rf"^(?:{GAP}|-)(?:crowns?\b|cast|mouth|tooth|teeth|arch|inch|hours?|hrs?|of the|of a|full|cup|mm\b|cm\b|way|"
    r"strength|quad(?:rant)?s?|sextants|units|visits|canals|surfaces|root|thickness|coverage|veneer|onlay|tab|pill|"
    r"mg|ml|carp\w*|x\b|liner|year|yr|day\b|split|pages)"
)
_PAIN = r"\b(?:pain|ache|aching|vas|discomfort|soreness|intensity|severity|nrs|hurts?)\b"
_OF_TEN = 10
_DATE_CUE = (
    r"\b(?:on|since|dos|date|dated|until|by|seen|from|starting|due|appt|visit|between|after|before|thru|"
    r"through)\W{1,3}$"
)
_FUTURE = (
    r"\b(?:due|by|until|next|upcoming|scheduled|sched|appt|appointment|deadline|expires?|before|will|reschedule[d]?|"
    r"no later than|booked|coming in|starts|starting|effective|eff)\b[^.;\n]{0,16}$"
)
_BIRTH = r"\b(?:dob|d\.o\.b\.?|born|birth ?date|date of birth|bday)\b[\s:=(]{0,3}(?:on |is )?$"
_LEAP_CYCLE = 8
_PIVOT = 40
_YEARS_AHEAD = 10


class _Found(NamedTuple):
    """A date as written; ``year`` is ``None`` where none stands."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    note: str = ""


def find(text: str, *, as_of: date | None = None) -> tuple[Mention, ...]:
    """Every date; ``as_of`` is the day that a missing or two-digit year is read against.

    Without a year the latest such day up to ``as_of`` is meant, or the next one after a word such as ``due``. In a
    range the end that has a year lends it to the other.

    >>> [(m.value, m.unit) for m in find("prophy 5/3, trial 3/4-4/5/26", as_of=date(2026, 11, 22))]
    [('2026-05-03', 'year assumed'), ('2026-03-04', ''), ('2026-04-05', '')]
    """
    written = settle(_parts(text))
    known = {(m.start, m.end) for m in written}
    days = sorted({*_days(text, as_of), *_short_days(text)})
    lent = _lend_years(text, days)
    resolved = [_resolve(text, found, as_of) for found in lent if (found.start, found.end) not in known]
    return settle((*written, *resolved))


def _parts(text: str) -> Iterator[Mention]:
    """Parts of dates, which need no resolving."""
    for match in pattern(_MONTH_YEAR).finditer(text):
        yield mention("date", f"{match[2]}-{_month(match[1]):02d}", text, match.start(), match.end(), "month")
    for match in pattern(_MONTH_YEAR_DIGITS).finditer(text):
        yield mention("date", f"{match[2]}-{int(match[1]):02d}", text, match.start(), match.end(), "month")
    for match in pattern(_YEAR_MONTH).finditer(text):
        yield mention("date", f"{match[1]}-{match[2]}", text, match.start(), match.end(), "month")
    for match in pattern(_YEAR_ALONE).finditer(text):
        yield mention("date", match[1], text, match.start(1), match.end(1), "year")


def _days(text: str, as_of: date | None) -> Iterator[_Found]:
    for match in pattern(_ISO).finditer(text):
        yield _Found(match.start(), match.end(), int(match[1]), int(match[3]), int(match[4]))
    for source in (_SLASHED, _DASHED, _DOTTED, _DOTTED_SHORT, _DOTTED_AFTER_WORD):
        for match in pattern(source).finditer(text):
            born = bool(pattern(_BIRTH).search(before(text, match.start())))
            yield _Found(match.start(), match.end(), _year(match[3], as_of, born=born), int(match[1]), int(match[2]))
    for match in pattern(_RUN_ON).finditer(text):
        yield _Found(match.start(1), match.end(3), int(match[1]), int(match[2]), int(match[3]))
    for match in pattern(_DAY_FIRST).finditer(text):
        yield _Found(
            match.start(), match.end(), _year(match[3] or match[4], as_of), _month(match[2]), int(match[1]), "worded"
        )
    for match in pattern(_DAY_OF_MONTH).finditer(text):
        yield _Found(match.start(), match.end(), None, _month(match[2]), int(match[1]), "worded")
    for match in pattern(_WORDED).finditer(text):
        yield from _worded(match, as_of)


def _worded(match: re.Match[str], as_of: date | None) -> Iterator[_Found]:
    year = match[4] or match[5] or match[6]
    if match[1].islower() and match[1] == "may" and year is None and not match[0][-1].isalpha():
        return
    full_year = _year(year, as_of) if year else None
    if match[3] is None:
        yield _Found(match.start(), match.end(), full_year, _month(match[1]), _number(match[2]), "worded")
        return
    yield _Found(match.start(), match.end(2), full_year, _month(match[1]), _number(match[2]), "worded")
    yield _Found(match.start(3), match.end(), full_year, _month(match[1]), _number(match[3]), "worded")


def _number(ordinal: str) -> int:
    return int(ordinal.rstrip("stndrhSTNDRH"))


def _short_days(text: str) -> Iterator[_Found]:
    for match in pattern(_SHORT).finditer(text):
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= len(_MONTHS) and 1 <= day <= 31 and not _is_fraction(text, match):
            yield _Found(match.start(), match.end(), None, month, day)


def _is_fraction(text: str, match: re.Match[str]) -> bool:
    left, right = before(text, match.start()), after(text, match.end())
    if pattern(_FRACTION_BEFORE).search(left) or pattern(_FRACTION_AFTER).search(right):
        return True
    return is_pain_score(text, match)


def is_pain_score(text: str, match: re.Match[str]) -> bool:
    """Whether ``n/10`` speaks of pain; group 1 is the score and group 2 the highest possible."""
    if int(match[2]) != _OF_TEN or int(match[1]) > _OF_TEN:
        return False
    left = clause_before(text, match.start())
    if pattern(_DATE_CUE).search(left):
        return False
    return bool(pattern(_PAIN).search(left) or pattern(_PAIN).search(clause_after(text, match.end(), 24)))


_LENDS = rf"^{GAP}(?:{DASH}|to|thru|through|until|till|and|&|,|or)?{GAP}$"
_RANGES = rf"^{GAP}(?:{DASH}|to|thru|through|until|till){GAP}$"


def _lend_years(text: str, days: list[_Found]) -> list[_Found]:
    """Days without a year take it from the end of their range or list that has one."""
    lent = list(days)
    for place in range(len(lent) - 2, -1, -1):
        this, following = lent[place], lent[place + 1]
        if (
            this.year is None
            and following.year is not None
            and pattern(_LENDS).match(text[this.end : following.start][:12])
        ):
            earlier = (this.month, this.day) > (following.month, following.day)
            lent[place] = this._replace(year=following.year - 1 if earlier else following.year)
    for place in range(1, len(lent)):
        this, previous = lent[place], lent[place - 1]
        if (
            this.year is None
            and previous.year is not None
            and pattern(_RANGES).match(text[previous.end : this.start][:12])
        ):
            later = (this.month, this.day) >= (previous.month, previous.day)
            lent[place] = this._replace(year=previous.year if later else previous.year + 1)
    return lent


def _resolve(text: str, found: _Found, as_of: date | None) -> Mention:
    value, unit = _value(text, found, as_of)
    return mention("date", value, text, found.start, found.end, unit)


def _value(text: str, found: _Found, as_of: date | None) -> tuple[str, str]:
    if found.year is None:
        if as_of is None:
            real = _on_calendar(4 * _LEAP_CYCLE, found.month, found.day) is not None
            return f"--{found.month:02d}-{found.day:02d}", "year missing" if real else "invalid"
        assumed = _nearest(found, as_of, future=bool(pattern(_FUTURE).search(before(text, found.start))))
        if assumed is None:
            return f"--{found.month:02d}-{found.day:02d}", "invalid"
        return assumed.isoformat(), "year assumed"
    day = _on_calendar(found.year, found.month, found.day)
    if day is not None:
        return day.isoformat(), ""
    swapped = None if found.note else _on_calendar(found.year, found.day, found.month)
    if swapped is not None:
        return swapped.isoformat(), "day first"
    return f"{found.year:04d}-{found.month:02d}-{found.day:02d}", "invalid"


def _nearest(found: _Found, as_of: date, *, future: bool) -> date | None:
    step = 1 if future else -1
    for years in range(_LEAP_CYCLE + 1):
        day = _on_calendar(as_of.year + step * years, found.month, found.day)
        if day is not None and (day >= as_of if future else day <= as_of):
            return day
    return None


def _on_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str, as_of: date | None, *, born: bool = False) -> int:
    number = int(written)
    if len(written) == len("2026"):
        return number
    if as_of is None:
        return number + (2000 if number <= _PIVOT else 1900)
    latest = as_of.year + (0 if born else _YEARS_AHEAD)
    return latest - (latest - number) % 100


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1
