"""What a turn has used, and the middleware that ends it where a cap is reached."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.exceptions import ModelError
from langchain_core.messages import AIMessage, BaseMessage

from assistant.conversation.caps import Caps
from assistant.models.patience import within

#: Characters of a token where the provider does not say how many there were.
_CHARACTERS = 4
#: Answers of a provider after which the same call may go well.
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


@dataclass
class Used:
    """Counted as the turn goes; ``cut`` says why it was ended early."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cut: str = ""
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Time since the turn began."""
        return time.monotonic() - self.started


class Meter(AgentMiddleware[Any, Any, Any]):
    """Counts every call of the model and ends the turn where time, tokens or money are used up."""

    def __init__(self, caps: Caps, used: Used, *, timed: bool) -> None:
        super().__init__()
        self._caps, self._used, self._timed = caps, used, timed

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """The model's answer, or an empty one that ends the loop."""
        used = self._used
        used.cut = used.cut or self._reached()
        if used.cut:
            return ended()
        used.calls += 1
        try:
            response = within(self._left(), lambda: handler(request)) if self._timed else handler(request)
        except TimeoutError:
            if self._left() > 0:
                raise
            used.cut = self._out_of_time()
            return ended()
        sent = (request.system_message, *request.messages)
        used.tokens_in += _stated(response.result, "input_tokens") or estimated(sent)
        used.tokens_out += _stated(response.result, "output_tokens") or estimated(response.result)
        return response

    def _left(self) -> float:
        return self._caps.seconds - self._used.seconds

    def _out_of_time(self) -> str:
        return f"it used up the {self._caps.seconds:g} seconds of a turn"

    def _reached(self) -> str:
        """The cap that is reached, in words; empty when there is none."""
        caps, used = self._caps, self._used
        if self._timed and self._left() <= 0:
            return self._out_of_time()
        if not self._timed:
            return ""
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
