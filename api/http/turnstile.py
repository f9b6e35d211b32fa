"""Who is served when: so many requests at once, and the callers who wait take turns.

Many requests at once are slower on the same cores than a few after one another, and one caller who sends many would
keep everybody else waiting. Who would have to wait too long is told so at once, rather than after minutes.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from api.http.problems import Busy


class Turnstile:
    """Lets ``at_once`` requests work; ``most`` more wait, each at most ``seconds``. It serves one event loop."""

    def __init__(self, at_once: int, most: int, seconds: float) -> None:
        self._free, self._at_once = at_once, at_once
        self._most, self._seconds = most, seconds
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._usual = 0.2  # seconds that a request takes, as seen lately

    async def enter(self, who: str, gone: Callable[[], Awaitable[Any]]) -> Turn | None:
        """A turn, once it is the caller's; ``None`` when the caller hangs up before (``gone``). Raises ``Busy``."""
        if self._free:
            self._free -= 1
            return Turn(self)
        if self.waiting >= self._most:
            raise Busy("too many requests wait already", self._worth_trying())
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(who, deque()).append(mine)
        hung_up: asyncio.Future[Any] = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({mine, hung_up}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
            if mine.done():
                return Turn(self)
            if hung_up.done():
                return None
            raise Busy("too many requests wait already", self._worth_trying())
        except asyncio.CancelledError:
            if mine.done():
                self._next()
            raise
        finally:
            hung_up.cancel()
            if not mine.done():
                self._forget(who, mine)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return sum(map(len, self._queues.values()))

    def left(self, seconds: float) -> None:
        """A request is through after so many seconds: the next may come."""
        self._usual += (seconds - self._usual) / 16
        self._next()

    def _next(self) -> None:
        if not self._queues:
            self._free += 1
            return
        who, queue = self._queues.popitem(last=False)
        queue.popleft().set_result(None)
        if queue:
            self._queues[who] = queue  # behind everybody else who waits

    def _forget(self, who: str, mine: asyncio.Future[None]) -> None:
        queue = self._queues[who]
        queue.remove(mine)
        if not queue:
            del self._queues[who]

    def _worth_trying(self) -> int:
        return max(1, round(self.waiting * self._usual / max(1, self._at_once)))


class Turn:
    """One request's place among those that work."""

    #: Whoever works longer than so many seconds, or sends its answer so slowly, keeps nobody else waiting any more.
    LONGEST = 120.0

    def __init__(self, turnstile: Turnstile) -> None:
        self._turnstile = turnstile
        self._began = time.monotonic()
        self._over = False
        self._timer = asyncio.get_running_loop().call_later(self.LONGEST, self.end)

    def end(self) -> None:
        """Let the next one in; the second time nothing happens."""
        if not self._over:
            self._over = True
            self._timer.cancel()
            self._turnstile.left(time.monotonic() - self._began)
