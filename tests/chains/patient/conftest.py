"""Cases for texts that a patient reads. All people, payers and numbers are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.chains.finish import Drafted
from assistant.chains.request import Chain, DraftRequest
from assistant.domain.case import Case
from assistant.domain.finding import Report
from assistant.domain.policy import Hit, Limit, Passage, PolicyDocument
from assistant.intake.case_file import LoadedCase

TODAY = date(2026, 11, 22)


class NoDocuments:
    """A library that holds nothing: what a patient is told comes from the case."""

    def search(
        self, text: str, *, k: int, on: date, payer: str | None = None, plan: str | None = None
    ) -> tuple[Hit, ...]:
        return ()

    def passage(self, key: str) -> Passage | None:
        return None

    def documents(self) -> tuple[PolicyDocument, ...]:
        return ()

    def in_force(self, payer: str, on: date, *, plan: str | None = None) -> tuple[PolicyDocument, ...]:
        return ()

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        return ()


class OneLimit:
    """A payer whose documents state one limit."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:
        return (self.limit,) if code in self.limit.codes else ()


@pytest.fixture(scope="session")
def write() -> Callable[..., Drafted]:
    """Drafts a case given as the content of its file; the papers lie nowhere."""

    def written(chain: Chain, content: dict[str, Any], limit: Limit | None = None, **asked: Any) -> Drafted:
        request = DraftRequest(
            LoadedCase(Case.model_validate(content), Path("/nowhere")),
            NoDocuments(),
            Report.of((), 0),
            TODAY,
            limits=OneLimit(limit) if limit is not None else None,
            **asked,
        )
        return chain(request)

    return written


@pytest.fixture
def crown() -> dict[str, Any]:
    """A crown in network: fee 1400, allowed 1100, half paid, 50 deductible and 600 maximum left."""
    return {
        "claim": {
            "lane": "dental",
            "payer": "Brightsmile Dental",
            "as_of": "2026-11-20",
            "lines": [{"id": "1", "code": "D2740", "tooth": "30", "fee": "1400.00", "date_of_service": "2026-12-03"}],
            "history": [{"code": "D2740", "date_of_service": "2019-05-20", "tooth": "30"}],
            "coverages": [
                {
                    "lane": "dental",
                    "payer": "Brightsmile Dental",
                    "in_network": True,
                    "effective": "2018-01-01",
                    "benefit_year_start": "01-01",
                    "annual_maximum": "1500.00",
                    "maximum_used": "900.00",
                    "deductible": "50.00",
                    "deductible_met": "0.00",
                    "percent": {"major": "0.50", "basic": "0.80"},
                    "allowed": {"D2740": "1100.00"},
                }
            ],
        },
        "practice": {"name": "Cedar Hollow Dental", "phone": "555-0130"},
    }


@pytest.fixture
def device() -> dict[str, Any]:
    """A sleep device that the plan did not pay."""
    return {
        "claim": {
            "lane": "medical",
            "payer": "Northlake Health",
            "lines": [{"id": "2", "code": "E0486", "fee": "3200.00", "date_of_service": "2026-08-18"}],
        },
        "denials": [
            {
                "date": "2026-09-14",
                "received": "2026-09-18",
                "claim_number": "CH-20931",
                "line": "2",
                "group": "CO",
                "carc": "50",
                "rarc": "N661",
                "amount": "3200.00",
            }
        ],
        "practice": {"name": "Cedar Hollow Dental Sleep", "phone": "555-0130"},
        "plan_funding": "self_funded",
        "facts": [{"key": "patient_name", "value": "Luis Ortiz", "who": "front desk", "when": "2026-11-20"}],
    }
