"""The daily deletion: once a day, and an hour after a failure."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from api.upkeep import Upkeep
from assistant.domain.errors import Locked

TODAY = date(2026, 11, 22)


def made(clock: list[float], outcomes: list[Exception | int]) -> Any:
    def retain() -> int:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return SimpleNamespace(today=TODAY, retain=retain), lambda: clock[0]


def test_a_deletion_that_failed_is_tried_again_after_an_hour() -> None:
    clock = [0.0]
    upkeep = Upkeep(*made(clock, [Locked("another process is writing to the database"), 3]))
    assert upkeep.due()
    upkeep.run()
    for clock[0], due in ((1.0, False), (3599.0, False), (3600.0, True), (3601.0, False)):
        assert upkeep.due() is due, clock
    upkeep.run()
    clock[0] = 90_000.0
    assert not upkeep.due()


@pytest.mark.parametrize("outcome", [0, Locked("another process is writing to the database")])
def test_the_next_day_is_another(outcome: Exception | int) -> None:
    assistant, clock = made([0.0], [outcome])
    upkeep = Upkeep(assistant, clock)
    assert upkeep.due()
    upkeep.run()
    assistant.today = date(2026, 11, 23)
    assert upkeep.due()
    assert not upkeep.due()


def test_it_runs_aside_where_it_is_due() -> None:
    outcomes: list[Exception | int] = [0]
    upkeep = Upkeep(*made([0.0], outcomes))
    aside = upkeep.run_aside()
    assert aside is not None
    aside.join(60)
    assert outcomes == []
    assert upkeep.run_aside() is None
