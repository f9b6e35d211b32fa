"""``claimwright ask``: the shape of an answer, and questions that cannot be answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.answer import Answer

Command = Callable[..., Any]

KEYS = {
    *("schema_version", "action", "status", "text", "statements", "citations", "findings", "tools", "questions"),
    *("placeholders", "thread", "trace_id", "model", "trace"),
}


def test_an_answer_quotes_the_payer_in_force(claimwright: Command) -> None:
    done = claimwright(
        *("ask", "Does Northlake Health require a PAP trial before it pays for E0486?", "--as-of", "2026-08-18"),
        "--json",
    )
    answer = done.json
    assert done.code == 0
    assert set(answer) == KEYS
    assert answer["status"] in ("ready", "needs_review")
    assert answer["citations"]
    for citation in answer["citations"]:
        assert citation["payer"] in ("Northlake Health", "General")
        assert citation["quote"]
        assert citation["effective_from"] <= "2026-08-18"
        assert citation["effective_through"] is None or citation["effective_through"] >= "2026-08-18"
    for statement in answer["statements"]:
        assert statement["type"] in ("request", "courtesy") or statement["sources"]
    assert Answer.model_validate(answer).trace_id


def test_the_day_decides_which_version_speaks(claimwright: Command) -> None:
    question = "How many teeth per arch does Northlake Health ask for with an oral appliance E0486?"
    cited = {
        day: {c["document"] for c in claimwright("ask", question, "--as-of", day, "--json").json["citations"]}
        for day in ("2025-08-18", "2026-08-18")
    }
    assert "northlake-oral-appliance-2026" not in cited["2025-08-18"]
    assert "northlake-oral-appliance-2024" not in cited["2026-08-18"]


def test_what_the_documents_do_not_hold_is_declined(claimwright: Command) -> None:
    done = claimwright("ask", "What is the wifi password of the practice in Atlantis?", "--json")
    assert (done.code, done.json["action"], done.json["status"]) == (3, "cannot_answer", "not_found")
    assert done.json["citations"] == []


def test_for_people_the_answer_has_its_sources(claimwright: Command) -> None:
    done = claimwright("ask", "Does Northlake Health require a PAP trial before E0486?", "--as-of", "2026-08-18")
    assert done.code == 0
    assert "[1]" in done.out
    assert "Sources" in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("",), "no question"),
        (("  \n ",), "no question"),
        (("x" * 200_001,), "200,001 characters"),
        (("when?", "--as-of", "tomorrow"), "--as-of"),
        (("when?", "--as-of", "2026-13-01"), "--as-of"),
    ],
    ids=["empty", "blank", "endless", "no date", "no such month"],
)
def test_a_question_that_is_none(claimwright: Command, arguments: tuple[str, ...], says: str) -> None:
    done = claimwright("ask", *arguments, "--json")
    assert done.code == 2
    assert says in done.err
    assert done.out == ""


@pytest.mark.parametrize("command", [("ask", "Does Northlake Health pay for E0486?"), ("corpus", "add", "NOTE")])
def test_a_home_that_cannot_be_written_is_named(
    claimwright: Command, monkeypatch: pytest.MonkeyPatch, closed: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(closed))
    note = tmp_path / "note.md"
    note.write_text("---\npayer: Example Dental\neffective_from: 2026-01-01\n---\n# Crowns\n\nOnce in 84 months.\n")
    done = claimwright(*(str(note) if part == "NOTE" else part for part in command))
    assert done.code == 4
    assert "CLAIMWRIGHT_HOME" in done.err
    assert not closed.exists()
