"""Tests that compare measured values and counts with the numbers of a criterion."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.outcome import Outcome, decided, label, labels
from assistant.chains.criteria.times import DAYS_PER, back
from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest, FactSpec
from assistant.domain.policy import Threshold
from assistant.policies.thresholds import holds, holds_throughout, thresholds

#: Beyond any measured value.
_FAR = Decimal(10) ** 9
#: How much a value differs at least from a limit that it only lies below or above.
_STEP = Decimal("0.001")
#: Parts of a sentence that speak of one procedure each.
_PARTS = re.compile(r";|\band\b(?=\s*\d)|\.\s")


def threshold(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """A measured value against the limits in the criterion's words; one of the measures is enough."""
    limits = _measured(test, thresholds(words))
    if not limits:
        return _stated(test, chart)
    tried = []
    for key in test.facts:
        spec = chart.playbook.spec(key)
        if spec.type != "number":  # words that say the same without a number, such as "no bone loss"
            tried += [Outcome("met", (fact,)) for fact in chart.about(key)[:1] if fact.polarity == "present"]
            continue
        own = [limit for limit in limits if limit.unit == spec.unit] or [limit for limit in limits if not limit.unit]
        if own and (outcome := _against(spec, own, chart)) is not None:
            tried.append(outcome)
    return decided(tried) or Outcome("missing", reason=f"the chart does not state {labels(test, chart)}")


def _measured(test: CriterionTest, limits: tuple[Threshold, ...]) -> list[Threshold]:
    """The limits that follow the words of the test's measure; all of them where it names none."""
    return [limit for limit in limits if re.search(test.measure, limit.measure, re.IGNORECASE)]


def _stated(test: CriterionTest, chart: Chart) -> Outcome:
    """Words without a limit ask that the value be stated."""
    found = tuple(fact for key in test.facts for fact in _values(key, chart))
    if found:
        return Outcome("met", found[:1])
    return Outcome("missing", reason=f"the chart does not state {labels(test, chart)}")


def _values(key: str, chart: Chart) -> list[Fact]:
    return [fact for fact in chart.about(key) if isinstance(fact.value, Decimal) and fact.polarity == "present"]


def _against(spec: FactSpec, limits: list[Threshold], chart: Chart) -> Outcome | None:
    found = _values(spec.key, chart)
    if not found:
        return None
    if spec.per == "tooth":
        return _some_tooth(spec, limits, found)
    if len({fact.span for fact in found}) == 1:
        return _each(spec, limits, found)
    if _disagree(found):
        return Outcome("contradicted", tuple(found), f"the papers give different values for the {spec.label}")
    return _one(spec, limits, max(found, key=lambda fact: fact.day or date.min))


def _one(spec: FactSpec, limits: list[Threshold], fact: Fact) -> Outcome:
    judged = [within_bound(limit, fact) for limit in limits]
    if all(judged):
        return Outcome("met", (fact,))
    if False in judged:
        return Outcome("not_met", (fact,), f"{spec.label} {_shown(fact)} is outside what the policy asks for")
    return Outcome("missing", (fact,), f"the chart says only {_shown(fact)} for the {spec.label}")


def _each(spec: FactSpec, limits: list[Threshold], found: list[Fact]) -> Outcome:
    """Several values of one sentence, such as the teeth of both arches: each of them must hold."""
    outcomes = [_one(spec, limits, fact) for fact in found]
    return next((outcome for outcome in outcomes if outcome.status != "met"), outcomes[0])


def _some_tooth(spec: FactSpec, limits: list[Threshold], found: list[Fact]) -> Outcome:
    """A value that belongs to teeth: one of the teeth at hand is enough here; how many there are is counted apart."""
    if not spec.series:
        for place in {fact.place for fact in found}:
            own = [fact for fact in found if fact.place == place]
            if len({fact.span for fact in own}) > 1 and _disagree(own):
                return Outcome("contradicted", tuple(own), f"the papers give different values for the {spec.label}")
    best = decided([_one(spec, limits, fact) for fact in found])
    assert best is not None
    return best


def _disagree(found: list[Fact]) -> bool:
    """Whether values differ without each having its own day, as two separate tests would."""
    days = [fact.day for fact in found]
    apart = None not in days and len(set(days)) == len({(fact.value, fact.day) for fact in found}) == len(days)
    return len({(fact.value, fact.bound) for fact in found}) > 1 and not apart


def within_bound(limit: Threshold, fact: Fact) -> bool | None:
    """Whether the value satisfies the limit; ``None`` where the chart states only a bound that does not tell."""
    value = fact.value
    assert isinstance(value, Decimal)
    match fact.bound:
        case "":
            return holds(limit, value)
        case "below":
            return holds_throughout(limit, -_FAR, value - _STEP)
        case "at_most":
            return holds_throughout(limit, -_FAR, value)
        case "above":
            return holds_throughout(limit, value + _STEP, _FAR)
        case "at_least":
            return holds_throughout(limit, value, _FAR)


