"""The summary with which a matter goes to a person: facts, what was tried, sources, what is open, deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.domain.answer import Answer, Citation
from assistant.domain.conversation import Exchange
from assistant.domain.escalation import Due, Escalation, Tried

_FIRST = 160
#: Ends that leave the question where it was.
_ENDS = {
    "cannot_answer": "The documents held do not answer it.",
    "clarify": "Facts are missing.",
    "refuse_and_redirect": "It was declined; see the rule named.",
}


def escalation(
    *,
    thread: str,
    to: str,
    on: date,
    history: Sequence[Exchange],
    answer: Answer | None,
    facts: Mapping[str, str],
    due: Due,
    identifiers: Mapping[str, str] | None = None,
) -> Escalation:
    """The summary of a thread. ``answer`` is its last question asked once more; ``identifiers`` only where wanted."""
    made = Escalation(
        thread=thread,
        to=to,
        day=on,
        question=_question(history),
        facts={**(identifiers or {}), **facts},
        tried=tuple(
            Tried(asked=each.question, action=each.action, outcome=_first(each.answer))
            for each in history
            if each.question
        ),
        tools=tuple(dict.fromkeys(tool.name for tool in answer.tools)) if answer else (),
        sources=answer.citations if answer else (),
        open=tuple(dict.fromkeys(_open(answer, history, due))),
        due=due,
        identifiers=bool(identifiers),
    )
    return made.model_copy(update={"text": "\n".join(_lines(made))})


def _question(history: Sequence[Exchange]) -> str:
    """The last thing that was asked and is not small talk."""
    asked = [each.question for each in history if each.action != "smalltalk"]
    return asked[-1] if asked else "(nothing was asked)"


def _first(text: str) -> str:
    """The first line of an answer, cut at a word."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= _FIRST else f"{line[:_FIRST].rsplit(' ', 1)[0]} ..."


def _open(answer: Answer | None, history: Sequence[Exchange], due: Due) -> Iterator[str]:
    last = history[-1].action if history else ""
    if last in _ENDS:
        yield _ENDS[last]
    if answer is not None:
        yield from answer.questions
        yield from (placeholder.ask for placeholder in answer.placeholders)
        yield from (f"To be checked: {finding.message}" for finding in answer.findings)
        if answer.action in ("answer_with_caveat", "redact_and_answer") and not answer.findings:
            yield "The answer carries a caveat; see the outcome."
    if due.day is None:
        yield "No deadline is known; name the case or the day."


def _lines(made: Escalation) -> Iterator[str]:
    yield f"For {made.to}, {made.day.isoformat()} (thread {made.thread})"
    yield f"Question: {made.question}"
    yield f"Needed by: {made.due.day.isoformat()} ({made.due.source})" if made.due.day else "Needed by: not known"
    yield "Facts: " + ("; ".join(f"{name}: {value}" for name, value in made.facts.items()) or "none stated")
    yield "Tried:"
    yield from (f"  {n}. {each.asked} -> {each.action}: {each.outcome}" for n, each in enumerate(made.tried, start=1))
    if made.tools:
        yield f"  Looked in: {', '.join(made.tools)}"
    yield "Sources:" if made.sources else "Sources: none found"
    yield from (f"  {_source(each)}" for each in made.sources)
    yield "Open:" if made.open else "Open: nothing that is known"
    yield from (f"  - {each}" for each in made.open)
    if not made.identifiers:
        yield "Identifiers of the patient were left out; look the case up by its thread."


def _source(each: Citation) -> str:
    since = f", in force from {each.effective_from.isoformat()}" if each.effective_from else ""
    return f'{each.payer}, {each.title}, {each.section}{since}: "{each.quote}"'
