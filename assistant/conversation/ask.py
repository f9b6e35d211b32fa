"""Answering one question in its thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from assistant.conversation.answer import STATUS, answer_of
from assistant.conversation.caps import Caps
from assistant.conversation.guard import cleaned, guarded
from assistant.conversation.hosted import Outcome, hosted_answer
from assistant.conversation.loop import TurnResult, run_turn
from assistant.conversation.personal import without_identifiers
from assistant.conversation.proof import Held
from assistant.conversation.telling import Tell
from assistant.conversation.tracing import traced
from assistant.domain.answer import Answer, Question
from assistant.domain.conversation import Exchange
from assistant.domain.draft import Statement
from assistant.domain.errors import ModelFailure
from assistant.domain.ports import PolicyLimits
from assistant.models.embedded.model import EmbeddedChatModel
from assistant.models.embedded.understanding import Understood, understand
from assistant.prompting.prompt import load_prompt
from assistant.prompting.statements import load_statements
from assistant.recognise.orders import orders_in, without_orders
from assistant.retrieval.library import Library
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported
from assistant.tools.context import Turn

if TYPE_CHECKING:
    from assistant.intake.case_file import LoadedCase

#: Earlier exchanges that a turn still sees.
_REMEMBERED = 8


@dataclass(frozen=True)
class Means:
    """What answering needs beside the question. ``model`` is ``None`` where the embedded one answers alone."""

    library: Library
    embedded: Callable[[], EmbeddedChatModel]
    today: date
    model: Callable[[], BaseChatModel] | None = None
    case: LoadedCase | None = None
    limits: PolicyLimits | None = None
    icd: Icd10cm | None = None
    imported: Imported | None = None
    fallback: bool = True
    caps: Caps = field(default_factory=Caps)
    tell: Tell | None = None


def ask(question: Question, means: Means, *, history: Sequence[Exchange] = (), trace_id: str) -> Answer:
    """An answer whose every statement about a rule quotes a passage in force; else what to ask the payer.

    Raises ``ModelFailure`` where a hosted model fails and no fallback is allowed.
    """
    thread = question.thread or uuid4().hex[:12]
    text = cleaned(question.text)
    safe, personal = without_identifiers(text)
    settled = guarded(safe, thread=thread, trace_id=trace_id, judge=means.embedded().declined)
    if settled is not None:
        return _noticed(settled, personal, fell_back=False)
    safe, text = without_orders(safe), without_orders(text)
    unread = guarded(safe, thread=thread, trace_id=trace_id) if not safe else None
    if unread is not None:
        return _noticed(unread, personal, fell_back=False)
    on = question.as_of or means.today
    held = means.library.payers()
    asked = [exchange.question for exchange in history[-_REMEMBERED:]]
    understood = understand([*asked, safe], on=on, held=held)
    turn = _turn(question, means, on, text, understood)
    model = means.embedded().at(on, held)
    messages: list[BaseMessage] = []
    for exchange in history[-_REMEMBERED:]:
        messages += (HumanMessage(exchange.question), AIMessage(exchange.answer))
    messages.append(HumanMessage(safe))
    answer, fell_back = _answered(means, turn, model, messages, thread=thread, trace_id=trace_id)
    return _noticed(answer, personal, fell_back=fell_back)


def _turn(question: Question, means: Means, on: date, text: str, understood: Understood) -> Turn:
    """The fixed points: a payer that the caller names wins over the message's own."""
    payer = question.payer or understood.payer
    if payer is None and len(understood.choices) > 1:
        payer = _common_name(understood)
    case_payer = means.case.case.claim.payer if means.case else None
    return Turn(
        library=means.library,
        on=on,
        today=means.today,
        payer=payer or case_payer,
        plan=question.plan,
        payers=(question.payer,) if question.payer else understood.payers,
        question=text,
        orders=orders_in(question.text),
        case=means.case,
        limits=means.limits,
        icd=means.icd,
        imported=means.imported,
        tell=means.tell,
    )


def _common_name(understood: Understood) -> str:
    """The word that the choices share, so that the search asks which one is meant."""
    first = [choice.split() for choice in understood.choices]
    shared = [word for word in first[0] if all(word in other for other in first)]
    return " ".join(shared) or understood.choices[0].split()[0]


def _answered(
    means: Means, turn: Turn, model: EmbeddedChatModel, messages: Sequence[BaseMessage], *, thread: str, trace_id: str
) -> tuple[Answer, bool]:
    """The hosted model's answer where it is usable, else the embedded one's; each with its trace."""
    prompt = load_prompt("ask")
    system = prompt.render(today=means.today.isoformat(), on=turn.on.isoformat(), payer=turn.payer or "")
    outcome: Outcome | None = None
    if means.model is not None:
        hosted = means.model()
        outcome = hosted_answer(
            hosted,
            system,
            messages,
            turn,
            caps=means.caps,
            compose=lambda result: _answer(result, turn, thread, trace_id, hosted),
        )
        if outcome.answer is not None:
            return traced(outcome.answer, turn.library, (prompt.stamp,), outcome), False
        if not means.fallback:
            raise ModelFailure(
                f"the hosted model gave no usable answer: {outcome.why}",
                where="CLAIMWRIGHT_MODEL",
                fix="allow the fallback",
            )
    result = run_turn(model, system, messages, turn, caps=means.caps)
    answer = _answer(result, turn, thread, trace_id, model)
    return traced(answer, turn.library, (load_statements("answer").stamp,), outcome, result), outcome is not None


def _answer(result: TurnResult, turn: Turn, thread: str, trace_id: str, model: BaseChatModel) -> Answer:
    payers = {payer for payer in (turn.payer, *turn.payers) if payer}
    held = Held.of(result.artifacts, payers, turn.question)
    return answer_of(
        result.reply,
        result.artifacts,
        held=held,
        tools=result.tools,
        thread=thread,
        trace_id=trace_id,
        model=model.name or model._llm_type,
    )


def _noticed(answer: Answer, personal: bool, *, fell_back: bool) -> Answer:
    """The answer with the notices that belong to it; identifiers in the question change its action."""
    templates = load_statements("guard")
    names = [name for name, due in (("redacted", personal), ("fell_back", fell_back)) if due]
    if not names:
        return answer
    notices = tuple(
        Statement(id=f"n{number}", type="courtesy", text=templates.render(name), section="notice")
        for number, name in enumerate(names, start=1)
    )
    answers = answer.action in ("answer", "answer_with_caveat", "answer_then_offer_draft", "draft", "smalltalk")
    action = "redact_and_answer" if personal and answers else answer.action
    return answer.model_copy(
        update={
            "action": action,
            "status": STATUS[action],
            "text": "\n\n".join((answer.text, *(notice.text for notice in notices))),
            "statements": (*answer.statements, *notices),
        }
    )
