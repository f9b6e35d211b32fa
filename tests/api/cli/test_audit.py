"""``claimwright audit``, ``key`` and ``user``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings

Command = Callable[..., Any]


@pytest.fixture
def trail(claimwright: Command) -> Path:
    """A home with a few lines in its trail; gives the database."""
    for name in ("front desk", "scheduling", "billing"):
        assert claimwright("key", "make", name).code == 0
    return Settings().home / "claimwright.sqlite"


def test_an_unbroken_trail_verifies_and_a_changed_line_is_named(claimwright: Command, trail: Path) -> None:
    assert claimwright("audit", "verify", "--json").json["practices"][0]["lines"] == 3
    with sqlite3.connect(trail) as database:
        database.execute("UPDATE audit_lines SET detail='nothing' WHERE seq=2")
    done = claimwright("audit", "verify")
    assert done.code == 1
    assert "BROKEN at line 2" in done.out


def test_a_head_kept_elsewhere_shows_a_trail_that_began_anew(claimwright: Command, trail: Path, tmp_path: Path) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(claimwright("audit", "head").out)
    assert claimwright("audit", "verify", "--against", str(kept)).code == 0
    with sqlite3.connect(trail) as database:
        database.execute("DELETE FROM audit_lines")
        database.execute("DELETE FROM audit_heads")
    assert claimwright("audit", "verify").code == 0
    done = claimwright("audit", "verify", "--against", str(kept))
    assert done.code == 1
    assert "kept elsewhere" in done.out


def test_a_practice_without_a_trail_is_named(claimwright: Command, trail: Path) -> None:
    for arguments in (("export",), ("verify",)):
        done = claimwright("audit", *arguments, "--practice", "nosuch")
        assert (done.code, "no such practice" in done.err) == (2, True)


def test_a_practice_whose_trail_was_removed_is_named(claimwright: Command, trail: Path) -> None:
    with sqlite3.connect(trail) as database:
        database.execute("DELETE FROM audit_lines WHERE practice='local'")
        database.execute("DELETE FROM audit_heads WHERE practice='local'")
    done = claimwright("audit", "verify")
    assert (done.code, "local: BROKEN" in done.out) == (1, True)


def test_a_term_that_no_calendar_holds_is_refused(claimwright: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_CASE_DAYS", "99999999999")
    done = claimwright("audit", "verify")
    assert (done.code, "case_days" in done.err, "Traceback" in done.err) == (4, True, False)


def test_a_file_without_heads_is_named(claimwright: Command, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[1]")
    done = claimwright("audit", "verify", "--against", str(tmp_path / "x.json"))
    assert (done.code, "no heads" in done.err) == (2, True)


def test_lines_are_exported_one_a_row(claimwright: Command, trail: Path, tmp_path: Path) -> None:
    out = tmp_path / "audit.jsonl"
    assert claimwright("audit", "export", "--after", "1", "-o", str(out)).code == 0
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(line["seq"], line["action"]) for line in lines] == [(2, "key"), (3, "key")]


def test_an_export_is_read_again(claimwright: Command, trail: Path, tmp_path: Path) -> None:
    out = tmp_path / "audit.jsonl"
    claimwright("audit", "export", "-o", str(out))
    done = claimwright("audit", "verify", "--exported", str(out))
    assert (done.code, "lines 1 to 3; the trail has 3" in done.err) == (0, True)
    rows = out.read_text().splitlines(keepends=True)
    for changed, code in (
        (rows[0] + rows[2], 1),
        (rows[0] + rows[1].replace('"key"', '"view"') + rows[2], 1),
        ("{}\n", 2),
        ("", 2),
    ):
        out.write_text(changed)
        assert claimwright("audit", "verify", "--exported", str(out)).code == code


def test_asking_leaves_a_line_without_the_words(claimwright: Command) -> None:
    answer = claimwright("ask", "Is Ottoline Canary, member 88-1234567, covered for E0486?", "--json").json
    exported = claimwright("audit", "export").out
    line = json.loads(exported.splitlines()[-1])
    assert (line["action"], line["subject"]) == ("answer", answer["trace_id"])
    assert "Canary" not in exported


def test_a_key_is_shown_once_and_ends_when_revoked(claimwright: Command) -> None:
    made = claimwright("key", "make", "front desk", "--scope", "draft", "--practice", "cedar", "--json").json
    listed = claimwright("key", "list", "--practice", "cedar")
    assert made["secret"].startswith("cw_live_")
    assert made["secret"] not in listed.out
    assert "in use" in listed.out
    assert claimwright("key", "revoke", made["key"]["id"], "--practice", "birch").code == 2
    assert claimwright("key", "revoke", made["key"]["id"], "--practice", "cedar").code == 0
    assert "revoked" in claimwright("key", "list", "--practice", "cedar").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("key", "make", "x", "--scope", "everything"),
        ("key", "make", "x", "--practice", "../other"),
        ("user", "add", "dana", "--role", "king"),
        ("user", "disable", "nobody"),
    ],
)
def test_wrong_words_get_a_message_and_change_nothing(claimwright: Command, arguments: tuple[str, ...]) -> None:
    done = claimwright(*arguments)
    assert done.code == 2
    assert done.err.startswith("claimwright: ")
    assert claimwright("audit", "verify", "--json").json["practices"] == []
