"""A question and the answer to it."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import SCHEMA_VERSION, Day, Frozen
from assistant.domain.draft import Placeholder, Statement
from assistant.domain.finding import Finding
from assistant.domain.trace import ToolUse, Trace

AnswerAction = Literal[
    "answer",
    "answer_with_caveat",
    "answer_then_offer_draft",
    "draft",
    "clarify",
    "cannot_answer",
    "refuse_and_redirect",
    "redact_and_answer",
    "smalltalk",
]

AnswerStatus = Literal["ready", "needs_review", "not_found", "refused", "clarify"]


class Question(Frozen):
    """What was asked, of whom, and as of which day. ``as_of`` is resolved before anything is searched."""

    text: str
    payer: str | None = None
    plan: str | None = None
    as_of: Day | None = None
    thread: str | None = None
    case: str | None = None


class Citation(Frozen):
    """A passage that the answer rests on; ``quote`` is a verbatim part of it."""

    key: str
    document: str
    title: str
    section: str
    page: int | None = None
    payer: str
    effective_from: Day | None = None
    effective_through: Day | None = None
    quote: str
    url: str | None = None
    provenance: str = ""


class Answer(Frozen):
    """The reply; ``cannot_answer`` and ``refuse_and_redirect`` are results, not errors."""

    schema_version: str = SCHEMA_VERSION
    action: AnswerAction
    status: AnswerStatus
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()
    tools: tuple[ToolUse, ...] = ()
    questions: tuple[str, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    thread: str = ""
    trace_id: str = ""
    model: str = ""
    trace: Trace | None = None
