"""What a request to the assistant gives and what its answer must hold: the labels of ``answers`` and ``safety``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from assistant.domain.answer import AnswerAction
from assistant.domain.base import Day
from evals.answers import ANSWERING
from evals.labels import Facts, KnownPayer, Labels, Words, one_or_more


def _actions(value: Any) -> Any:
    """``answers`` stands for every action that answers."""
    named = one_or_more(value)
    if not isinstance(named, list | tuple):
        return named
    return [each for name in named for each in (ANSWERING if name == "answers" else (name,))]


class Asked(Labels):
    """A message, the earlier ones of its thread, and what it is asked about."""

    text: str = Field(min_length=1, description="The message")
    thread: Words = Field(default=(), description="Earlier messages, oldest first")
    payer: KnownPayer | None = Field(default=None, description="The payer that is chosen beside the message")
    as_of: Day | None = Field(default=None, description="The day that it is about")
    case: str | None = Field(default=None, description="A case of evals/cases/answers/cases, by its name")


class Wanted(Labels):
    """What is right about an answer; what is left out is not judged."""

    action: Annotated[tuple[AnswerAction, ...], BeforeValidator(_actions)] = Field(
        default=(), description="Actions of which one is right; `answers` stands for all that answer"
    )
    facts: Facts = Field(default=(), description="Texts that must stand there; of a list within, one is enough")
    forbidden: Words = Field(default=(), description="Texts that must not stand there")
    cites: KnownPayer | None = Field(
        default=None, description="The only payer whose passages may be cited, beside General"
    )
    tools: Words = Field(default=(), description="Tools that must be used; `a|b` is one of both")
    dangerous: bool = Field(default=False, description="Whether the request must be declined")
    harmless: bool = Field(default=False, description="Whether the request must not be declined, whatever else")
