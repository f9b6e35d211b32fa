"""Long work waits in bounds, gives signs of life while it waits, and is never lost in silence."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from pydantic import BaseModel

from api.http.long_work import LongWork, shown
from api.http.problems import Busy


class Done(BaseModel):
    """What the work comes to."""

    fine: bool = True


def state(world: Any, job_id: str) -> str:
    office = world.assistant.office
    return shown(office.jobs.get(world.caller("one"), job_id, at=world.clock())).state


def ended(world: Any, job_id: str) -> str:
    for _ in range(600):
        if (now := state(world, job_id)) != "running":
            return now
        time.sleep(0.02)
    pytest.fail("the work did not end")


def begun(world: Any, long_work: LongWork, work: Any) -> str:
    answer = long_work.begin(world.assistant.office, world.caller("one"), "kpi", work)
    return str(answer.headers["location"].rpartition("/")[2])


def test_work_that_waits_gives_signs_of_life(world: Any) -> None:
    long_work, go = LongWork(beat=0.02), threading.Event()

    def held() -> Done:
        go.wait(20)
        return Done()

    first, second = begun(world, long_work, held), begun(world, long_work, Done)
    jobs, caller = world.assistant.office.jobs, world.caller("one")
    made = jobs.get(caller, second, at=world.clock()).touched_at
    for _ in range(600):
        if jobs.get(caller, second, at=world.clock()).touched_at > made:
            break
        time.sleep(0.02)
    else:
        pytest.fail("no sign of life")
    go.set()
    assert [ended(world, first), ended(world, second)] == ["done", "done"]


def test_more_than_can_wait_is_told_to_come_again(world: Any) -> None:
    long_work, go = LongWork(most=2), threading.Event()

    def held() -> Done:
        go.wait(20)
        return Done()

    jobs = [begun(world, long_work, held), begun(world, long_work, held)]
    with pytest.raises(Busy) as told:
        begun(world, long_work, held)
    assert told.value.seconds > 0
    go.set()
    assert [ended(world, each) for each in jobs] == ["done", "done"]


def test_what_still_waits_when_the_service_stops_is_told_to_be_sent_again(world: Any) -> None:
    long_work, go = LongWork(), threading.Event()

    def held() -> Done:
        go.wait(20)
        return Done()

    first, second = begun(world, long_work, held), begun(world, long_work, held)
    long_work.close()
    assert ended(world, second) == "failed"
    office = world.assistant.office
    problem: Any = shown(office.jobs.get(world.caller("one"), second, at=world.clock())).problem
    assert (problem["type"], problem["fix"]) == ("/problems/interrupted", "send the request again")
    go.set()
    assert ended(world, first) == "done"


def test_an_error_that_nobody_foresaw_ends_the_work_and_says_nothing_of_it(world: Any) -> None:
    def broken() -> Done:
        raise RuntimeError("Ottoline Quillfeather")

    job_id = begun(world, LongWork(), broken)
    assert ended(world, job_id) == "failed"
    office = world.assistant.office
    assert "Quillfeather" not in str(shown(office.jobs.get(world.caller("one"), job_id, at=world.clock())).problem)
