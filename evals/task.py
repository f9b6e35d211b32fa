"""What every task runs on: one assistant a process, built by bootstrap, in a home of its own, on a fixed day."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.bootstrap import build_assistant

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from evals.case import Case
    from evals.score import Outcome

    Task = Callable[["Workbench", Case], Outcome]

#: The day that counts as today in every case.
TODAY = date(2026, 11, 22)


class Workbench:
    """The parts that tasks share within a process; each is built on first use."""

    def __init__(self, settings: Settings) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="claimwright-eval-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self._own: dict[str, Assistant] = {}
        self._days: dict[date, Assistant] = {}
        self.kept: dict[str, Any] = {}  # what a suite prepares once a process
        self.settings = settings.model_copy(update={"home": self.folder / "home", "database_url": None})

    @cached_property
    def assistant(self) -> Assistant:
        """The assistant on the day of the evaluation."""
        return self.on(TODAY)

    def on(self, day: date) -> Assistant:
        """An assistant for whom it is this day, in the home of all of them."""
        if day not in self._days:
            self._days[day] = build_assistant(self.settings, today=lambda: day)
        return self._days[day]

    def own(self, name: str) -> Assistant:
        """An assistant with a home of its own, for a suite that adds documents that no other suite may find."""
        if name not in self._own:
            settings = self.settings.model_copy(update={"home": self.folder / f"home-{name}"})
            self._own[name] = build_assistant(settings, today=lambda: TODAY)
        return self._own[name]

    def place(self, name: str) -> Path:
        """A folder for the files of a suite, made when first asked for."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def close(self) -> None:
        """Remove everything that was written."""
        self._folder.cleanup()
