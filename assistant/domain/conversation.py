"""What a thread keeps."""

from __future__ import annotations

from datetime import datetime

from assistant.domain.base import Frozen


class Exchange(Frozen):
    """One question and its answer as a thread keeps them: without identifiers of people."""

    question: str
    answer: str
    action: str = ""
    at: datetime | None = None
