"""Take identifiers out of the text in question."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import TextRedacted
from assistant.privacy import redact as privacy
from assistant.privacy.detect import detect
from assistant.tools.context import Turn
from assistant.tools.made import made


def redact(turn: Turn) -> BaseTool:
    """The redacting tool of one turn; it works on what the person wrote."""

    @made("redact")
    def run() -> tuple[str, TextRedacted]:
        """Give the person's text back with every identifier of a patient replaced by its kind."""
        kinds = tuple(dict.fromkeys(found.kind for found in detect(turn.question)))
        found = TextRedacted(key="redacted", basis="redaction", text=privacy.redact(turn.question), kinds=kinds)
        return found.text, found

    return run
