"""A hosted model's turn: its answer where it holds, else why it does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage

from assistant.conversation.caps import Caps
from assistant.conversation.hosted_checks import HostedChecks
from assistant.conversation.loop import TurnResult, run_turn
from assistant.conversation.proof import Held
from assistant.domain.answer import Answer
from assistant.domain.artifacts import Artifact, Reply
from assistant.domain.trace import Trace
from assistant.models.failure import HostedFailures
from assistant.recognise.orders import orders_in, without_orders
from assistant.tools.context import Turn

_LONGEST_REPLY = 20_000


@dataclass(frozen=True)
class Outcome:
    """``answer`` is ``None`` where the model gave none that holds; then ``why`` says so. ``spent`` is what it used."""

    answer: Answer | None
    why: str = ""
    spent: Trace | None = None
    seconds: float = 0.0


def hosted_answer(
    model: BaseChatModel,
    system: str,
    messages: Sequence[BaseMessage],
    turn: Turn,
    *,
    caps: Caps,
    compose: Callable[[TurnResult], Answer],
) -> Outcome:
    """Run the loop with a hosted model. What it says is judged, sent back once, and then stands or falls."""
    started = time.monotonic()
    with HostedFailures() as failure:
        outcome = _judged(model, system, messages, turn, caps, compose)
        return replace(outcome, seconds=time.monotonic() - started)
    return Outcome(None, failure.why, seconds=time.monotonic() - started)


def _judged(
    model: BaseChatModel,
    system: str,
    messages: Sequence[BaseMessage],
    turn: Turn,
    caps: Caps,
    compose: Callable[[TurnResult], Answer],
) -> Outcome:
    written = "\n".join(str(m.text) for m in messages)
    told = without_orders(written)
    turn = replace(turn, orders=(*turn.orders, *orders_in(written)))
    safe = [HumanMessage(without_orders(str(m.text))) if isinstance(m, HumanMessage) else m for m in messages]

    def judge(reply: Reply, artifacts: tuple[Artifact, ...]) -> tuple[str, ...]:
        return _findings(reply, artifacts, turn, told)

    result = run_turn(model, system, safe, turn, caps=caps, judge=judge)
    spent = _spent(result, caps)
    if result.reply is None:
        return Outcome(None, result.used.cut or "it ended without a reply", spent)
    left = _findings(result.reply, result.artifacts, turn, told, result)
    if left:
        return Outcome(None, left[0], spent)
    answer = compose(result)
    if answer.findings or not answer.statements:
        why = answer.findings[0].message if answer.findings else "its reply is empty"
        return Outcome(None, why, spent)
    return Outcome(answer, spent=spent)


def _findings(
    reply: Reply, artifacts: tuple[Artifact, ...], turn: Turn, told: str, result: TurnResult | None = None
) -> tuple[str, ...]:
    """Everything that is wrong with a reply, for the model to mend or for the trace."""
    if sum(len(statement.text) for statement in reply.statements) > _LONGEST_REPLY:
        return ("its reply is far too long",)
    payers = {payer for payer in (turn.payer, *turn.payers) if payer}
    held = Held.of(artifacts, payers, told)
    unproved = [problem for statement in reply.statements if (problem := held.problem(statement))]
    checks = HostedChecks(held, told, turn.library, _orders(held, turn))
    tools = result.tools if result is not None else ()
    empty = () if reply.statements else ("its reply is empty",)
    return tuple(dict.fromkeys((*empty, *(f"a statement {each}" for each in unproved), *checks.findings(reply, tools))))


def _orders(held: Held, turn: Turn) -> tuple[str, ...]:
    """The orders that were taken out of the message, the passages that were found and the papers of the case."""
    found = [passage.text for key in held.passages if (passage := turn.library.passage(key)) is not None]
    papers = [paper.text or "" for paper in turn.case.case.documents] if turn.case else []
    return (*turn.orders, *(order for text in (*found, *papers) for order in orders_in(text)))


def _spent(result: TurnResult, caps: Caps) -> Trace:
    used = result.used
    return Trace(
        trace_id="",
        model="",
        model_calls=used.calls,
        tokens_in=used.tokens_in,
        tokens_out=used.tokens_out,
        cost=caps.price(used.tokens_in, used.tokens_out) if caps.price_in or caps.price_out else None,
        cut=used.cut,
        sent_back=result.findings,
        tools=result.tools,
    )
