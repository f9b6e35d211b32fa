"""The first question should not be the one that waits for everything to be loaded."""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING

from assistant.domain.errors import ClaimwrightError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_log = logging.getLogger("claimwright.http")


def warm(assistant: Assistant) -> None:
    """Answer nobody, so that the first question finds everything loaded."""
    from assistant.domain.caller import LOCAL

    try:
        assistant.warm_answers(LOCAL)
    except ClaimwrightError as error:  # the first caller meets it again, and is told what to do
        _log.warning("not warm yet: %s", error.message)
        return
    gc.set_threshold(100_000, 50, 50)  # as the command line does: a request makes few circles
    gc.collect()
    gc.freeze()  # what is loaded stays: no request waits while all of it is looked through again
