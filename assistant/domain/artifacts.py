"""What tools hand to the one who words the answer: typed, so that no figure passes through prose."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Day, Frozen
from assistant.domain.draft import StatementType
from assistant.domain.policy import Hit


class Found(Frozen):
    """The outcome of a search of the corpus.

    ``supported`` says whether the hits carry an answer, ``reason`` why not; ``choices`` are
    the payers that a written name could mean, ``elsewhere`` payers left out because none
    was named.
    """

    question: str
    on: Day
    payer: str | None = None
    payer_known: bool | None = None
    hits: tuple[Hit, ...] = ()
    supported: bool = False
    reason: str = ""
    nearest: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class ReplyStatement(Frozen):
    """One statement that a model words; ``passages`` are keys, ``quote`` is verbatim from the first of them."""

    type: StatementType
    text: str
    passages: tuple[str, ...] = ()
    quote: str = ""


class Reply(Frozen):
    """What a model returns at the end of a turn; everything else of the answer is made by code."""

    action: Literal["answer", "answer_with_caveat", "clarify", "cannot_answer"]
    statements: tuple[ReplyStatement, ...] = ()
    questions: tuple[str, ...] = ()
