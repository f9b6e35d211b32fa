"""How an answer or a draft came about, for audit and for comparison between runs."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.base import Frozen


class ToolUse(Frozen):
    """One tool call with its typed arguments."""

    name: str
    args: dict[str, object] = Field(default_factory=dict)


class Trace(Frozen):
    """What a run used: model, prompts with their hashes, index generation, tools, seconds."""

    trace_id: str
    model: str
    prompts: tuple[str, ...] = ()
    index: str = ""
    tools: tuple[ToolUse, ...] = ()
    seconds: float | None = None
