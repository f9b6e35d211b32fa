"""What ``claimwright draft`` writes beside the text: packets, sign-offs, other kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.readers.documents.docx import read_letter

Command = Callable[..., Any]


def test_a_draft_that_is_not_ready_keeps_its_mark_and_says_why(
    claimwright: Command, case: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.docx"
    done = claimwright("draft", "appeal", case, "--sign-off", "Lena Okafor", "--out", out)
    assert done.code == 2
    assert "not ready: still needed: the dates of the positive airway pressure trial" in done.err
    assert not out.exists()


def test_a_ready_draft_is_signed_off_by_name(claimwright: Command, case: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "a.docx", tmp_path / "r.json"
    command = ("draft", "claim_file_request", case, "--out", out)
    assert claimwright(*command).out.startswith("DRAFT")
    assert claimwright(*command, "--sign-off", " ").code == 2
    done = claimwright(*command, "--sign-off", "Lena Okafor", "--report", report)
    assert done.code == 0
    assert "DRAFT" not in done.out
    assert "DRAFT" not in read_letter(out.read_bytes(), "a.docx")
    assert '"signed_off_by": "Lena Okafor"' in report.read_text(encoding="utf-8")


def test_the_packet_holds_cover_letter_enclosures_and_proof(claimwright: Command, case: Path, tmp_path: Path) -> None:
    packet = tmp_path / "p.pdf"
    done = claimwright("draft", "predetermination", case, "--packet", packet)
    assert done.code == 0
    assert packet.read_bytes().startswith(b"%PDF")
    assert "5 enclosure(s)" in done.err
    assert claimwright("draft", "predetermination", case, "--packet", tmp_path / "p.txt").code == 2


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("narrative", 0),
        ("predetermination", 0),
        ("physician_request", 0),
        ("claim_file_request", 0),
        ("external_review", 0),
        ("records_reply", 3),
    ],
)
def test_every_kind_has_its_exit_code(claimwright: Command, case: Path, kind: str, code: int) -> None:
    done = claimwright("draft", kind, case, "--json")
    assert (done.code, done.json["kind"]) == (code, kind)


def test_an_edited_letter_of_another_kind_is_checked_as_such(claimwright: Command, case: Path, tmp_path: Path) -> None:
    text = claimwright("draft", "narrative", case, "--json").json["text"]
    assert "22.4" in text
    edited = tmp_path / "n.txt"
    edited.write_text(text.replace("22.4", "29.4"), encoding="utf-8")
    done = claimwright("draft", "check", edited, case, "--kind", "narrative", "--json")
    assert (done.code, done.json["status"]) == (1, "blocked")
    assert claimwright("draft", "check", edited, case, "--kind", "poem").code == 2
