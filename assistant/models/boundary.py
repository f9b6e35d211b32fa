"""The privacy boundary around a hosted chat model: identifiers leave as tokens and come back as themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from assistant.privacy.vault import Vault, restore, tokenise


class PrivateChatModel(BaseChatModel):
    """Any chat model behind the boundary. A token that comes back changed raises ``BrokenToken``.

    Without ``restores`` what the model says is handed on as it came, tokens and all, to a caller
    that judges piece by piece.
    """

    inner: Any
    name: str = "hosted"
    restores: bool = True

    @property
    def _llm_type(self) -> str:
        return "private"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The same boundary around the model with its tools."""
        bound = self.inner.bind_tools(tools, tool_choice=tool_choice, **kwargs)
        return self.model_copy(update={"inner": bound})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # the inner model has its own
        **kwargs: Any,
    ) -> ChatResult:
        vault = Vault()
        sent: list[BaseMessage] = []
        for message in messages:
            safe, vault = _safe(message, vault)
            sent.append(safe)
        reply = self.inner.invoke(sent, stop=stop, **kwargs)
        if not isinstance(reply, AIMessage):
            raise TypeError("the model returned no message")
        said = _restored(reply, vault) if self.restores else AIMessage(content=str(reply.text))
        return ChatResult(generations=[ChatGeneration(message=said)])


def _safe(message: BaseMessage, vault: Vault) -> tuple[BaseMessage, Vault]:
    """The message with tokens in its words and in the arguments of its tool calls; artifacts never leave."""
    if message.type == "system":
        return message, vault
    words, vault = tokenise(str(message.text), vault=vault)
    update: dict[str, Any] = {"content": words, "additional_kwargs": {}, "response_metadata": {}}
    if isinstance(message, AIMessage):
        calls = []
        for call in message.tool_calls:
            args, vault = _tokenised(call["args"], vault)
            calls.append({**call, "args": args})
        update["tool_calls"] = calls
    if hasattr(message, "artifact"):
        update["artifact"] = None
    return message.model_copy(update=update), vault


def _tokenised(value: Any, vault: Vault) -> tuple[Any, Vault]:
    if isinstance(value, str):
        return tokenise(value, vault=vault)
    if isinstance(value, dict):
        made = {}
        for key, item in value.items():
            made[key], vault = _tokenised(item, vault)
        return made, vault
    if isinstance(value, list):
        items = []
        for item in value:
            safe, vault = _tokenised(item, vault)
            items.append(safe)
        return items, vault
    return value, vault


def _restored(reply: AIMessage, vault: Vault) -> AIMessage:
    calls = [{**call, "args": _back(call["args"], vault)} for call in reply.tool_calls]
    words = restore(str(reply.text), vault)
    return AIMessage(content=words, tool_calls=calls, usage_metadata=reply.usage_metadata)


def _back(value: Any, vault: Vault) -> Any:
    if isinstance(value, str):
        return restore(value, vault)
    if isinstance(value, dict):
        return {key: _back(item, vault) for key, item in value.items()}
    if isinstance(value, list):
        return [_back(item, vault) for item in value]
    return value
