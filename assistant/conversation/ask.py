"""Answering one question."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from langchain_core.language_models import BaseChatModel

from assistant.conversation.answer import answer_of
from assistant.conversation.loop import run_turn
from assistant.domain.answer import Answer, Question
from assistant.prompting.prompt import load_prompt
from assistant.retrieval.library import Library
from assistant.tools.context import Turn


def ask(question: Question, *, library: Library, model: BaseChatModel, today: date, trace_id: str) -> Answer:
    """An answer whose every statement about a rule quotes a passage in force; else what to ask the payer."""
    on = question.as_of or today
    turn = Turn(library=library, on=on, payer=question.payer, plan=question.plan)
    system = load_prompt("ask").render(today=today.isoformat(), on=on.isoformat())
    result = run_turn(model, system, question.text, turn)
    return answer_of(
        result, thread=question.thread or uuid4().hex[:12], trace_id=trace_id, model=model.name or model._llm_type
    )
