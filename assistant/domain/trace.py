"""How an answer or a draft came about, for audit and for comparison between runs."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.base import Frozen, Money


class ToolUse(Frozen):
    """One tool call with its typed arguments."""

    name: str
    args: dict[str, object] = Field(default_factory=dict)


class Trace(Frozen):
    """What a run used: model, prompts with their hashes, index generations, tools, seconds.

    ``fell_back`` says why a hosted model was replaced for the turn, ``sent_back`` what its first reply was sent back
    with, ``cut`` which cap ended its turn. Tokens and ``cost`` (US dollars, by the prices set) are the hosted model's.
    """

    trace_id: str
    model: str
    prompts: tuple[str, ...] = ()
    index: str = ""
    tools: tuple[ToolUse, ...] = ()
    seconds: float | None = None
    model_calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Money | None = None
    cut: str = ""
    sent_back: tuple[str, ...] = ()
    fell_back: str = ""
