"""Long work and what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.http.callers import Asks
from api.http.long_work import Job, shown
from api.http.problems import responses
from api.http.service import TheService

router = APIRouter(prefix="/v1/jobs", tags=["long work"])


@router.get("/{job_id}", operation_id="get_job", summary="How long work stands", responses=responses(404))
def one(job_id: Annotated[str, Path(max_length=40)], caller: Asks, service: TheService, response: Response) -> Job:
    """``running``, ``done`` with the result, or ``failed`` with the problem; kept for seven days."""
    office = service.assistant.office
    job = shown(office.jobs.get(caller, job_id, at=office.now()))
    if job.state == "running":
        response.headers["Retry-After"] = "1"
    return job
