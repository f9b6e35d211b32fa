"""A verification call to a payer: what is asked, in order, and what the office holds on each point."""

from __future__ import annotations

from assistant.domain.base import SCHEMA_VERSION, Day, Frozen
from assistant.domain.codes import Lane


class Held(Frozen):
    """What the office holds on a question, to be confirmed: from the case, or from a document of the payer."""

    text: str
    source: str
    passage: str = ""


class CallQuestion(Frozen):
    """One question. ``topic`` is the name under which its answer is kept."""

    topic: str
    ask: str
    held: tuple[Held, ...] = ()


class CallScript(Frozen):
    """The questions of one call. ``telephone`` is that of the payer's card, where one is held."""

    schema_version: str = SCHEMA_VERSION
    payer: str
    plan: str | None = None
    family: str = ""
    lane: Lane
    codes: tuple[str, ...] = ()
    on: Day
    telephone: str | None = None
    opening: tuple[str, ...]
    questions: tuple[CallQuestion, ...]
    closing: tuple[str, ...]
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
