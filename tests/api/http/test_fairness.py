"""Nobody waits in more than one line, however many keys are invented, and nobody waits in another's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.http.fairness import Fairness
from api.http.turnstile import Turn, Turnstile

AT_HOME = "at testclient"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines in which requests came to the turnstile."""
    seen: list[str] = []
    enter = Turnstile.enter

    async def watched(self: Turnstile, who: str, gone: Callable[[], Awaitable[Any]]) -> Turn | None:
        seen.append(who)
        return await enter(self, who, gone)

    monkeypatch.setattr(Turnstile, "enter", watched)
    return seen


@pytest.fixture
def client(world: Any) -> TestClient:
    return TestClient(create_app(world.service), base_url="http://localhost")


def test_invented_keys_and_cookies_wait_in_the_line_of_their_address(client: TestClient, lines: list[str]) -> None:
    for number in range(5):
        for headers in ({"Authorization": f"Bearer invented-{number}"}, {"Cookie": f"cw_session=invented-{number}"}):
            assert client.get("/v1/cases", headers=headers).status_code == 401
    assert set(lines) == {AT_HOME}


def test_a_key_has_a_line_of_its_own_once_it_was_good(client: TestClient, world: Any, lines: list[str]) -> None:
    made = world.assistant.office.api_keys.make("one", "fair", "ask", at=world.clock())
    head = {"Authorization": f"Bearer {made.secret}"}
    own = f"one/key {made.key.id}"
    for _ in range(2):
        assert client.get("/v1/threads", headers=head).status_code == 200
    assert client.get("/v1/cases", headers={**head, "Cookie": "other=1"}).status_code == 403
    assert client.get("/v1/cases", headers={"Cookie": "other=1"}).status_code == 401
    assert lines == [AT_HOME, own, own, AT_HOME]
    world.assistant.office.api_keys.revoke("one", made.key.id, at=world.clock())
    for _ in range(2):
        assert client.get("/v1/threads", headers=head).status_code == 401
    assert lines[-2:] == [own, AT_HOME]


def test_every_session_of_a_person_is_one_line(client: TestClient, world: Any, lines: list[str]) -> None:
    from api.http.callers import SESSION_COOKIE, signed

    office = world.assistant.office
    office.people.add("one", "fair", "a long enough word", "front_desk", at=world.clock())
    for _ in range(2):
        token, _ = office.people.sign_in("one", "fair", "a long enough word", at=world.clock())
        for other in ("", "; junk=1", "; junk=2"):
            head = {"Cookie": f"{SESSION_COOKIE}={signed(office, token)}{other}"}
            client.get("/v1/threads", headers=head)
            client.get("/v1/threads", headers=head)
    assert lines == [AT_HOME, "one/fair"] * 6


def test_only_so_many_are_remembered(client: TestClient, world: Any, lines: list[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(Fairness, "KEPT", 1)
    for scope in ("ask", "draft", "ask"):
        client.get("/v1/threads", headers={"Authorization": f"Bearer {world.keys['one', scope]}"})
    assert lines == [AT_HOME] * 3
