"""``case.yaml`` to a case: papers read in, absent ones told, shape errors named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.domain.errors import BadInput
from assistant.intake.case_file import MAX_BYTES, denial_text, load_case

CASE = """
claim:
  lane: medical
  lines: [{id: '1', code: E0486, date_of_service: 2026-08-18, fee: 3200.00}]
denials: [{date: 2026-09-14, line: '1', carc: '50', amount: 3200.00, file: letter.txt}]
documents:
- {id: d1, kind: chart_note, file: notes/visit.txt}
- {id: d2, kind: order, text: Order signed.}
attachments: [{kind: sleep_study, file: study.pdf}]
"""
LETTER = "Notice of denial, September 14, 2026\nWe denied E0486 because it is not medically necessary."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "visit.txt").write_text("Seen 03/26/2026.", encoding="utf-8")
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "study.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def test_papers_are_read_from_beside_the_file(folder: Path) -> None:
    loaded = load_case(folder / "case.yaml")
    assert loaded.findings == ()
    assert [(d.id, d.kind, (d.text or "")[:6]) for d in loaded.case.documents] == [
        ("d1", "chart_note", "Seen 0"),
        ("d2", "order", "Order "),
        ("denial-1", "denial_letter", "Notice"),
    ]
    assert loaded.folder == folder


def test_amounts_and_dates_may_stand_without_quotes(folder: Path) -> None:
    case = load_case(folder / "case.yaml").case
    assert str(case.claim.lines[0].fee) == "3200.00"
    assert case.denials[0].carc == "50"
    assert str(case.denials[0].date) == "2026-09-14"


def test_the_words_of_a_denial_are_its_own_or_those_of_its_letter(folder: Path) -> None:
    case = load_case(folder / "case.yaml").case
    (denial,) = case.denials
    assert denial_text(case, denial) == LETTER
    assert denial_text(case, denial.model_copy(update={"text": "Not covered."})) == "Not covered."
    assert denial_text(case, denial.model_copy(update={"file": None})) is None


@pytest.mark.parametrize(
    ("gone", "where"),
    [
        ("notes/visit.txt", "documents[0].file"),
        ("letter.txt", "denials[0].file"),
        ("study.pdf", "attachments[0].file"),
    ],
)
def test_an_absent_file_is_a_warning_at_its_place(folder: Path, gone: str, where: str) -> None:
    (folder / gone).unlink()
    (finding,) = load_case(folder / "case.yaml").findings
    assert (finding.rule, finding.severity, finding.where) == ("IN11", "warning", where)
    assert gone in finding.message


def test_a_document_without_text_or_file_is_a_warning(folder: Path) -> None:
    text = CASE.replace("text: Order signed.", "date: 2026-06-22")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    (finding,) = load_case(folder / "case.yaml").findings
    assert (finding.rule, finding.where) == ("IN12", "documents[1]")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"%PDF-1.7 cut", b"PK\x03\x04cut"], ids=repr)
def test_a_paper_that_cannot_be_read_is_a_warning(folder: Path, content: bytes) -> None:
    (folder / "notes" / "visit.txt").write_bytes(content)
    (finding,) = load_case(folder / "case.yaml").findings
    assert (finding.rule, finding.severity, finding.where) == ("IN13", "warning", "documents[0].file")
    assert finding.fix


def test_a_folder_for_a_paper_is_a_warning(folder: Path) -> None:
    (folder / "case.yaml").write_text(CASE.replace("notes/visit.txt", "notes"), encoding="utf-8")
    (finding,) = load_case(folder / "case.yaml").findings
    assert finding.where == "documents[0].file"


def test_json_is_a_case_too(folder: Path) -> None:
    path = folder / "case.json"
    path.write_text(json.dumps({"claim": {"lane": "medical"}}), encoding="utf-8")
    assert load_case(path).case.claim.lane == "medical"


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CASE.encode())
    assert load_case(path).findings == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("claim: {lane: medical}\nclaims: 1\n", "claims: unknown key"),
        ("claim: {lane: medicine}\n", "claim.lane: "),
        ("claim: {lane: medical, lines: [{id: '1', code: E0486, date_of_service: 08/18/2026}]}\n", "YYYY-MM-DD"),
        ("claim: {lane: medical}\nclaim: [\n", "line 3"),
        ("[1, 2]", "mapping"),
        ("", "mapping"),
    ],
)
def test_a_shape_error_says_where(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as failure:
        load_case(path)
    assert says in str(failure.value)
    assert failure.value.where.startswith(str(path))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(BadInput, match="too large"):
        load_case(path)
