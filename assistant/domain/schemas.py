"""The shapes that the outside may rely on, by name."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from assistant.domain.answer import Answer
from assistant.domain.case import Case
from assistant.domain.claim import Claim
from assistant.domain.code_report import CodeReport
from assistant.domain.denial import DenialDecoding
from assistant.domain.draft import Deadline, Draft
from assistant.domain.estimate import Estimate
from assistant.domain.finding import Report
from assistant.domain.kpi import KpiReport
from assistant.domain.lane import LaneDecision

SCHEMAS: dict[str, type[BaseModel]] = {
    "claim": Claim,
    "case": Case,
    "draft": Draft,
    "report": Report,
    "answer": Answer,
    "deadline": Deadline,
    "denial": DenialDecoding,
    "code": CodeReport,
    "estimate": Estimate,
    "lane": LaneDecision,
    "kpi": KpiReport,
}


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the named shape."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[name].model_json_schema()}
