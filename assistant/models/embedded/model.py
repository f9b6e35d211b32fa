"""A deterministic chat model for the same loop that hosted models run in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import Field

from assistant.domain.artifacts import Artifact, Reply
from assistant.models.embedded.composition import compose
from assistant.models.embedded.declines import DeclineIndex
from assistant.models.embedded.intents import IntentIndex
from assistant.models.embedded.planning import Plan, plan, second_search, wanted
from assistant.models.embedded.understanding import Understood, understand, without_names

#: The name under which the loop offers the final reply as a tool.
REPLY_TOOL = "Reply"


class EmbeddedChatModel(BaseChatModel):
    """Plans tool calls by examples and rules and words the reply from their artifacts; same input, same output.

    ``on`` settles dates without a year, ``held`` are payers beside those of the table; hosted models read both in
    their prompt.
    """

    name: str = "embedded"
    tools: tuple[Any, ...] = Field(default=(), repr=False)  # the loop words the model for its records at every call
    index: Any = Field(default=None, repr=False)
    declines: Any = Field(default=None, repr=False)
    on: date
    held: tuple[str, ...] = ()

    @property
    def _llm_type(self) -> str:
        return "embedded"

    def at(self, on: date, held: Sequence[str]) -> EmbeddedChatModel:
        """The same model for a question of ``on``."""
        return self.model_copy(update={"on": on, "held": tuple(held)})

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002  # the interface's; planning needs no hint
        **_: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The same model knowing which tools it may call."""
        return self.model_copy(update={"tools": tuple(tools)})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002  # the interface's
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002  # the interface's
        **_: Any,
    ) -> ChatResult:
        asked = [m for m in messages if isinstance(m, HumanMessage)]
        understood = understand([str(m.text) for m in asked], on=self.on, held=self.held)
        returned = [m for m in messages[messages.index(asked[-1]) + 1 :] if isinstance(m, ToolMessage)]
        if not returned:
            message = _calls(plan(understood, self._intents(understood)))
        else:
            artifacts = [m.artifact for m in returned if isinstance(m.artifact, Artifact)]
            again = second_search(understood, artifacts)
            message = _calls(again, start=len(returned)) if again else _final(compose(understood, artifacts, self.on))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def declined(self, text: str) -> str | None:
        """The rule that a message asks to break, by its nearness to examples; ``None`` where it does not."""
        if not isinstance(self.declines, DeclineIndex):
            return None
        for wording in dict.fromkeys((text, without_names(text, self.held))):
            judged = self.declines.judge(wording)
            if judged.declined:
                return judged.rule
        return None

    def _intents(self, understood: Understood) -> tuple[str, ...]:
        index = self.index
        if not isinstance(index, IntentIndex):
            return ("coverage",)
        return wanted(understood, lambda text: index.intent_of(understood, text))


def _calls(plans: Sequence[Plan], start: int = 0) -> AIMessage:
    calls = [
        ToolCall(name=p.tool, args=p.args, id=f"call-{n}", type="tool_call") for n, p in enumerate(plans, start + 1)
    ]
    return AIMessage(content="", tool_calls=calls)


def _final(reply: Reply) -> AIMessage:
    call = ToolCall(name=REPLY_TOOL, args=reply.model_dump(mode="json"), id="reply", type="tool_call")
    return AIMessage(content="", tool_calls=[call])
