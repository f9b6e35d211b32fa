"""Tests that ask whether something happened, when, and for how long."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.outcome import Outcome, label, labels
from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest
from assistant.domain.policy import Threshold
from assistant.policies.thresholds import thresholds

#: Units of time in days.
DAYS_PER = {"days": 1, "weeks": 7, "months": 30, "years": 365, "nights": 1}
#: Words that ask for the last of several days, not for the first.
_LAST = re.compile(r"\b(?:finish|complet|end(?:s|ed)?\b|last\b)", re.IGNORECASE)


def event(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """Something happened, before what it must precede, and for as long as the words ask."""
    found = chart.about(*test.facts)
    present = [fact for fact in found if fact.polarity == "present"]
    if not present:
        denied = tuple(fact for fact in found if fact.key == test.facts[0])
        if denied:  # of what may stand in for the event itself, a denial says nothing about the event
            return Outcome("not_met", denied[:1], "the chart says that it did not happen")
        return Outcome("missing", reason=f"the chart does not mention {labels(test, chart)}")
    if test.before is not None:
        order = _in_order(test, present, chart)
        if order.status != "met" or not _needed(words):
            return order
    return _long_enough(words, present)


def _in_order(test: CriterionTest, present: list[Fact], chart: Chart) -> Outcome:
    later_day, later = chart.day_of(test.before or "")
    if later_day is None:
        return Outcome("missing", tuple(present[:1]), f"the day of the {label(chart, test.before)} is not in the chart")
    dated = [fact for fact in present if fact.day is not None]
    if not dated:
        return Outcome("missing", tuple(present[:1]), f"the chart names the {labels(test, chart)} without its date")
    first = min(dated, key=lambda fact: fact.day or date.max)
    proof = (first, later) if later is not None else (first,)
    if first.day is not None and first.day <= later_day:
        return Outcome("met", proof)
    return Outcome("not_met", proof, f"it is dated after the {label(chart, test.before)}")


def _needed(words: str) -> list[Threshold]:
    """The lengths of time that the words ask for."""
    return [limit for limit in thresholds(words) if limit.unit in DAYS_PER and limit.comparison == "at_least"]


def _long_enough(words: str, present: list[Fact]) -> Outcome:
    needed = _needed(words)
    if not needed:
        return Outcome("met", tuple(present[:1]))
    days = int(needed[0].value) * DAYS_PER[needed[0].unit]
    measured = [(length, fact) for fact in present if (length := _length(fact)) is not None]
    if not measured:
        return Outcome("missing", tuple(present[:1]), "the chart does not say from when to when")
    longest, fact = max(measured, key=lambda pair: pair[0])
    if longest >= days:
        return Outcome("met", (fact,))
    return Outcome("not_met", (fact,), f"{longest} days are fewer than the {days} days asked for")


def _length(fact: Fact) -> int | None:
    """Days from first to last day, both counted; else the length that the text states."""
    if fact.day is not None and fact.until is not None:
        return (fact.until - fact.day).days + 1
    return fact.days


def within(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """An event no longer before another, or after it, than the words allow."""
    limits = [
        limit for limit in thresholds(words) if limit.comparison == "at_most" and limit.unit in {*DAYS_PER, "hours"}
    ]
    if test.after is not None:
        return _within_after(test, test.after, limits, words, chart)
    later_day, later = chart.day_of(test.before or "")
    day, fact = _day_of_any(test, chart)
    if fact is None:
        denied = tuple(fact for fact in chart.about(test.facts[0]) if fact.polarity == "absent")
        if denied:
            return Outcome("not_met", denied[:1], "the chart says that it did not happen")
        return Outcome("missing", reason=f"the chart does not mention {labels(test, chart)}")
    if not limits:
        return Outcome("met", (fact,))
    if day is None or later_day is None:
        return Outcome("missing", (fact,), f"the day of the {labels(test, chart)} is not in the chart")
    proof = (fact, later) if later is not None else (fact,)
    if back(later_day, limits[0]) <= day <= later_day:
        return Outcome("met", proof)
    return Outcome(
        "not_met",
        proof,
        f"{day.isoformat()} is not within {limits[0].value} {limits[0].unit} before {later_day.isoformat()}",
    )


def _within_after(test: CriterionTest, after: str, limits: list[Threshold], words: str, chart: Chart) -> Outcome:
    """The first such event, or the last where the words speak of the end, soon enough after another one."""
    start, anchor = chart.day_of(after)
    dated = [fact for fact in chart.about(*test.facts) if fact.polarity == "present" and fact.day is not None]
    if start is None:
        return Outcome("missing", reason=f"the day of the {label(chart, after)} is not in the chart")
    following = sorted((fact for fact in dated if fact.day and fact.day >= start), key=lambda fact: fact.day or start)
    if not following:
        return Outcome("missing", reason=f"the chart does not date the {labels(test, chart)}")
    fact = following[-1] if _LAST.search(words) else following[0]
    proof = (anchor, fact) if anchor is not None else (fact,)
    day = fact.day or start
    if not limits or back(day, limits[0]) <= start:
        return Outcome("met", proof)
    limit = f"{limits[0].value} {limits[0].unit}"
    return Outcome("not_met", proof, f"{day.isoformat()} is not within {limit} after {start.isoformat()}")


def elapsed(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """At least so much time between the event and the later one."""
    needed = _spans(words)
    later_day, later = chart.day_of(test.before or "")
    day, fact = _day_of_any(test, chart)
    if fact is None:
        return Outcome("missing", reason=f"the chart does not mention {labels(test, chart)}")
    if day is None or later_day is None:
        return Outcome("missing", (fact,), f"the day of the {labels(test, chart)} is not in the chart")
    proof = (fact, later) if later is not None else (fact,)
    if not needed or day <= back(later_day, needed[0]):
        return Outcome("met", proof)
    return Outcome("not_met", proof, f"{(later_day - day).days} days have passed since {day.isoformat()}")


def standing(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """A condition that has lasted so long: the chart states the length, or a note that old already speaks of it."""
    needed = _spans(words)
    present = [fact for fact in chart.about(*test.facts) if fact.polarity == "present"]
    if not present:
        return Outcome("missing", reason=f"the chart does not mention {labels(test, chart)}")
    if not needed:
        return Outcome("met", tuple(present[:1]))
    days = int(needed[0].value) * DAYS_PER[needed[0].unit]
    seen = [fact for fact in present if fact.day and chart.service_day and (chart.service_day - fact.day).days >= days]
    stated = [(length, fact) for fact in present if (length := _length(fact)) is not None]
    longest, fact = max(stated, key=lambda pair: pair[0], default=(0, None))
    if fact is not None and longest >= days:
        return Outcome("met", (fact,))
    if seen:
        return Outcome("met", (min(seen, key=lambda each: each.day or date.max),))
    if fact is not None:
        return Outcome("not_met", (fact,), f"{longest} days are fewer than {needed[0].value} {needed[0].unit}")
    return Outcome("missing", tuple(present[:1]), f"the chart does not say since when: {labels(test, chart)}")


def _spans(words: str) -> list[Threshold]:
    return [limit for limit in thresholds(words) if limit.unit in DAYS_PER]


def _day_of_any(test: CriterionTest, chart: Chart) -> tuple[date | None, Fact | None]:
    found = [fact for fact in chart.about(*test.facts) if fact.polarity == "present"]
    dated = [fact for fact in found if fact.day is not None]
    if dated:
        own = [fact for fact in dated if fact.document_kind in chart.playbook.spec(fact.key).document_day]
        newest = max(own or dated, key=lambda fact: fact.day or date.min)
        return newest.day, newest
    return None, found[0] if found else None


def back(day: date, limit: Threshold) -> date:
    """The day that lies the limit's time before ``day``; a month's last day where it is shorter."""
    count = int(limit.value)
    if limit.unit == "years":
        count, months = 0, count * 12
    elif limit.unit == "months":
        count, months = 0, count
    elif limit.unit == "hours":
        return day - timedelta(days=-(-count // 24))
    else:
        return day - timedelta(days=count * DAYS_PER[limit.unit])
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, 28)