def _shown(fact: Fact) -> str:
    words = {"below": "less than ", "at_most": "at most ", "above": "more than ", "at_least": "at least "}
    return f"{words.get(fact.bound, '')}{fact.value}"


def count(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """How many teeth qualify, or how often something happened, against the number in the words.

    The first fact is counted: a value by the teeth that reach what the rest of the list asks
    for, an event by its different days. Further facts are numbers that the chart states.
    """
    limits = [limit for limit in _for_procedure(words, chart) if limit.unit not in DAYS_PER and limit.unit != "years"]
    first = chart.playbook.spec(test.facts[0])
    told = [fact for key in test.facts[1:] for fact in _values(key, chart)]
    if first.type == "flag":
        counted = list({fact.place: fact for fact in reversed(chart.about(first.key)) if _there(fact)}.values())
    else:
        counted = _qualifying(test, first, chart) if first.type == "number" else _days(first, words, chart)
    if not limits:
        found = (*told, *counted)[:1]
        return Outcome("met", found) if found else _silent(test, chart)
    for fact in told:
        if all(within_bound(limit, fact) for limit in limits):
            return Outcome("met", (fact,))
    if told:
        return Outcome("not_met", tuple(told[:1]), f"{label(chart, test.facts[1])}: {_shown(told[0])}")
    if not counted:
        return _silent(test, chart)
    if all(holds(limit, Decimal(len(counted))) for limit in limits):
        return Outcome("met", tuple(counted))
    if first.type == "flag":
        return Outcome("missing", tuple(counted), f"the chart names {len(counted)}: {first.label}")
    if first.type == "number":
        return Outcome("not_met", tuple(counted), f"{len(counted)} teeth qualify: {_teeth(counted)}")
    return Outcome("missing", tuple(counted), f"the chart gives {len(counted)} dated: {first.label}")


def _there(fact: Fact) -> bool:
    return fact.polarity == "present" and bool(fact.place)


def _silent(test: CriterionTest, chart: Chart) -> Outcome:
    return Outcome("missing", reason=f"the chart does not say how many: {labels(test, chart)}")


def _for_procedure(words: str, chart: Chart) -> list[Threshold]:
    """The numbers of the part of the sentence that names the procedure at hand; all where none does."""
    own = [part for part in _PARTS.split(words) if any(code in part for code in chart.codes)]
    return [limit for part in own or [words] for limit in thresholds(part)]


def _qualifying(test: CriterionTest, spec: FactSpec, chart: Chart) -> list[Fact]:
    """One fact per tooth whose value reaches what the other items of the list ask for."""
    floors = [limit for limit in _measured(test, thresholds(chart.around)) if limit.unit == spec.unit]
    found: dict[str, Fact] = {}
    for fact in _values(spec.key, chart):
        tooth = fact.place.split()[0] if fact.place and not fact.place.startswith("area") else ""
        if tooth and all(within_bound(limit, fact) for limit in floors):
            found.setdefault(tooth, fact)
    return list(found.values())


def _days(spec: FactSpec, words: str, chart: Chart) -> list[Fact]:
    """One fact per day of the event, within the time before the service that the words allow."""
    window = [limit for limit in thresholds(words) if limit.unit in DAYS_PER and limit.comparison == "at_most"]
    earliest = back(chart.service_day, window[0]) if window and chart.service_day else date.min
    dated = {
        fact.day: fact
        for fact in reversed(chart.about(spec.key))
        if fact.polarity == "present" and fact.day is not None and fact.day >= earliest
    }
    return [dated[day] for day in sorted(dated)]


def _teeth(found: list[Fact]) -> str:
    return ", ".join(fact.place.split()[0] for fact in found)


def each(test: CriterionTest, _words: str, chart: Chart) -> Outcome:
    """For each tooth that has the first fact one of the others is stated too."""
    first = chart.playbook.spec(test.facts[0])
    wanted = _qualifying(test, first, chart)
    others = [fact for fact in chart.about(*test.facts[1:]) if fact.polarity == "present"]
    if not wanted or not others:
        return Outcome(
            "missing", tuple(others[:1]), f"the chart does not state {label(chart, test.facts[-1])} by tooth"
        )
    placed = {fact.place.split()[0] for fact in others if fact.place}
    lacking = [fact for fact in wanted if fact.place.split()[0] not in placed]
    if lacking:
        return Outcome(
            "missing", tuple(others[:1]), f"{label(chart, test.facts[-1])} is not stated for {_teeth(lacking)}"
        )
    return Outcome("met", tuple(others))
