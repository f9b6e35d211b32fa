"""What a check is given and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.domain.base import SCHEMA_VERSION, Frozen

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings


class Part(Frozen):
    """One part of the installation. ``missing`` keeps it from working, ``warning`` does not."""

    part: str
    state: Literal["ok", "warning", "missing"]
    message: str
    fix: str = ""


class Health(Frozen):
    """Every part; ``ok`` when none is missing."""

    schema_version: str = SCHEMA_VERSION
    ok: bool
    on: date
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Installation:
    """What the checks look at; opening ``assistant`` builds nothing."""

    settings: Settings
    assistant: Assistant
    today: date


Check = Callable[[Installation], Iterable[Part]]
