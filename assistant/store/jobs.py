"""Long work: who asked for it, how it stands, and what came of it; sealed, per practice."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from assistant.domain.caller import Caller
from assistant.domain.errors import NotFound
from assistant.domain.stamps import stamp
from assistant.domain.stored import StoredJob
from assistant.store.held import SealedHeld, mine
from assistant.store.part import Part, Stay, key, moment, practice, sealed, word

#: Results are for fetching, not for keeping.
KEPT = timedelta(days=7)
#: Work that gave no sign of life for so long died with its process.
SILENT = timedelta(minutes=2)


PART = Part("jobs")

_jobs = PART.table(
    "jobs",
    practice(),
    key("id", 40),
    word("kind", 40),
    word("state", 20),
    moment("made_at"),
    word("made_by", 200),
    moment("touched_at"),
    sealed("result", optional=True),
    stay=Stay(since="touched_at", term=KEPT),
)


class Jobs(SealedHeld):
    """The jobs of a database; any process may tell of any job."""

    part = PART

    def begin(self, caller: Caller, kind: str, *, at: datetime) -> StoredJob:
        """Note that work has begun; what is past its time is removed."""
        job_id, now = f"job_{secrets.token_urlsafe(12)}", stamp(at)
        row = {
            "practice": caller.practice,
            "id": job_id,
            "kind": kind,
            "state": "running",
            "made_at": now,
            "made_by": caller.user,
            "touched_at": now,
        }
        self._do(delete(_jobs).where(_jobs.c.touched_at < stamp(at - KEPT)), insert(_jobs).values(row))
        return self.get(caller, job_id, at=at)

    def touch(self, caller: Caller, job_id: str, *, at: datetime) -> None:
        """The work goes on."""
        self._do(update(_jobs).where(*mine(_jobs, caller, id=job_id)).values(touched_at=stamp(at)))

    def end(self, caller: Caller, job_id: str, result: str, *, failed: bool = False, at: datetime) -> None:
        """Keep what came of it: the result, or the problem, as JSON."""
        values = {
            "state": "failed" if failed else "done",
            "touched_at": stamp(at),
            "result": self._close(caller, job_id, result.encode()),
        }
        self._do(update(_jobs).where(*mine(_jobs, caller, id=job_id)).values(values))

    def get(self, caller: Caller, job_id: str, *, at: datetime) -> StoredJob:
        """How a job stands; ``NotFound`` when the practice has none of this id."""
        row = self._row(select(_jobs).where(*mine(_jobs, caller, id=job_id)))
        if row is None:
            raise NotFound("this practice has no such job", where="job", fix="results are kept for seven days")
        lost = row.state == "running" and row.touched_at < stamp(at - SILENT)
        result = self._open(caller, job_id, row.result).decode() if row.result is not None else None
        return StoredJob(
            id=row.id,
            kind=row.kind,
            state="lost" if lost else row.state,
            made_at=row.made_at,
            touched_at=row.touched_at,
            result=result,
        )
