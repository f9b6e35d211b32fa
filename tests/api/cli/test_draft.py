"""``claimwright draft appeal`` and ``draft check``: shapes, exit codes, and input that is not what it should be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.draft import Draft

Command = Callable[..., Any]

KEYS = {
    *("kind", "status", "text", "statements", "denial_category", "action", "criteria", "contradictions"),
    *("placeholders", "deadline", "enclosures", "findings", "trace_id", "schema_version"),
}


def test_the_draft_has_the_shape_of_the_contract(claimwright: Command, case: Path) -> None:
    done = claimwright("draft", "appeal", case, "--json")
    draft = done.json
    assert done.code == 0
    assert set(draft) == KEYS
    assert (draft["kind"], draft["status"], draft["action"]) == ("appeal", "needs_review", "appeal")
    for statement in draft["statements"]:
        assert {"id", "type", "text", "sources"} <= set(statement)
        assert statement["type"] in ("request", "courtesy") or statement["sources"]
    for row in draft["criteria"]:
        assert {"text", "status", "evidence", "passage"} <= set(row)
        assert all({"document", "quote"} == set(side) for side in row["evidence"])
    assert {"date", "anchor", "anchor_date", "source", "alternatives"} <= set(draft["deadline"])
    assert all({"text", "ask"} <= set(mark) for mark in draft["placeholders"])
    assert Draft.model_validate(draft).status == "needs_review"


def test_for_people_letter_table_and_findings_are_printed(claimwright: Command, case: Path) -> None:
    done = claimwright("draft", "appeal", case)
    assert done.code == 0
    for words in ("DRAFT - not reviewed", "Status: needs_review", "2027-03-13", "WARNING", "Fix:", "11 Met", "6.1"):
        assert words.replace("11 Met", "11") in done.out


def test_the_letter_goes_to_word_and_the_report_beside_it(claimwright: Command, case: Path, tmp_path: Path) -> None:
    letter, page, data = tmp_path / "a.docx", tmp_path / "r.html", tmp_path / "r.json"
    assert claimwright("draft", "appeal", case, "--out", letter, "--report", page).code == 0
    assert claimwright("draft", "appeal", case, "--report", data, "--json").code == 0
    assert letter.read_bytes().startswith(b"PK")
    assert "<html" in page.read_text(encoding="utf-8").lower()
    assert json.loads(data.read_text(encoding="utf-8"))
    checked = claimwright("draft", "check", letter, case, "--json")
    assert (checked.code, checked.json["status"]) == (0, "needs_review")


def edited(claimwright: Command, case: Path, folder: Path, old: str, new: str) -> Path:
    text = claimwright("draft", "appeal", case, "--json").json["text"]
    assert old in text
    path = folder / "edited.txt"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("$3,200.00", "$3,210.00", "the number 3200 became 3210"),
        ("August 18, 2026, billed", "August 19, 2026, billed", "the date 2026-08-18 became 2026-08-19"),
        ("Upper 14 teeth", "Upper 15 teeth", "Upper 15 teeth"),
        ("AHI 22.4", "AHI 29.4", "the number 22.4 became 29.4"),
    ],
    ids=["amount", "date", "tooth count", "measurement"],
)
def test_one_changed_value_blocks_and_the_line_of_the_file_is_named(
    claimwright: Command, case: Path, folder: Path, old: str, new: str, says: str
) -> None:
    letter = edited(claimwright, case, folder, old, new)
    done = claimwright("draft", "check", letter, case, "--json")
    assert (done.code, done.json["status"]) == (1, "blocked")
    lines = letter.read_text(encoding="utf-8").splitlines()
    found = [f for f in done.json["findings"] if f["rule"].startswith("DR2")]
    assert any(says in finding["message"] for finding in found), found
    assert {new in lines[int(finding["where"].removeprefix("line ")) - 1] for finding in found} == {True}


def test_an_unedited_letter_passes(claimwright: Command, case: Path, folder: Path) -> None:
    done = claimwright("draft", "check", edited(claimwright, case, folder, "Sincerely", "Sincerely"), case)
    assert done.code == 0
    assert "Status: needs_review" in done.out


def test_a_payer_of_whom_nothing_is_held(claimwright: Command, case: Path) -> None:
    change(case, lambda content: content["claim"].update(payer="Windrose Mutual"))
    done = claimwright("draft", "appeal", case, "--json")
    assert (done.code, done.json["status"]) == (3, "not_found")
    fixes = [finding["fix"] for finding in done.json["findings"] if finding["rule"] == "AP01"]
    assert fixes
    assert "claimwright corpus add" in fixes[0]


def test_a_file_that_is_named_and_absent_is_a_warning(claimwright: Command, case: Path, folder: Path) -> None:
    (folder / "order.txt").unlink()
    done = claimwright("draft", "appeal", case, "--json")
    assert (done.code, done.json["status"]) == (0, "needs_review")
    found = [f for f in done.json["findings"] if f["rule"] == "IN11"]
    assert {finding["severity"] for finding in found} == {"warning"}
    assert any("order.txt" in finding["message"] for finding in found)
    assert [e["present"] for e in done.json["enclosures"] if e["file"] == "order.txt"] == [False]


def test_a_paper_that_cannot_be_read_is_a_warning(claimwright: Command, case: Path, folder: Path) -> None:
    (folder / "order.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    done = claimwright("draft", "appeal", case, "--json")
    assert done.code == 0
    assert any(f["rule"] == "IN13" and "order.txt" in f["message"] for f in done.json["findings"])


def change(path: Path, how: Callable[[dict[str, Any]], object]) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    how(content)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("how", "where", "says"),
    [
        (lambda c: c.update(clam=1), "clam", 'did you mean "claim"'),
        (lambda c: c["claim"].update(payr="x"), "claim.payr", 'did you mean "payer"'),
        (lambda c: c["claim"]["lines"][1].update(toth="3"), "claim.lines[1].toth", 'did you mean "tooth"'),
        (lambda c: c["denials"][0].update(carx="50"), "denials[0].carx", 'did you mean "carc"'),
        (lambda c: c["practice"].update(sigher="x"), "practice.sigher", 'did you mean "signer"'),
        (lambda c: c["denials"][0].update(date="09/14/2026"), "denials[0].date", "YYYY-MM-DD"),
        (lambda c: c["denials"][0].update(amount="12,50 EUR"), "denials[0].amount", "240.00"),
        (lambda c: c["documents"][0].update(kind="novel"), "documents[0].kind", "one of"),
        (lambda c: c["documents"][0].pop("id"), "documents[0].id", 'add "id"'),
        (lambda c: c.update(plan_funding="lottery"), "plan_funding", "one of"),
        (lambda c: c.update(facts={"a": 1}), "facts", "list"),
        (lambda c: c.pop("claim"), "claim", 'add "claim"'),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else None,
)
def test_a_shape_error_names_its_path_and_the_way_to_mend_it(
    claimwright: Command, case: Path, how: Callable[[dict[str, Any]], object], where: str, says: str
) -> None:
    change(case, how)
    done = claimwright("draft", "appeal", case, "--out", case.parent / "letter.docx")
    assert done.code == 2
    assert f": {where}: " in done.err
    assert says in done.err
    assert done.out == ""
    assert not (case.parent / "letter.docx").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"- a\n- b\n",
        b"just words",
        b"claim: [unclosed\n",
        b"claim: {lane: medical\n",
        b"\x89PNG\r\n\x1a\n\x00",
        b"%PDF-1.7\n",
        b"PK\x03\x04\x00\x00",
        b"\xff\xfe\x00",
        b"a: &a [*a]\n",
        b"[" * 20_000,
        b"claim: !!python/object/apply:os.system ['true']\n",
    ],
    ids=[
        "empty",
        "blank",
        "list",
        "words",
        "cut list",
        "cut map",
        "PNG",
        "PDF",
        "ZIP",
        "UTF-16",
        "loop",
        "deep",
        "tag",
    ],
)
def test_a_file_that_is_no_case(claimwright: Command, case: Path, content: bytes) -> None:
    case.write_bytes(content)
    done = claimwright("draft", "appeal", case, "--json")
    assert done.code == 2
    assert done.out == ""
    assert len([line for line in done.err.splitlines() if line.startswith("claimwright: ")]) == 1
    assert "Fix: " in done.err


@pytest.mark.parametrize("path", ["absent.yaml", "."], ids=["absent", "a folder"])
def test_a_case_that_is_not_there(claimwright: Command, folder: Path, path: str) -> None:
    done = claimwright("draft", "appeal", folder / path)
    assert done.code == 2
    assert "Fix: " in done.err


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"%PDF-1.7\n\x00", b"PK\x03\x04cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00\x01\x02"],
    ids=["empty", "blank", "PDF", "cut archive", "old Word", "binary"],
)
def test_a_letter_that_cannot_be_read(claimwright: Command, case: Path, folder: Path, content: bytes) -> None:
    (folder / "edited.docx").write_bytes(content)
    done = claimwright("draft", "check", folder / "edited.docx", case)
    assert done.code == 2
    assert "edited.docx" in done.err
    assert "Fix: " in done.err


def test_nothing_is_left_where_the_letter_cannot_be_written(
    claimwright: Command, case: Path, folder: Path, closed: Path, unchanged: Callable[[], bool]
) -> None:
    for option in ("--out", "--report"):
        suffix = ".docx" if option == "--out" else ".html"
        done = claimwright("draft", "appeal", case, option, closed / f"letter{suffix}")
        assert done.code in (2, 4)
        assert "Fix: " in done.err
    assert unchanged()
