"""Take identifiers out of the text in question."""

from __future__ import annotations

from langchain_core.tools import BaseTool, tool

from assistant.domain.artifacts import TextRedacted
from assistant.privacy import redact as privacy
from assistant.privacy.detect import detect
from assistant.tools.context import Turn


def redact(turn: Turn) -> BaseTool:
    """The redacting tool of one turn; it works on what the person wrote."""

    @tool("redact", response_format="content_and_artifact")
    def run() -> tuple[str, TextRedacted]:
        """Give the person's text back with every identifier of a patient replaced by its kind."""
        kinds = tuple(dict.fromkeys(found.kind for found in detect(turn.question)))
        found = TextRedacted(key="redacted", basis="redaction", text=privacy.redact(turn.question), kinds=kinds)
        return found.text, found

    return run
