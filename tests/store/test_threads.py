"""Threads: order and practice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.domain.caller import Caller
from assistant.domain.conversation import Exchange
from assistant.store.engine import open_engine
from assistant.store.threads import Threads

ONE = Caller(practice="one", user="a")
TWO = Caller(practice="two", user="a")


def threads(folder: Path) -> Threads:
    return Threads(open_engine(f"sqlite:///{folder / 'threads.sqlite'}"))


def test_a_thread_keeps_its_order_and_its_practice(tmp_path: Path) -> None:
    held = threads(tmp_path)
    for number in range(3):
        held.append(ONE, "t", Exchange(question=f"q{number}", answer="a"), on=date(2026, 1, 1))
    held.append(TWO, "t", Exchange(question="theirs", answer="a"), on=date(2026, 1, 1))
    assert [each.question for each in held.history(ONE, "t")] == ["q0", "q1", "q2"]
    assert [each.question for each in held.history(ONE, "t", most=2)] == ["q1", "q2"]
    assert [each.question for each in held.history(TWO, "t")] == ["theirs"]
    assert held.history(ONE, "other") == ()


def test_the_last_thread_is_the_callers_own(tmp_path: Path) -> None:
    held = threads(tmp_path)
    assert held.last(ONE) is None
    held.append(ONE, "first", Exchange(question="q", answer="a"), on=date(2026, 1, 1))
    held.append(TWO, "second", Exchange(question="q", answer="a"), on=date(2026, 1, 1))
    assert held.last(ONE) == "first"
    assert held.last(Caller(practice="one", user="b")) is None
