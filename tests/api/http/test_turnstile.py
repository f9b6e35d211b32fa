"""Callers take turns, wait no longer than is of use, and nobody's place is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from api.http.problems import Busy
from api.http.turnstile import Turn, Turnstile


async def never() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    return


def run(what: Coroutine[Any, Any, None]) -> None:
    asyncio.run(what)


async def turned(turn: Turn | None) -> Turn:
    assert turn is not None
    return turn


def test_one_who_sends_much_keeps_nobody_else_waiting() -> None:
    async def scene() -> None:
        turnstile = Turnstile(at_once=1, most=100, seconds=5)
        first = await turned(await turnstile.enter("greedy", never))
        served: list[str] = []

        async def one(who: str) -> None:
            turn = await turned(await turnstile.enter(who, never))
            served.append(who)
            turn.end()

        tasks = [asyncio.create_task(one("greedy")) for _ in range(10)]
        await asyncio.sleep(0)
        tasks += [asyncio.create_task(one("modest")) for _ in range(2)]
        await asyncio.sleep(0)
        first.end()
        await asyncio.gather(*tasks)
        assert served[:4] == ["greedy", "modest", "greedy", "modest"]
        assert len(served) == 12

    run(scene())


def test_too_many_are_told_at_once_when_to_come_again() -> None:
    async def scene() -> None:
        turnstile = Turnstile(at_once=1, most=1, seconds=5)
        await turned(await turnstile.enter("a", never))
        waiting = asyncio.create_task(turnstile.enter("b", never))
        await asyncio.sleep(0)
        with pytest.raises(Busy) as told:
            await turnstile.enter("c", never)
        assert told.value.seconds >= 1
        waiting.cancel()

    run(scene())


def test_who_waited_too_long_or_hung_up_leaves_the_queue() -> None:
    async def scene() -> None:
        turnstile = Turnstile(at_once=1, most=5, seconds=0.01)
        held = await turned(await turnstile.enter("a", never))
        with pytest.raises(Busy):
            await turnstile.enter("b", never)
        assert await turnstile.enter("c", at_once) is None
        assert turnstile.waiting == 0
        held.end()
        held.end()  # the second time nothing happens
        again = await turned(await turnstile.enter("d", never))
        with pytest.raises(Busy):
            await turnstile.enter("e", never)
        again.end()

    run(scene())


def test_a_place_given_to_one_who_was_stopped_goes_to_the_next() -> None:
    async def scene() -> None:
        turnstile = Turnstile(at_once=1, most=5, seconds=5)
        held = await turned(await turnstile.enter("a", never))
        stopped = asyncio.create_task(turnstile.enter("b", never))
        last = asyncio.create_task(turnstile.enter("c", never))
        await asyncio.sleep(0)
        held.end()
        stopped.cancel()
        assert await asyncio.wait_for(last, 5) is not None

    run(scene())


def test_a_full_service_answers_with_a_problem_and_says_when(slow_service: Any, world: Any) -> None:
    from fastapi.testclient import TestClient

    head = {"Authorization": f"Bearer {world.keys['one', 'admin']}"}
    app = slow_service(at_once=0, waiting=0)
    client = TestClient(app, base_url="http://localhost", headers=head)
    for answer in (client.get("/v1/cases"), client.post("/v1/ask", json={"text": "what does CO-50 mean?"})):
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/overloaded"), answer.text
        assert int(answer.headers["retry-after"]) >= 1
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 200
