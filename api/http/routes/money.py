"""Estimates, lanes and deadlines of a case that is sent along."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.bounds import Level
from api.http.calendars import calendar_of
from api.http.callers import Asks
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.benefits import ClockAnswer
from assistant.domain.case import Case
from assistant.domain.estimate import Estimate
from assistant.domain.lane import LaneDecision

router = APIRouter(prefix="/v1", tags=["money and clocks"])


@router.post("/estimate", operation_id="estimate", summary="Estimate a case", responses=responses())
def estimate(case: Case, caller: Asks, service: TheService) -> Estimate:
    """What each line costs the plans, the patient and the office; ranges where something is not known."""
    return service.assistant.estimate(caller, case)


@router.post("/lane", operation_id="lane", summary="Medical or dental first?", responses=responses())
def lane(case: Case, caller: Asks, service: TheService) -> LaneDecision:
    """The three conditions, the verdict and what would change it."""
    return service.assistant.lane(caller, case)


@router.post("/deadline", operation_id="deadline", summary="The last safe day", responses=responses())
def deadline(
    case: Case,
    caller: Asks,
    service: TheService,
    event: Annotated[str, Query(max_length=40)] = "appeal",
    level: Level = 1,
    payer_stated: date | None = None,
) -> ClockAnswer:
    """The day, what it was counted from, and the source; or why there is none."""
    return service.assistant.deadline(caller, case, event=event, level=level, payer_stated=payer_stated)


@router.post(
    "/deadline.ics",
    operation_id="deadline_calendar",
    summary="The last safe day as a calendar",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **responses()},
)
def deadline_calendar(
    case: Case,
    caller: Asks,
    service: TheService,
    event: Annotated[str, Query(max_length=40)] = "appeal",
    level: Level = 1,
    payer_stated: date | None = None,
) -> Response:
    """The day with its reminders (RFC 5545), without a patient; 422 with the reason where there is none."""
    return calendar_of(deadline(case, caller, service, event, level, payer_stated))
