"""Codes and denials explained."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from api.http.callers import Asks
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.code_report import CodeReport
from assistant.domain.denial import DenialDecoding

router = APIRouter(prefix="/v1", tags=["codes"])


@router.get("/codes/{code}", operation_id="explain_code", summary="Explain a code", responses=responses())
def code(
    code: Annotated[str, Path(max_length=20)], caller: Asks, service: TheService, on: date | None = None
) -> CodeReport:
    """Every reading of the code as of a day: validity, what it needs, near misses."""
    return service.assistant.code(caller, code, on)


class DenialBody(BaseModel):
    """Reason and remark codes, or the payer's words, or both."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"codes": ["CO-50", "N115"]}]})

    codes: list[Annotated[str, Field(max_length=20)]] = Field(default=[], max_length=50)
    text: str | None = Field(default=None, max_length=100_000)


@router.post("/denials/decode", operation_id="decode_denial", summary="Decode a denial", responses=responses())
def denial(body: DenialBody, caller: Asks, service: TheService) -> DenialDecoding:
    """Category, meaning for staff and for the patient, action, who may be billed, what to get."""
    return service.assistant.decode(caller, body.codes, text=body.text)
