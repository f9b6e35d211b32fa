"""What is kept no longer is deleted when a door opens, and then once a day in which it is used."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING

from assistant.domain.errors import ClaimwrightError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_log = logging.getLogger("claimwright.upkeep")


class Upkeep:
    """The daily deletion of one process; any number of processes may do it, each time on what is left."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._done: date | None = None

    def due(self) -> bool:
        """True once a day: the first time that it is asked on that day."""
        today = self._assistant.today
        if self._done == today:
            return False
        self._done = today
        return True

    def run(self) -> None:
        """Delete what is past its time."""
        try:
            gone = self._assistant.retain()
        except ClaimwrightError as error:
            _log.error("retention failed: %s", type(error).__name__)
            self._done = None  # whoever looks next tries again
        else:
            if gone:
                _log.info("retention deleted %d records", gone)
