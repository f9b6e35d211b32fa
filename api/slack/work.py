"""A bounded queue with worker threads; what belongs to one conversation is worked in order, one at a time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

Job = TypeVar("Job")


class Work(Generic[Job]):
    """Jobs by conversation. ``run`` must not raise: whoever gives it answers for every failure."""

    def __init__(self, run: Callable[[Job], None], *, workers: int, most: int, name: str = "slack") -> None:
        self._run = run
        self._most = most
        self._ready: deque[str] = deque()
        self._waiting: dict[str, deque[Job]] = {}
        self._running: set[str] = set()
        self._count = 0
        self._open = True
        self._changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._loop, name=f"{name}-{number}", daemon=True) for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, conversation: str, job: Job) -> bool:
        """Queue a job; False when the queue is full or closed, and then nothing was queued."""
        with self._changed:
            if not self._open or self._count >= self._most:
                return False
            self._count += 1
            self._waiting.setdefault(conversation, deque()).append(job)
            if conversation not in self._running and len(self._waiting[conversation]) == 1:
                self._ready.append(conversation)
                self._changed.notify()
            return True

    @property
    def waiting(self) -> int:
        """How many jobs wait for a worker."""
        with self._changed:
            return self._count

    def idle(self, seconds: float) -> bool:
        """Wait until nothing waits and nothing runs; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._count and not self._running, timeout=seconds)

    def close(self, seconds: float = 10.0) -> bool:
        """Take nothing more and let what was taken end; False when it did not end in time."""
        with self._changed:
            self._open = False
        ended = self.idle(seconds)
        with self._changed:
            self._changed.notify_all()
        return ended

    def _loop(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ready or not self._open)
                if not self._ready:
                    return
                conversation = self._ready.popleft()
                job = self._waiting[conversation].popleft()
                self._count -= 1
                self._running.add(conversation)
            self._run(job)
            with self._changed:
                self._running.discard(conversation)
                if self._waiting[conversation]:
                    self._ready.append(conversation)
                else:
                    del self._waiting[conversation]
                self._changed.notify_all()
