"""Claims: the check before they go out."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.callers import Asks
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.claim import Claim
from assistant.domain.finding import Report

router = APIRouter(prefix="/v1", tags=["claims"])


@router.post("/claims/check", operation_id="check_claim", summary="Check a claim", responses=responses())
def check(claim: Claim, caller: Asks, service: TheService) -> Report:
    """Every problem as of the dates of service, with the fix and the denial it would draw."""
    return service.assistant.check(caller, claim)
