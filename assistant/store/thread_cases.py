"""The case file that a thread is about: per practice and thread, its place sealed, since a path may name a patient."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Index, delete, insert, select

from assistant.domain.caller import Caller
from assistant.store.held import SealedHeld, mine
from assistant.store.part import Part, Stay, day, key, practice, sealed

PART = Part("thread_cases")

_cases = PART.table(
    "thread_cases",
    practice(),
    key("thread", 80),
    day("day"),
    sealed("place"),
    Index("thread_cases_by_day", "day"),
    stay=Stay(since="day", term="thread"),
)


class ThreadCases(SealedHeld):
    """Which case file each thread of a practice goes on with."""

    part = PART

    def keep(self, caller: Caller, thread: str, file: Path, *, on: date) -> None:
        """Take ``file`` as the case of the thread, in place of an earlier one."""
        place = self._close(caller, _record(thread), str(file).encode())
        row = {"practice": caller.practice, "thread": thread, "day": on.isoformat(), "place": place}
        self._do(delete(_cases).where(*mine(_cases, caller, thread=thread)), insert(_cases).values(row))

    def file(self, caller: Caller, thread: str, *, since: date) -> Path | None:
        """The case file of a thread of the caller's practice; ``None`` where it has none, or was last used before."""
        used = _cases.c.day >= since.isoformat()
        place = self._value(select(_cases.c.place).where(*mine(_cases, caller, thread=thread), used))
        return None if place is None else Path(self._open(caller, _record(thread), place).decode())

    def remove(self, caller: Caller, thread: str) -> None:
        """Forget the case of a thread."""
        self._do(delete(_cases).where(*mine(_cases, caller, thread=thread)))


def _record(thread: str) -> str:
    return f"thread-case/{thread}"
