"""What a thread keeps."""

from __future__ import annotations

from datetime import datetime

from assistant.domain.base import Day, Frozen


class Exchange(Frozen):
    """One question and its answer as a thread keeps them: without identifiers of people."""

    question: str
    answer: str
    action: str = ""
    at: datetime | None = None


class ThreadSummary(Frozen):
    """A thread in a list: how it began, how it stands; ``last`` orders threads by when they were written in."""

    thread: str
    exchanges: int
    question: str
    action: str
    day: Day
    user: str
    last: int
