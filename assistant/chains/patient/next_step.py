"""What the office does next and when it calls again, from the description and the case's own clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.benefits.counting import count
from assistant.chains.brief import Brief
from assistant.domain.finding import Finding
from assistant.recognise import dates
from assistant.tables.conversations import Conversation, Step, step_for, steps
from assistant.tables.holidays import WEEKDAYS, closed, last_business_day

#: A fact that a person may enter: what happens next, with its day.
STEP_FACT = "next_step"

_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_NEAR = {"today": 0, "tomorrow": 1}


@dataclass(frozen=True)
class NextStep:
    """A step with the day that a person named, the words that say so, and the day of the next call.

    Without a named day nobody has promised one: ``day`` is ``None`` and ``said`` is the usual time,
    for the office alone. The call is the office's own protocol.
    """

    words: str
    day: date | None
    said: str
    call: date
    call_said: str


def next_step(brief: Brief, about: str, kind: Conversation) -> NextStep:
    """The step that the description or an entered fact names with its day, else the usual one, its day left open."""
    entered = brief.case.entered(STEP_FACT)
    for text in (about, entered.value if entered is not None else ""):
        found = _named(text, brief.today)
        if found is not None:
            step, day, said = found
            call, why = _call(brief, day, kind)
            return NextStep(step.words, day, said, call, why)
    step = step_for(brief.reading.action if brief.reading is not None else _usual(kind))
    day, said = _counted(brief, step)
    call, why = _call(brief, day, kind)
    return NextStep(step.words, None, said, call, why)


def step_findings(brief: Brief, step: NextStep) -> Iterator[Finding]:
    """A named day on which nobody works, or that is over, or that comes after the last safe day."""
    last = brief.deadline.send_by or brief.deadline.date if brief.deadline is not None else None
    if step.day is None:
        yield Finding(
            rule="PT12",
            severity="note",
            where=STEP_FACT,
            message=f"nobody has named the day on which {step.words}",
            fix=f"agree on it and name it in --about or as the fact next_step; usual is {step.said}",
            source="conversations",
        )
        return
    why = closed(step.day)
    if step.day < brief.today:
        yield _finding(f"the next step is named for {step.day.isoformat()}, which is over", "name the day ahead")
    elif why:
        before = last_business_day(step.day)
        yield _finding(
            f"{step.day.isoformat()} is no business day ({why})", f"send it on {before.isoformat()}, and say that day"
        )
    if last is not None and brief.today <= last < step.day:
        yield _finding(f"the next step comes after the last safe day, {last.isoformat()}", "name an earlier day")


def _usual(kind: Conversation) -> str:
    """Where no denial asks for something: the page with the numbers, or a call to the plan."""
    return "patient" if "estimate" in kind.facts else "none"


def _named(text: str, today: date) -> tuple[Step, date, str] | None:
    """The first clause that names both a step and a day."""
    for clause in re.split(r"[;.!?\n]|,(?!\s*\d{4})|\band then\b", text):
        day = _day(clause, today)
        if day is None:
            continue
        for step in steps():
            if step.pattern.search(clause):
                return step, day, f"{clause.strip()} ({day.isoformat()})"
    return None


def _day(clause: str, today: date) -> date | None:
    written = dates.find(clause, as_of=today)
    if written:
        try:
            return date.fromisoformat(written[0].value)
        except ValueError:
            return None  # a month or a year is no day to promise
    for word, days in _NEAR.items():
        if re.search(rf"\b{word}\b", clause, re.IGNORECASE):
            return today + timedelta(days=days)
    match = _WEEKDAY.search(clause)
    if match is None:
        return None
    ahead = (WEEKDAYS.index(match[1].capitalize()) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _counted(brief: Brief, step: Step) -> tuple[date, str]:
    """The usual time for the step, never after the last day on which it can safely go out."""
    day = count(brief.today, step.days, "business_days")
    said = f"{step.days} business days from {brief.today.isoformat()}: {day.isoformat()}"
    last = brief.deadline.send_by if brief.deadline is not None else None
    if last is not None and brief.today < last < day:
        return last, f"the last safe day to send, {last.isoformat()}"
    return day, said


def _call(brief: Brief, step_day: date, kind: Conversation) -> tuple[date, str]:
    """The business day after the step, at the latest when the protocol wants the call."""
    start = max(step_day, brief.today)
    after = count(start, 1, "business_days")
    latest = last_business_day(brief.today + timedelta(days=kind.call_within))
    if brief.today < latest < after:
        return latest, f"at most {kind.call_within} days from {brief.today.isoformat()}: {latest.isoformat()}"
    return after, f"one business day after {start.isoformat()}: {after.isoformat()}"


def _finding(message: str, fix: str) -> Finding:
    return Finding(rule="PT11", severity="warning", where="next_step", message=message, fix=fix, source="conversations")
