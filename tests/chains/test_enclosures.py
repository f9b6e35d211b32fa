"""What a draft encloses, under which title and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.chains.enclosures import enclosures, lacking, title_of
from assistant.domain.case import Case, CaseDocument
from assistant.tables.playbooks import playbooks

PLAYBOOK = next(playbook for playbook in playbooks() if playbook.id == "osa_appliance")


def case(**content: Any) -> Case:
    return Case.model_validate({"claim": {"lane": "medical"}, **content})


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("HOME SLEEP APNEA TEST REPORT\nFenwick", "sleep_study", "Home sleep apnea test report"),
        ("OFFICE VISIT 03/26/2026\nSeen.", "chart_note", "Office visit"),
        ("Seen today.", "chart_note", "Chart notes"),
        ("07/14/2026 Exam", "chart_note", "Chart notes"),
        ("", "order", "Physician's written order"),
        ("PATIENT 4471 RECORD OF CARE", "other", "Record"),
        ("X" * 80, "letter", "Letter"),
    ],
)
def test_a_paper_is_called_by_its_own_title_or_its_kind(text: str, kind: str, title: str) -> None:
    assert title_of(CaseDocument.model_validate({"id": "d", "kind": kind, "text": text})) == title


def test_the_checklist_gives_the_order_and_a_missing_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Seen.", encoding="utf-8")
    listed = enclosures(
        case(
            attachments=[
                {"kind": "photo", "file": "photo.png"},
                {"kind": "chart_note", "file": "note.txt"},
                {"kind": "order", "date": "2026-06-22"},
                {"kind": "remittance", "file": "era.835"},
            ]
        ),
        PLAYBOOK,
        tmp_path,
    )
    assert [(e.kind, e.present) for e in listed] == [("order", False), ("chart_note", True), ("photo", False)]
    assert listed[2].title == "Photo"


def test_required_papers_that_are_not_there() -> None:
    assert lacking(case(), PLAYBOOK) == (
        "Signed sleep test report",
        "Treating physician's written order",
        "Chart notes on positive airway pressure",
    )
    held = case(
        documents=[{"id": "d1", "kind": "sleep_study", "text": "x"}, {"id": "d2", "kind": "chart_note", "text": "x"}],
        attachments=[{"kind": "order"}],
    )
    assert lacking(held, PLAYBOOK) == ()
    assert lacking(case(), None) == ()
