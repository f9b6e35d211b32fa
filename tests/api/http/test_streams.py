"""An answer as it comes about."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.http.telling import EVENTS
from assistant.domain.errors import ModelFailure


def events(text: str) -> list[tuple[str, Any]]:
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    found = []
    for block in blocks:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_the_events_come_in_order_and_make_the_answer(world: Any) -> None:
    body = {"text": "how often does brightsmile replace a crown?", "thread": "streamed"}
    came = world.client(scope="ask").post("/v1/ask/stream", json=body)
    assert came.headers["content-type"].startswith("text/event-stream")
    told = events(came.text)
    names = [name for name, _ in told]
    assert names[0] == "status"
    assert names[-2:] == ["checks", "done"]
    assert all(
        EVENTS[name][0].model_validate(data).model_dump(mode="json").items() >= data.items() for name, data in told
    )
    assert list(dict.fromkeys(names)) == ["status", "tool", "citation", "delta", "checks", "done"]
    done = told[-1][1]
    assert "".join(data["text"] for name, data in told if name == "delta") == done["text"]
    assert [data["key"] for name, data in told if name == "citation"] == [each["key"] for each in done["citations"]]
    # Tools of one step run side by side: which is told first is chance.
    tools = [data["name"] for name, data in told if name == "tool"]
    assert sorted(tools) == sorted(each["name"] for each in done["tools"])
    assert world.client().get("/v1/threads/streamed").json()["exchanges"]


def test_a_failure_behind_the_first_event_is_an_event(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise ModelFailure("the hosted model gave no usable answer", fix="allow the fallback")

    monkeypatch.setattr(world.assistant, "ask", failing)
    told = events(world.client().post("/v1/ask/stream", json={"text": "x"}).text)
    assert told[-1][0] == "problem"
    assert told[-1][1]["type"] == "/problems/model-failure"


def test_a_slow_answer_is_kept_alive(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    import fastapi.routing

    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.05)
    held, ask = threading.Event(), world.assistant.ask

    def slow(*arguments: Any, **named: Any) -> Any:
        held.wait(0.4)
        return ask(*arguments, **named)

    monkeypatch.setattr(world.assistant, "ask", slow)
    text = world.client().post("/v1/ask/stream", json={"text": "what does CO-50 mean?"}).text
    assert "\n: " in text or text.startswith(": ") or "\n:" in text
    assert events(text)[-1][0] == "done"


def test_a_chat_front_that_asks_for_it_gets_the_count_behind_the_text(world: Any) -> None:
    body = {"model": "claimwright", "stream": True, "messages": [{"role": "user", "content": "what does CO-50 mean?"}]}
    without = world.client().post("/v1/chat/completions", json=body).text
    counted = world.client().post("/v1/chat/completions", json={**body, "stream_options": {"include_usage": True}}).text
    assert "usage" not in without
    *_, usage, done = [line.removeprefix("data: ") for line in counted.split("\n") if line]
    assert done == "[DONE]"
    assert json.loads(usage)["choices"] == []
    assert json.loads(usage)["usage"]["total_tokens"] > 0
