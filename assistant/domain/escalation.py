"""A matter handed to a person, ready to be taken up without asking back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.answer import Citation
from assistant.domain.base import SCHEMA_VERSION, Day, Frozen


class Tried(Frozen):
    """One step that was taken before: what was asked and what came of it."""

    asked: str
    action: str
    outcome: str


class Due(Frozen):
    """The day by which an answer is needed, and where it comes from; ``None`` when nothing is known of it."""

    day: Day | None = None
    source: str = ""
    basis: Literal["stated", "case", "unknown"] = "unknown"


class Escalation(Frozen):
    """The summary. ``identifiers`` says whether those of the patient were asked to stay in."""

    schema_version: str = SCHEMA_VERSION
    thread: str
    to: str
    day: Day
    question: str
    facts: dict[str, str] = Field(default_factory=dict)
    tried: tuple[Tried, ...] = ()
    tools: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    open: tuple[str, ...] = ()
    due: Due = Due()
    identifiers: bool = False
    text: str = ""
