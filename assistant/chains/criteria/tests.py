"""The kinds of test that settle a criterion from facts, one function each.

Every function returns an :class:`Outcome`; none guesses. A value that two papers give
differently is ``contradicted``; a fact that nothing in the chart speaks to is ``missing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistant.chains.criteria.chart import Chart
from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest, FactSpec
from assistant.domain.policy import Evidenced, Threshold
from assistant.policies.thresholds import holds, thresholds

_DAYS_PER = {"days": 1, "weeks": 7, "months": 30, "years": 365, "nights": 1}


@dataclass(frozen=True)
class Outcome:
    """A status with the facts it rests on and the reason in plain words."""

    status: Evidenced
    facts: tuple[Fact, ...] = ()
    reason: str = ""


def threshold(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """A measured value against the limits in the criterion's words; one of the measures is enough."""
    limits = thresholds(words)
    if not limits:
        return _stated(test, chart)
    tried: list[Outcome] = []
    for key in test.facts:
        spec = chart.playbook.spec(key)
        own = [limit for limit in limits if limit.unit in ("", spec.unit)]
        if own and (key_outcome := _against(spec, own, chart)) is not None:
            tried.append(key_outcome)
    for wanted in ("contradicted", "met", "not_met"):
        for outcome in tried:
            if outcome.status == wanted:
                return outcome
    return Outcome("missing", reason=f"the chart does not state {_labels(test, chart)}")


def _stated(test: CriterionTest, chart: Chart) -> Outcome:
    """Words without a limit ask that the value be stated."""
    found = tuple(fact for fact in chart.about(*test.facts) if isinstance(fact.value, Decimal))
    if found:
        return Outcome("met", found[:1])
    return Outcome("missing", reason=f"the chart does not state {_labels(test, chart)}")


def _against(spec: FactSpec, limits: list[Threshold], chart: Chart) -> Outcome | None:
    found = [fact for fact in chart.about(spec.key) if isinstance(fact.value, Decimal)]
    if not found:
        return None
    if len({fact.span for fact in found}) == 1:
        return _each(spec, limits, found)
    if len({fact.value for fact in found}) > 1 and not _different_days(found):
        return Outcome("contradicted", tuple(found), f"the papers give different values for the {spec.label}")
    newest = max(found, key=lambda fact: fact.day or date.min)
    value = newest.value
    assert isinstance(value, Decimal)
    if all(holds(limit, value) for limit in limits):
        return Outcome("met", (newest,))
    return Outcome("not_met", (newest,), f"{spec.label} {value} is outside what the policy asks for")


def _each(spec: FactSpec, limits: list[Threshold], found: list[Fact]) -> Outcome:
    """Several values of one sentence, such as the teeth of both arches: each of them must hold."""
    for fact in found:
        if not all(isinstance(fact.value, Decimal) and holds(limit, fact.value) for limit in limits):
            return Outcome("not_met", (fact,), f"{spec.label} {fact.value} is outside what the policy asks for")
    return Outcome("met", (found[0],))


def _different_days(found: list[Fact]) -> bool:
    """Whether each value has its own day, as two separate tests would."""
    days = [fact.day for fact in found]
    return None not in days and len(set(days)) == len({(fact.value, fact.day) for fact in found}) == len(days)


