"""``claimwright eval beside``: the same cases with the embedded model and with one behind a real connection."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from evals.beside import Beside


def calling(name: str, **args: object) -> bytes:
    """A whole body of the chat completions protocol, with one call of a tool."""
    call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": json.dumps(args)}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    usage = {"prompt_tokens": 70, "completion_tokens": 30, "total_tokens": 100}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "c", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice], "usage": usage}
    ).encode()


def test_one_command_sets_the_hosted_model_beside_the_embedded_one(
    scripted: ModuleType, shipped_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [{"type": "courtesy", "text": "No document says this."}]
    reply = scripted.Reply(raw=calling("Reply", action="cannot_answer", statements=said, questions=[]))
    monkeypatch.setenv("CLAIMWRIGHT_CACHE", str(shipped_cache))
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with scripted.ModelServer(lambda _: reply) as server:
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE"):
            monkeypatch.setenv(name, server.url)
        words = [
            "eval",
            "beside",
            "answers",
            "--model",
            "openai:scripted",
            "--limit",
            "6",
            "-o",
            str(tmp_path / "b.json"),
        ]
        done = CliRunner().invoke(app, words)
        assert server.sent
    found = Beside.model_validate_json((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert done.exit_code == (0 if found.passed else 1), done.output
    whole = found.lines[0]
    assert (whole.embedded.of, whole.hosted.of) == (6, 6)
    assert whole.embedded.passed > whole.hosted.passed  # it never has an answer
    assert found.hosted_cost.by_itself
    assert found.hosted_cost.tokens_in
    assert found.embedded.metadata.model == "embedded"
    assert {each.by for each in found.embedded.results} <= {"embedded", "rules"}
    assert "difference" in done.output
