"""A condition that points to a list under its own heading is decided by that list."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.draft import CriterionRow
from assistant.intake.case_file import LoadedCase

POINTS = "meets one of the severity rules below"


def rows(assistant: Assistant, note: str) -> tuple[CriterionRow, ...]:
    claim = {
        "lane": "medical",
        "payer": "Medicare",
        "lines": [{"id": "1", "code": "E0486"}],
        "diagnoses": ["G47.33"],
    }
    case = Case.model_validate({"claim": claim, "documents": [{"id": "n", "kind": "chart_note", "text": note}]})
    return assistant.draft(LOCAL, "predetermination", LoadedCase(case, Path())).draft.criteria


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("Home sleep test 06/02/2026 done.", "missing"),
        ("06/02/2026 sleep test AHI 12, hypertension.", "missing"),
        ("06/02/2026 sleep test AHI 3.1 with 20 events.", "not_met"),
        ("06/02/2026 home sleep test AHI 22 with 160 events.", "met"),
    ],
)
def test_the_severity_rules_decide(assistant: Assistant, note: str, status: str) -> None:
    found = rows(assistant, note)
    (row,) = [row for row in found if POINTS in row.text]
    assert row.status == status
    assert not [row for row in found if row.text.startswith("The sleep test meets one")]
