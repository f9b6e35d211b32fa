"""A thousand deliveries, repeated, replayed, late and out of order: each question is answered once and none is lost."""

from __future__ import annotations

from evals.benches.slack import deliver_at_random


def test_randomised_deliveries_are_answered_once_each() -> None:
    outcome = deliver_at_random(questions=120, deliveries=300, seed=20261122)
    assert outcome.deliveries == 300
    assert outcome.duplicates == 0
    assert outcome.losses == 0
    assert outcome.reconnects >= 2
