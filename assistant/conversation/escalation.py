"""Gathering what a thread knows for the person who takes it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.chains.calls.escalation import escalation
from assistant.conversation.ask import Means, ask
from assistant.conversation.personal import without_identifiers
from assistant.domain.answer import Question
from assistant.domain.benefits import ClockAnswer
from assistant.domain.conversation import Exchange
from assistant.domain.errors import NotFound
from assistant.domain.escalation import Due, Escalation
from assistant.models.embedded.understanding import Understood, understand

if TYPE_CHECKING:
    from assistant.intake.case_file import LoadedCase

#: Actions whose question may be asked once more for its sources.
_ANSWERED = frozenset(
    {
        *("answer", "answer_with_caveat", "answer_then_offer_draft", "redact_and_answer"),
        *("cannot_answer", "clarify", "draft"),
    }
)

#: A day further ahead than this in a thread is a slip of the keyboard, not a day that matters to a claim.
_FAR_YEARS = 5


def escalate(
    thread: str,
    to: str,
    means: Means,
    *,
    history: Sequence[Exchange],
    trace_id: str,
    due: Due,
    identifiers: Mapping[str, str] | None = None,
) -> Escalation:
    """The summary of a thread for ``to``. Raises ``NotFound`` where nothing was asked in it."""
    if not history:
        raise NotFound(f"no thread {thread!r}", where="--thread", fix="ask in it first, or name another thread")
    asked = [each.question for each in history]
    understood = understand(asked, on=means.today, held=means.library.payers())
    answer = None
    if history[-1].action in _ANSWERED:
        question = Question(text=asked[-1], thread=thread)
        answer = ask(question, replace(means, model=None), history=history[:-1], trace_id=trace_id)
    return escalation(
        thread=thread,
        to=without_identifiers(to)[0] if "@" in to else to,
        on=means.today,
        history=history,
        answer=answer,
        facts=facts(understood, means.today),
        due=due,
        identifiers=identifiers,
    )


def facts(understood: Understood, on: date) -> dict[str, str]:
    """What the thread states, by name; what it does not state is absent."""
    named: dict[str, str] = {
        "payer": ", ".join(understood.payers),
        "codes": ", ".join(understood.codes),
        "diagnoses": ", ".join(understood.diagnoses),
        "reason codes": ", ".join(understood.reasons),
        "dates": ", ".join(day.isoformat() for day in understood.dates if day.year <= on.year + _FAR_YEARS),
        "amounts": ", ".join(f"{name} ${amount}" for name, amount in understood.amounts.items()),
        "age": str(understood.age) if understood.age is not None else "",
        "plan type": understood.plan_type or "",
    }
    return {name: value for name, value in named.items() if value}


def due_of(stated: date | None, clock: ClockAnswer | None) -> Due:
    """The day that was stated, else the case's own deadline, else not known."""
    if stated is not None:
        return Due(day=stated, source="stated", basis="stated")
    if clock is not None and clock.deadline is not None:
        return Due(day=clock.deadline.date, source=clock.deadline.source, basis="case")
    return Due()


def identifiers_of(case: LoadedCase) -> dict[str, str]:
    """Who the case is about, for a person who may know."""
    wanted = {"patient_name": "patient", "member_id": "member"}
    named = {wanted[fact.key]: str(fact.value) for fact in case.case.facts if fact.key in wanted and fact.value}
    number = next((denial.claim_number for denial in case.case.denials if denial.claim_number), None)
    return {**named, **({"claim": number} if number else {})}
