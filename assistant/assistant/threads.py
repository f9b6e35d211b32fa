"""Threads: what was asked before, and the case it was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant.drafting import Drafting

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from assistant.domain.caller import Caller
    from assistant.domain.conversation import Exchange, ThreadSummary
    from assistant.domain.errors import NotFound
    from assistant.intake.case_file import LoadedCase


class Remembering(Drafting):
    """Keeps and deletes what was said."""

    def threads(self, caller: Caller, *, most: int = 50, before: int | None = None) -> tuple[ThreadSummary, ...]:
        """The practice's threads, the one written in last first."""
        found = self._parts.threads().list(caller, most=most, before=before)
        self._record(caller, "view", "threads", f"list of {len(found)}")
        return found

    def thread(self, caller: Caller, thread: str, *, most: int = 500) -> tuple[Exchange, ...]:
        """The last exchanges of a thread, oldest first; ``NotFound`` where the practice has none of this name."""
        found = self._parts.threads().history(caller, thread, most=most)
        if not found:
            raise _no_thread()
        self._record(caller, "view", thread, "thread")
        return found

    def remove_thread(self, caller: Caller, thread: str) -> None:
        """Delete a thread for good."""
        if not self._parts.threads().remove(caller, thread):
            raise _no_thread()
        self._parts.office().thread_cases.remove(caller, thread)
        self._record(caller, "delete", thread, "thread")

    def last_thread(self, caller: Caller) -> str | None:
        """The thread in which the caller wrote last, to be continued; ``None`` before the first."""
        return self._parts.threads().last(caller)

    def keep_thread_case(self, caller: Caller, thread: str, path: Path) -> None:
        """Let the later questions of a thread go on with this case file of this machine."""
        self._parts.office().thread_cases.keep(caller, thread, path.resolve(), on=self.today)

    def thread_case(self, caller: Caller, thread: str) -> LoadedCase | None:
        """The case that a thread of the practice holds, read anew; ``BadInput`` where the file is there no longer."""
        cases = self._parts.office().thread_cases
        path = cases.file(caller, thread, since=self._thread_limit)
        if path is None:
            return None
        loaded = self.load_case(caller, path)
        cases.keep(caller, thread, path, on=self.today)
        return loaded

    @property
    def _thread_limit(self) -> date:
        """The day before which nothing of a thread is kept."""
        from datetime import timedelta

        return self.today - timedelta(days=self._parts.thread_days)

    def retain(self) -> int:
        """Delete for good what the settings keep no longer; returns how many records went."""
        days = {"case_days": self._parts.case_days, "thread_days": self._parts.thread_days}
        return self._parts.office().retain(today=self.today, **days)


def _no_thread() -> NotFound:
    from assistant.domain.errors import NotFound

    return NotFound("this practice has no such thread", where="thread", fix="list the threads")
