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
from assistant.domain.playbook import CriterionTest, FactSpec


def any_of(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """One of the facts that the words name; of all the test knows where they name none."""
    named = [key for key in test.facts if _names(chart.playbook.spec(key), words)] or list(test.facts)
    return _one_present(tuple(named), chart)


def _one_present(named: tuple[str, ...], chart: Chart) -> Outcome:
    found = chart.about(*named)
    present = tuple(fact for fact in found if fact.polarity == "present")
    if present:
        return Outcome("met", present[:2])
    if found and {fact.key for fact in found} == set(named):
        return Outcome("not_met", found[:2], "the chart says that none of these is so")
    labels = " or ".join(chart.playbook.spec(key).label for key in named[:3])
    return Outcome("missing", found[:1], f"the chart does not mention {labels}")


def some(test: CriterionTest, words: str, chart: Chart) -> Outcome:  # noqa: ARG001  # one shape for every kind
    """One of the test's facts, any of which proves the same."""
    return _one_present(test.facts, chart)


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
