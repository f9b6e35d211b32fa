"""What the service says of itself: one JSON object a line, scrubbed of what names a person, whoever wrote it."""

from __future__ import annotations

import json
import logging
import logging.config
from datetime import UTC, datetime
from typing import Any

from assistant.privacy.redact import RedactingFilter


class Lines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, source and words; the trace of an error where there is one."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "source": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text:
            line["error"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


#: One handler for everything; the server's own loggers hand theirs up to it.
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redacting": {"()": RedactingFilter}},
    "formatters": {"lines": {"()": Lines}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["redacting"]}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "claimwright": {"level": "INFO"},
        **{name: {"level": "WARNING", "handlers": [], "propagate": True} for name in ("uvicorn", "uvicorn.error")},
        "uvicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}


def install() -> None:
    """Scrub from here on; a handler that somebody else has set up is scrubbed as well."""
    logging.config.dictConfig(CONFIG)
    logging.captureWarnings(True)
    redacting = RedactingFilter()
    named = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    handlers = [handler for logger in named for handler in logger.handlers]
    for handler in (*handlers, *([logging.lastResort] if logging.lastResort else [])):
        if not any(isinstance(each, RedactingFilter) for each in handler.filters):
            handler.addFilter(redacting)
