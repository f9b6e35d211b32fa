"""A reply that does not hold goes back to the model once, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, hook_config
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.conversation.running import Running
from assistant.domain.artifacts import Artifact, Reply

#: Starts every message of this kind, so that it is told from what a person wrote.
MARK = "[check]"
_NO_REPLY = "You wrote text instead of calling Reply. Call the Reply tool with your statements."
_MOST = 5


class Review(AgentMiddleware[Any, Running, Any]):
    """Sends the first reply that fails back to the model; the second one stands or falls."""

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """Back to the model with the findings, once."""
        running: Running = runtime.context
        if running.findings:
            return None
        running.findings = _of(running, state)
        if not running.findings:
            return None
        return {"messages": [HumanMessage(_told(running.findings))], "jump_to": "model"}


def _of(running: Running, state: Any) -> tuple[str, ...]:
    reply = state.get("structured_response")
    if isinstance(reply, Reply):
        return running.judge(reply, artifacts_of(state["messages"])) if running.judge is not None else ()
    last = next((m for m in reversed(state["messages"]) if isinstance(m, AIMessage)), None)
    said = last is not None and not last.tool_calls and str(last.text).strip()
    return (_NO_REPLY,) if said else ()


def artifacts_of(messages: Sequence[Any]) -> tuple[Artifact, ...]:
    """What the tools of a turn returned, in order."""
    found = (m.artifact for m in messages if isinstance(m, ToolMessage))
    return tuple(artifact for artifact in found if isinstance(artifact, Artifact))


def _told(findings: Sequence[str]) -> str:
    listed = "\n".join(f"- {finding}" for finding in findings[:_MOST])
    return f"{MARK} Your reply does not stand:\n{listed}\nCall Reply again with only what the tools returned."
