"""Work that takes longer than a caller waits: begun here, noted in the database, fetched from any process."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.http.problems import Busy, Problem, problem_of, unforeseen
from assistant.domain.caller import Caller
from assistant.domain.errors import ClaimwrightError
from assistant.domain.stored import StoredJob
from assistant.store.office import Office

_log = logging.getLogger("claimwright.http")

#: Seconds between two signs of life, which work that only waits gives as well.
_BEAT = 20.0
#: So much work may wait in one process, and the seconds after which it is worth asking again.
MOST, AGAIN = 20, 60

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


#: What becomes of work whose process ended.
INTERRUPTED = Problem(
    type="/problems/interrupted",
    title="The work was interrupted",
    status=503,
    detail="the process that did it has ended; what it had finished is kept, nothing half done is",
    fix="send the request again",
)


def wants_async(prefer: str | None) -> bool:
    """Whether the caller would rather not wait (RFC 7240)."""
    return prefer is not None and "respond-async" in (each.strip().lower() for each in prefer.split(","))


@dataclass(frozen=True)
class _Begun:
    """Work that is noted and not yet over."""

    office: Office
    caller: Caller
    job_id: str
    work: Callable[[], BaseModel]


class LongWork:
    """The long work of one process: one after another, for it is heavy and documents have a single writer anyway.

    Work lives in its process. Its signs of life end with that process, and whoever asks is then told to send it again.
    """

    def __init__(self, most: int = MOST, beat: float = _BEAT) -> None:
        self._most, self._beat = most, beat
        self._open: dict[str, _Begun] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long-work")
        self._closed = threading.Event()
        self._beating = False

    def begin(self, office: Office, caller: Caller, kind: str, work: Callable[[], BaseModel]) -> Response:
        """Begin the work and answer 202 with the place of its result. Raises ``Busy`` when too much waits."""
        with self._lock:
            if len(self._open) >= self._most:
                raise Busy(f"{self._most} pieces of long work wait already", AGAIN)
            job = office.jobs.begin(caller, kind, at=office.now())
            begun = self._open[job.id] = _Begun(office, caller, job.id, work)
            if not self._beating:
                self._beating = True
                threading.Thread(target=self._signs_of_life, name="sign-of-life", daemon=True).start()
        self._worker.submit(self._carry_out, begun)
        headers = {"Location": f"/v1/jobs/{job.id}", "Preference-Applied": "respond-async"}
        return JSONResponse(shown(job).model_dump(), status_code=202, headers=headers)

    def close(self) -> None:
        """Begin nothing more; what only waits is told to be sent again, what is under way ends."""
        self._closed.set()
        self._worker.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            waiting = list(self._open.values())[1:]
        for each in waiting:
            self._end(each, INTERRUPTED.model_dump_json(), failed=True)

    def _signs_of_life(self) -> None:
        while not self._closed.wait(self._beat):
            with self._lock:
                alive = list(self._open.values())
                self._beating = bool(alive)
            if not alive:
                return
            for each in alive:
                try:
                    each.office.jobs.touch(each.caller, each.job_id, at=each.office.now())
                except ClaimwrightError as error:
                    _log.error("no sign of life for job %s: %s", each.job_id, type(error).__name__)

    def _carry_out(self, begun: _Begun) -> None:
        try:
            result, failed = begun.work().model_dump_json(), False
        except ClaimwrightError as error:
            result, failed = problem_of(error).model_dump_json(), True
        except Exception as error:  # noqa: BLE001  # nobody else is there to tell the caller
            _log.error("job %s failed: %s", begun.job_id, type(error).__name__)
            result, failed = unforeseen().model_dump_json(), True
        self._end(begun, result, failed=failed)

    def _end(self, begun: _Begun, result: str, *, failed: bool) -> None:
        try:
            begun.office.jobs.end(begun.caller, begun.job_id, result, failed=failed, at=begun.office.now())
        finally:
            with self._lock:
                self._open.pop(begun.job_id, None)


def shown(job: StoredJob) -> Job:
    """A job as callers see it."""
    content = json.loads(job.result) if job.result else None
    if job.state == "lost":
        content = INTERRUPTED.model_dump()
    done = job.state == "done"
    return Job(
        id=job.id,
        kind=job.kind,
        state="failed" if job.state == "lost" else job.state,
        result=content if done else None,
        problem=None if done else content,
    )
