"""What a test of a criterion comes to."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chains.criteria.chart import Chart
from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest
from assistant.domain.policy import Evidenced


@dataclass(frozen=True)
class Outcome:
    """A status with the facts it rests on and the reason in plain words."""

    status: Evidenced
    facts: tuple[Fact, ...] = ()
    reason: str = ""


def labels(test: CriterionTest, chart: Chart) -> str:
    """What the test looks for, in words."""
    return " or ".join(chart.playbook.spec(key).label for key in test.facts[:3])


def label(chart: Chart, key: str | None) -> str:
    """The words for one fact."""
    return chart.playbook.spec(key).label if key else ""


def decided(outcomes: list[Outcome]) -> Outcome | None:
    """Of several measures of one thing the one that decides: a conflict, else proof, else a failure."""
    for wanted in ("contradicted", "met", "not_met"):
        for outcome in outcomes:
            if outcome.status == wanted:
                return outcome
    return outcomes[0] if outcomes else None
