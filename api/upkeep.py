"""What is kept no longer is deleted when a door opens, and then once a day in which it is used."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from assistant.domain.errors import ClaimwrightError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_log = logging.getLogger("claimwright.upkeep")

#: Seconds until what failed is tried again.
_AGAIN = 3600.0


class Upkeep:
    """The daily deletion of one process; any number of processes may do it, each time on what is left."""

    def __init__(self, assistant: Assistant, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant = assistant
        self._clock = clock
        self._done: date | None = None
        self._again_at: float | None = None

    def due(self) -> bool:
        """True the first time that it is asked on a day, and an hour after a failure."""
        today = self._assistant.today
        if self._done == today and (self._again_at is None or self._clock() < self._again_at):
            return False
        self._done, self._again_at = today, None
        return True

    def run_aside(self) -> threading.Thread | None:
        """Where it is due, run in a thread of its own, for whoever has no time to wait."""
        if not self.due():
            return None
        aside = threading.Thread(target=self.run, name="upkeep", daemon=True)
        aside.start()
        return aside

    def run(self) -> None:
        """Delete what is past its time."""
        try:
            gone = self._assistant.retain()
        except ClaimwrightError as error:
            _log.error("retention failed: %s", type(error).__name__)
            self._again_at = self._clock() + _AGAIN
        else:
            if gone:
                _log.info("retention deleted %d records", gone)
