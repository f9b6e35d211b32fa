"""The one object that every door calls."""

from __future__ import annotations

from assistant.assistant.asking import Asking
from assistant.assistant.core import Parts
from assistant.assistant.documents import Documents


class Assistant(Asking, Documents):
    """Answers, checks and drafts. Methods take the caller first and import what they need."""


__all__ = ["Assistant", "Parts"]
