"""The one object that every door calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Parts:
    """What the assistant is made of; each part is built when it is first asked for."""

    today: Callable[[], date]


class Assistant:
    """Answers, checks and drafts. Methods take the caller first and import what they need."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self._parts.today()
