"""The kinds of test that settle a criterion from facts, one function each.

Every function returns an :class:`Outcome`; none guesses. A value that two papers give
differently is ``contradicted``; a fact that nothing in the chart speaks to is ``missing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.outcome import Outcome, labels
from assistant.chains.criteria.times import elapsed, event, standing, within
from assistant.chains.criteria.values import count, each, threshold
from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest, FactSpec
from assistant.intake.contradictions import denied_later, events_of

#: Joints of a list, by whether every item is asked for or one of them.
_AND = re.compile(r"\b(?:and|plus|as well as|together with)\b(?!/or)", re.IGNORECASE)
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)


def any_of(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """One of the facts that the words name, of each group that they join by "and"; of all where they name none."""
    groups = _joined(test, words, chart) or [test.facts]
    outcomes = [_one_present(group, chart) for group in groups]
    worst = next((outcome for outcome in outcomes if outcome.status != "met"), None)
    if worst is not None:
        return worst
    return Outcome("met", tuple(dict.fromkeys(fact for outcome in outcomes for fact in outcome.facts)))


def _joined(test: CriterionTest, words: str, chart: Chart) -> list[tuple[str, ...]]:
    """The facts that the words name, parted where an "and" stands between two of them; what "or" joins stays together.

    A comma is what the next joint of its list is.
    """
    named = sorted((*span, key) for key in test.facts if (span := _place(chart.playbook.spec(key), words)))
    groups: list[list[str]] = []
    joint, last = "", 0
    for start, end, key in reversed(named):
        between = words[end:last] if groups else ""
        if groups and last > end:
            joint = "and" if _AND.search(between) else "or" if _OR.search(between) else joint
        if groups and last > end and joint == "and":
            groups.append([key])
        elif groups:
            groups[-1].append(key)
        else:
            groups.append([key])
        last = start
    return [tuple(reversed(group)) for group in reversed(groups)]


def _place(spec: FactSpec, words: str) -> tuple[int, int] | None:
    """Where the words name a fact first."""
    for pattern in (*spec.patterns, re.escape(spec.label)):
        if match := re.search(pattern, words, re.IGNORECASE):
            return match.span()
    return None


def _one_present(named: tuple[str, ...], chart: Chart) -> Outcome:
    found = chart.about(*named)
    present = tuple(fact for fact in found if fact.polarity == "present")
    standing, denied = _still(present, found, chart)
    if standing:
        return Outcome("met", standing[:2])
    if denied:
        return Outcome("contradicted", denied, "a later note before the service says otherwise")
    if found and {fact.key for fact in found} == set(named):
        return Outcome("not_met", found[:2], "the chart says that none of these is so")
    labels = " or ".join(chart.playbook.spec(key).label for key in named[:3])
    return Outcome("missing", found[:1], f"the chart does not mention {labels}")


def _still(
    present: tuple[Fact, ...], found: tuple[Fact, ...], chart: Chart
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The findings that no later note before the service denies, and one that such a note does deny."""
    events = events_of(chart.playbook)
    pairs = {
        (fact.key, fact.place): denied_later(
            [other for other in found if (other.key, other.place) == (fact.key, fact.place)],
            chart.service_day,
            event=fact.key in events,
        )
        for fact in present
    }
    standing = tuple(fact for fact in present if pairs[fact.key, fact.place] is None)
    return standing, next((pair for pair in pairs.values() if pair is not None), ())


def some(test: CriterionTest, _words: str, chart: Chart) -> Outcome:
    """One of the test's facts, any of which proves the same."""
    return _one_present(test.facts, chart)


def absent(test: CriterionTest, _words: str, chart: Chart) -> Outcome:
    """A statement that something is not so; silence is missing, not proof."""
    found = chart.about(*test.facts)
    present = tuple(fact for fact in found if fact.polarity == "present")
    if present and len(present) < len(found):
        return Outcome("contradicted", found, "the papers disagree")
    if present:
        return Outcome("not_met", present[:1], "the chart says that it is so")
    if found:
        return Outcome("met", found[:1])
    return Outcome("missing", reason=f"the chart does not say whether there is {labels(test, chart)}")


KINDS: dict[str, Callable[[CriterionTest, str, Chart], Outcome]] = {
    "threshold": threshold,
    "event": event,
    "within": within,
    "elapsed": elapsed,
    "standing": standing,
    "any_of": any_of,
    "some": some,
    "absent": absent,
    "count": count,
    "each": each,
}
