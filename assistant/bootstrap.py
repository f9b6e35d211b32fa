"""The only place that picks concrete classes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.assistant import Assistant, Parts
from assistant.settings import Settings


def build_assistant(settings: Settings, *, today: Callable[[], date] | None = None) -> Assistant:
    """An assistant on these settings; parts are built on first use.

    ``today`` injects the clock; the default is the machine's local date.
    """
    return Assistant(Parts(today=today or date.today))
