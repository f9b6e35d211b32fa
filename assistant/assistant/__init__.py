"""The one object that every door calls."""

from __future__ import annotations

from assistant.assistant.core import Parts
from assistant.assistant.documents import Documents
from assistant.assistant.warming import Warming


class Assistant(Warming, Documents):
    """Answers, checks and drafts. Methods take the caller first and import what they need."""


__all__ = ["Assistant", "Parts"]
