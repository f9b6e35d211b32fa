"""Work that takes longer than a caller waits: begun here, noted in the database, fetched from any process."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

from fastapi import Header, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.http.problems import kind_of
from api.http.service import Service
from assistant.domain.caller import Caller
from assistant.domain.errors import ClaimwrightError, Misconfigured
from assistant.domain.stored import StoredJob

_log = logging.getLogger("claimwright.http")

#: Seconds between two signs of life.
_BEAT = 60.0
#: One at a time: long work is heavy, and documents have a single writer anyway.
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long-work")

Prefer = Annotated[
    str | None, Header(max_length=200, description="`respond-async`: 202 at once, the result under /v1/jobs")
]


class Job(BaseModel):
    """Long work as it stands: ``result`` when it is done, ``problem`` when it failed."""

    id: str
    kind: str
    state: str
    result: object | None = None
    problem: object | None = None


ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {"model": Job, "description": "Begun; Location names where it can be followed"}
}


def wants_async(prefer: str | None) -> bool:
    """Whether the caller would rather not wait (RFC 7240)."""
    return prefer is not None and "respond-async" in (each.strip().lower() for each in prefer.split(","))


def begun(service: Service, caller: Caller, kind: str, work: Callable[[], BaseModel]) -> Response:
    """Begin the work and answer 202 with the place of its result."""
    office = service.assistant.office
    job = office.jobs.begin(caller, kind, at=office.now())
    _worker.submit(_carried_out, service, caller, job.id, work)
    headers = {"Location": f"/v1/jobs/{job.id}", "Preference-Applied": "respond-async"}
    return JSONResponse(shown(job).model_dump(), status_code=202, headers=headers)


def shown(job: StoredJob) -> Job:
    """A job as callers see it."""
    content = json.loads(job.result) if job.result else None
    if job.state == "lost":
        content = {"title": "The work was interrupted", "fix": "send the request again"}
    done = job.state == "done"
    return Job(
        id=job.id,
        kind=job.kind,
        state="failed" if job.state == "lost" else job.state,
        result=content if done else None,
        problem=None if done else content,
    )


def _carried_out(service: Service, caller: Caller, job_id: str, work: Callable[[], BaseModel]) -> None:
    office = service.assistant.office
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_BEAT):
            office.jobs.touch(caller, job_id, at=office.now())

    threading.Thread(target=beat, name="sign-of-life", daemon=True).start()
    try:
        result, failed = work().model_dump_json(), False
    except ClaimwrightError as error:
        status, kind, title = kind_of(error)
        where = "" if isinstance(error, Misconfigured) else error.where
        problem = {"type": f"/problems/{kind}", "title": title, "status": int(status), "detail": error.message}
        result, failed = json.dumps({**problem, "where": where, "fix": error.fix}), True
    except Exception as error:  # noqa: BLE001  # nobody else is there to tell the caller
        _log.error("job %s failed: %s", job_id, type(error).__name__)
        result, failed = json.dumps({"type": "/problems/unforeseen", "title": "Something failed", "status": 500}), True
    finally:
        over.set()
    office.jobs.end(caller, job_id, result, failed=failed, at=office.now())
