"""A report that the case holds as a document counts as an enclosure where it can be enclosed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.domain.case import Case
from assistant.rules.attachment.held import with_papers
from assistant.rules.engine import check_claim

CLAIM = {
    "lane": "medical",
    "payer": "Northlake Health",
    "diagnoses": ["K13.21"],
    "lines": [
        {"id": "1", "code": "41100", "fee": "420.00", "diagnosis_pointers": [1], "date_of_service": "2026-05-04"}
    ],
}
REPORT = {"id": "d1", "kind": "pathology_report", "text": "PATHOLOGY REPORT of 05/08/2026"}


def lacking(**said: Any) -> list[str]:
    case = Case.model_validate({"claim": CLAIM, **said})
    report = check_claim(with_papers(case.claim, case), today=date(2026, 11, 22))
    return [found.message for found in report.findings if found.rule == "AT01"]


def test_a_report_in_a_file_is_held() -> None:
    assert lacking(documents=[{**REPORT, "file": "report.pdf"}]) == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"documents": [REPORT]},
        {"documents": [{**REPORT, "kind": "letter", "file": "report.pdf"}]},
    ],
    ids=["nothing", "text in the case file alone", "a letter"],
)
def test_what_cannot_be_enclosed_is_not_held(said: dict[str, Any]) -> None:
    (message,) = lacking(**said)
    assert "pathology report" in message


def test_a_file_that_is_attached_already_is_listed_once() -> None:
    papers = {
        "documents": [{**REPORT, "file": "r.pdf"}],
        "attachments": [{"kind": "pathology_report", "file": "r.pdf"}],
    }
    case = Case.model_validate({"claim": CLAIM, **papers})
    assert len(with_papers(case.claim, case).attachments) == 1
