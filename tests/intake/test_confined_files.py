"""A case of a program elsewhere names files: only those beside it are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain.case import Case
from assistant.intake.case_file import in_folder, load_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("CANARY", encoding="utf-8")
    beside = tmp_path / "case"
    beside.mkdir()
    (beside / "note.txt").write_text("AHI 22.4", encoding="utf-8")
    (beside / "link.txt").symlink_to(tmp_path / "secret.txt")
    return beside


def case(name: str) -> Case:
    return Case.model_validate(
        {
            "claim": {"lane": "medical"},
            "documents": [{"id": "d1", "kind": "chart_note", "file": name}],
            "denials": [{"file": name}],
            "attachments": [{"kind": "order", "file": name}],
        }
    )


@pytest.mark.parametrize("name", ["../secret.txt", "{above}/secret.txt", "x/../../secret.txt", "link.txt"])
def test_a_file_outside_is_named_and_not_read(folder: Path, name: str) -> None:
    loaded = in_folder(case(name.format(above=folder.parent)), folder)
    assert "CANARY" not in loaded.case.model_dump_json()
    assert {finding.rule for finding in loaded.findings} == {"IN14"}


def test_whether_a_file_outside_exists_is_not_told(folder: Path) -> None:
    there, gone = (in_folder(case(name), folder).findings for name in ("../secret.txt", "../nothing.txt"))
    told = [[finding.message.replace("nothing", "secret") for finding in each] for each in (there, gone)]
    assert told[0] == told[1]


def test_a_file_beside_is_read(folder: Path) -> None:
    assert in_folder(case("note.txt"), folder).case.documents[0].text == "AHI 22.4"


def test_the_writer_of_a_case_file_may_name_papers_elsewhere_on_the_machine(folder: Path) -> None:
    content = "claim: {lane: medical}\ndocuments: [{id: d1, kind: chart_note, file: ../secret.txt}]\n"
    (folder / "case.yaml").write_text(content, encoding="utf-8")
    assert load_case(folder / "case.yaml").case.documents[0].text == "CANARY"
