"""What tools return is material: sentences in it that give a model orders are taken out before any model reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ToolCallRequest
from langchain_core.messages import ToolMessage
from pydantic import BaseModel

from assistant.domain.artifacts import Artifact
from assistant.recognise.orders import holds_orders, without_orders


class Material(AgentMiddleware[Any, Any, Any]):
    """Takes orders out of what every tool returns, text and artifact alike; ``taken`` counts the results."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        """The tool's result as material."""
        result = handler(request)
        if not isinstance(result, ToolMessage):
            return result
        safe = disarmed(result.artifact) if isinstance(result.artifact, Artifact) else None
        if safe is not None and safe is result.artifact:  # the words are made from the artifact
            return result
        content = str(result.text)
        if safe is None and not holds_orders(content):
            return result
        self.taken += 1
        return result.model_copy(update={"artifact": safe, "content": without_orders(content)})


def disarmed(value: Any) -> Any:
    """The same value, with orders taken out of every text in it; the very same object where there are none."""
    if isinstance(value, str):
        return without_orders(value) if holds_orders(value) else value
    if isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        changed = {name: safe for name, held in fields.items() if (safe := disarmed(held)) is not held}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, tuple | list):
        items = [disarmed(item) for item in value]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else type(value)(items)
    if isinstance(value, dict):
        made = {key: disarmed(item) for key, item in value.items()}
        return value if all(made[key] is value[key] for key in value) else made
    return value
