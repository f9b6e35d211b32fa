"""The middleware that counts what a turn uses and ends it where a cap is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, ToolCallRequest
from langchain_core.exceptions import ModelError
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from assistant.conversation.running import Running, running_of
from assistant.models.patience import within

#: Characters of a token where the provider does not say how many there were.
_CHARACTERS = 4
#: Answers of a provider after which the same call may go well.
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_ENOUGH = "No more tools may be called in this turn. Reply with what the tools have returned."


class Meter(AgentMiddleware[Any, Running, Any]):
    """Counts every call of the model and of a tool, and ends the turn where a cap is reached.

    The embedded model is capped in its calls alone; a hosted one, which has a judge, also in time, tokens and money.
    """

    def wrap_model_call(
        self, request: ModelRequest[Running], handler: Callable[[ModelRequest[Running]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """The model's answer, or an empty one that ends the loop."""
        running: Running = request.runtime.context
        used = running.used
        used.cut = used.cut or _reached(running)
        if used.cut or used.calls >= running.caps.model_calls:
            return ended()
        used.calls += 1
        if running.judge is None:
            return handler(request)
        try:
            response = within(_left(running), lambda: handler(request))
        except TimeoutError:
            if _left(running) > 0:
                raise
            used.cut = _out_of_time(running)
            return ended()
        sent = (request.system_message, *request.messages)
        used.tokens_in += _stated(response.result, "input_tokens") or estimated(sent)
        used.tokens_out += _stated(response.result, "output_tokens") or estimated(response.result)
        return response

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        """The tool's result, or word that there have been enough."""
        running = running_of(request)
        if running.used.another_tool(running.caps.tool_calls):
            return handler(request)
        call = request.tool_call
        return ToolMessage(content=_ENOUGH, name=call["name"], tool_call_id=call["id"] or "", status="error")


def _left(running: Running) -> float:
    return running.caps.seconds - running.used.seconds


def _out_of_time(running: Running) -> str:
    return f"it used up the {running.caps.seconds:g} seconds of a turn"


def _reached(running: Running) -> str:
    """The cap that is reached, in words; empty when there is none."""
    caps, used = running.caps, running.used
    if running.judge is None:
        return ""
    if _left(running) <= 0:
        return _out_of_time(running)
    if used.tokens_in + used.tokens_out >= caps.tokens:
        return f"it used up the {caps.tokens} tokens of a turn"
    if caps.cost is not None and caps.price(used.tokens_in, used.tokens_out) >= caps.cost:
        return f"it used up the {caps.cost} US dollars of a turn"
    return ""


def ended() -> ModelResponse[Any]:
    """A response without words or calls, after which the loop is over."""
    return ModelResponse(result=[AIMessage(content="")])


def is_transient(error: Exception) -> bool:
    """Whether the same call may go well a moment later: the line broke, or the provider is busy.

    >>> is_transient(ConnectionError("reset")), is_transient(ValueError("no such model"))
    (True, False)
    """
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return status in _TRANSIENT
    if isinstance(error, ModelError):
        return bool(error.is_retryable)
    broken: tuple[type[Exception], ...] = (ConnectionError, TimeoutError, httpx.TransportError)
    cause = error.__cause__
    return isinstance(error, broken) or isinstance(cause, broken)


def estimated(messages: Any) -> int:
    """Tokens of messages by their length."""
    texts = (str(m.text) + str(getattr(m, "tool_calls", "")) for m in messages if isinstance(m, BaseMessage))
    return sum(len(text) for text in texts) // _CHARACTERS


def _stated(messages: list[BaseMessage], key: str) -> int:
    """Tokens as the provider counted them; 0 where it does not say."""
    found = (getattr(message, "usage_metadata", None) for message in messages)
    return sum(int(each.get(key, 0)) for each in found if each)
