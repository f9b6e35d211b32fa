"""Reports over exports of the practice-management system."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile

from api.http.callers import Drafts
from api.http.long_work import ACCEPTED, Prefer, wants_async
from api.http.once import Once
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.kpi import KpiReport

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=Once)


@router.post(
    "/kpi",
    operation_id="report_kpi",
    summary="Key figures of a claims export",
    response_model=KpiReport,
    responses={**ACCEPTED, **responses(409, 415)},
)
def kpi(
    file: UploadFile,
    caller: Drafts,
    service: TheService,
    as_of: Annotated[date | None, Form(description="the day of the report; today without it")] = None,
    profile: Annotated[str | None, Form(max_length=40, description="dentrix, eaglesoft, open_dental ...")] = None,
    period: Annotated[int, Form(ge=1, le=366, description="days of a period for the trend")] = 30,
    most: Annotated[int, Form(ge=1, le=1000, description="lines of the worklist")] = 10,
    prefer: Prefer = None,
) -> KpiReport | Response:
    """Denials by category with trend, days in receivables, stuck claims, ageing and the worklist; no name is read."""
    data, name = file.file.read(), (file.filename or "claims.csv")[:200]

    def work() -> KpiReport:
        return service.assistant.report_kpi(caller, data, name, profile=profile, as_of=as_of, period=period, most=most)

    return service.long_work.begin(service.assistant.office, caller, "kpi", work) if wants_async(prefer) else work()
