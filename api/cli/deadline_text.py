"""A clock in words: the day first, then the other readings, the source and what to mind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from api.cli.output import say

if TYPE_CHECKING:
    from assistant.domain.benefits import ClockAnswer, FrequencyAnswer


def show_clock(answer: ClockAnswer, today: date) -> None:
    """Print the last safe day, or why there is none and what to ask."""
    from assistant.benefits.calendar_file import reminders
    from assistant.domain.draft import counted_from

    found = answer.deadline
    if found is None:
        say(f"No deadline can be given. {answer.reason}")
        if answer.ask:
            say(f"Ask for: {answer.ask}")
        return
    left = found.days_left if found.days_left is not None else 0
    say(found.event[:1].upper() + found.event[1:])
    label = "Decision due" if found.other_side else "Last safe day"
    say(f"{label}: {found.date.isoformat()} ({_when(left)}), {counted_from(found.anchor, found.anchor_date)}")
    for other in found.alternatives:
        say(f"Other reading: {other.date.isoformat()}, {counted_from(other.anchor, other.anchor_date)}")
    if found.send_by is not None and found.send_by != found.date:
        say(f"Send by: {found.send_by.isoformat()}")
    say(f"Source: {found.source}")
    for text in found.notes:
        say(f"- {text}")
    days = reminders(found, today)
    if days:
        say(f"Reminders: {', '.join(day.isoformat() for day in days)}")


def show_reopening(found: FrequencyAnswer, today: date) -> None:
    """Print the first payable day, or why there is none and what to ask."""
    usually = "usually " if found.basis == "typical" else ""
    name = found.label or found.code
    if found.for_life:
        say(f"{name}: {usually}not payable again. {found.reason}")
    elif found.date is None:
        say(f"{name}: no day can be given. {found.reason}")
    elif found.date <= today:
        say(f"{name}: {usually}payable now. {found.reason}")
    else:
        early = f" (some plans from {found.earliest.isoformat()})" if found.earliest else ""
        say(f"{name}: {usually}payable again from {found.date.isoformat()}{early}. {found.reason}")
    if found.source:
        say(f"Source: {found.source}")
    for text in found.notes:
        say(f"- {text}")
    if found.ask:
        say(f"Ask for: {found.ask}")


def _when(left: int) -> str:
    if left == 0:
        return "today"
    days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
    return f"{days} left" if left > 0 else f"passed {days} ago"
