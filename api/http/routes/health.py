"""Alive, ready, measured."""

from __future__ import annotations

from datetime import date
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.http.metrics import MEDIA_TYPE
from api.http.service import TheService
from assistant.domain.caller import LOCAL
from assistant.domain.errors import ClaimwrightError

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether questions can be answered, and from what."""

    ready: bool
    index: str
    documents: int = 0
    newest_document: date | None = None
    model: str


@router.get("/healthz", operation_id="healthz", summary="Is the process alive?")
def healthz() -> Alive:
    """Answers as long as the process does; checks nothing else."""
    return Alive()


@router.get("/readyz", operation_id="readyz", summary="Can it answer?", responses={503: {"model": Readiness}})
def readyz(service: TheService, response: Response) -> Readiness:
    """Whether the index is there, how new the corpus is, and which model words the answers."""
    model = service.assistant.model_name
    try:
        _ = service.assistant.office  # opens with the right key alone
        documents = service.assistant.corpus_list(LOCAL)
    except ClaimwrightError as error:
        response.status_code = 503
        return Readiness(ready=False, index=error.message, model=model)
    dates = [each.effective_from for each in documents if each.effective_from]
    newest = max(dates, default=None)
    return Readiness(ready=True, index="published", documents=len(documents), newest_document=newest, model=model)


@router.get("/metrics", operation_id="metrics", summary="Figures for Prometheus", response_class=Response)
def metrics(service: TheService) -> Response:
    """Counts and times by route; no practice, no person, no question."""
    return Response(service.metrics.text(), media_type=MEDIA_TYPE)