def event(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """Something happened, before what it must precede, and for as long as the words ask."""
    found = chart.about(*test.facts)
    present = [fact for fact in found if fact.polarity == "present"]
    if not present:
        denied = tuple(fact for fact in found if fact.key == test.facts[0])
        if denied:  # of what may stand in for the event itself, a denial says nothing about the event
            return Outcome("not_met", denied[:1], "the chart says that it did not happen")
        return Outcome("missing", reason=f"the chart does not mention {_labels(test, chart)}")
    if test.before is not None:
        order = _in_order(test, present, chart)
        if order.status != "met":
            return order
    return _long_enough(words, present)


def _in_order(test: CriterionTest, present: list[Fact], chart: Chart) -> Outcome:
    later_day, later = chart.day_of(test.before or "")
    if later_day is None:
        return Outcome(
            "missing", tuple(present[:1]), f"the day of the {_label(chart, test.before)} is not in the chart"
        )
    dated = [fact for fact in present if fact.day is not None]
    if not dated:
        return Outcome("missing", tuple(present[:1]), f"the chart names the {_labels(test, chart)} without its date")
    first = min(dated, key=lambda fact: fact.day or date.max)
    proof = (first, later) if later is not None else (first,)
    if first.day is not None and first.day <= later_day:
        return Outcome("met", proof)
    return Outcome("not_met", proof, f"it is dated after the {_label(chart, test.before)}")


def _long_enough(words: str, present: list[Fact]) -> Outcome:
    needed = [limit for limit in thresholds(words) if limit.unit in _DAYS_PER and limit.comparison == "at_least"]
    if not needed:
        return Outcome("met", tuple(present[:1]))
    days = int(needed[0].value) * _DAYS_PER[needed[0].unit]
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
    """An event no longer before another than the words allow."""
    limits = [limit for limit in thresholds(words) if limit.comparison == "at_most" and limit.unit in _DAYS_PER]
    later_day, later = chart.day_of(test.before or "")
    day, fact = _day_of_any(test, chart)
    if fact is None:
        return Outcome("missing", reason=f"the chart does not mention {_labels(test, chart)}")
    if day is None or later_day is None or not limits:
        return Outcome("missing", (fact,), f"the day of the {_labels(test, chart)} is not in the chart")
    earliest = _back(later_day, limits[0])
    proof = (fact, later) if later is not None else (fact,)
    if earliest <= day <= later_day:
        return Outcome("met", proof)
    return Outcome(
        "not_met",
        proof,
        f"{day.isoformat()} is not within {limits[0].value} {limits[0].unit} before {later_day.isoformat()}",
    )


def _day_of_any(test: CriterionTest, chart: Chart) -> tuple[date | None, Fact | None]:
    found = [fact for fact in chart.about(*test.facts) if fact.polarity == "present"]
    dated = [fact for fact in found if fact.day is not None]
    if dated:
        own = [fact for fact in dated if fact.document_kind in chart.playbook.spec(fact.key).document_day]
        newest = max(own or dated, key=lambda fact: fact.day or date.min)
        return newest.day, newest
    return None, found[0] if found else None


def _back(day: date, limit: Threshold) -> date:
    count = int(limit.value)
    if limit.unit == "years":
        count, months = 0, count * 12
    elif limit.unit == "months":
        count, months = 0, count
    else:
        return day - timedelta(days=count * _DAYS_PER[limit.unit])
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, 28)


def any_of(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """One of the facts that the words name; of all the test knows where they name none."""
    named = [key for key in test.facts if _names(chart.playbook.spec(key), words)] or list(test.facts)
    found = chart.about(*named)
    present = tuple(fact for fact in found if fact.polarity == "present")
    if present:
        return Outcome("met", present[:2])
    if found and {fact.key for fact in found} == set(named):
        return Outcome("not_met", found[:2], "the chart says that none of these is so")
    labels = " or ".join(chart.playbook.spec(key).label for key in named[:3])
    return Outcome("missing", found[:1], f"the chart does not mention {labels}")


def _names(spec: FactSpec, words: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in spec.patterns) or spec.label in words.lower()


def absent(test: CriterionTest, words: str, chart: Chart) -> Outcome:  # noqa: ARG001  # one shape for every kind
    """A statement that something is not so; silence is missing, not proof."""
    found = chart.about(*test.facts)
    present = tuple(fact for fact in found if fact.polarity == "present")
    if present and len(present) < len(found):
        return Outcome("contradicted", found, "the papers disagree")
    if present:
        return Outcome("not_met", present[:1], "the chart says that it is so")
    if found:
        return Outcome("met", found[:1])
    return Outcome("missing", reason=f"the chart does not say whether there is {_labels(test, chart)}")


def _labels(test: CriterionTest, chart: Chart) -> str:
    return " or ".join(chart.playbook.spec(key).label for key in test.facts[:3])


def _label(chart: Chart, key: str | None) -> str:
    return chart.playbook.spec(key).label if key else ""


KINDS: dict[str, Callable[[CriterionTest, str, Chart], Outcome]] = {
    "threshold": threshold,
    "event": event,
    "within": within,
    "any_of": any_of,
    "absent": absent,
}
