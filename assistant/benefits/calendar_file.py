"""A deadline as an iCalendar file: deterministic text, no clock, no patient."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from assistant.domain.draft import Deadline, counted_from

#: Days before the deadline on which a reminder is due.
REMIND_BEFORE = (30, 14, 7, 2)


def reminders(deadline: Deadline, today: date) -> tuple[date, ...]:
    """The days on which to be reminded that are not over yet, earliest first."""
    days = (deadline.date - timedelta(days=before) for before in REMIND_BEFORE)
    return tuple(day for day in days if day >= today)


def calendar(deadline: Deadline, *, reference: str = "", label: str = "Last safe day") -> str:
    """An iCalendar (RFC 5545) file with one all-day event and its reminders.

    ``label`` says what the day is; ``reference`` is the office's own case number; names and member ids do not belong in
    a calendar. The same deadline always gives the same bytes.
    """
    title = deadline.event or "Deadline"
    summary = f"{label}: {title}" + (f" ({reference})" if reference else "")
    counted = f"{_capital(counted_from(deadline.anchor, deadline.anchor_date))}. Source: {deadline.source}."
    others = [f"{a.date.isoformat()}, {counted_from(a.anchor, a.anchor_date)}" for a in deadline.alternatives]
    description = "\n".join([counted, *([f"Other readings: {'; '.join(others)}."] if others else []), *deadline.notes])
    identity = sha256(f"{summary}|{deadline.date}|{counted}".encode()).hexdigest()[:24]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Claimwright//Deadlines//EN",
        "BEGIN:VEVENT",
        f"UID:{identity}@claimwright",
        f"DTSTAMP:{_compact(deadline.anchor_date)}T000000Z",
        f"DTSTART;VALUE=DATE:{_compact(deadline.date)}",
        f"DTEND;VALUE=DATE:{_compact(deadline.date + timedelta(days=1))}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
    ]
    for before in REMIND_BEFORE:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(summary)}",
            f"TRIGGER:-P{before}D",
            "END:VALARM",
        ]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _compact(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _escaped(text: str) -> str:
    """Text with the characters that iCalendar reserves escaped."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """A content line folded at 75 octets without cutting a character in two."""
    parts: list[str] = []
    current, limit = "", 75
    for character in line:
        if len((current + character).encode("utf-8")) > limit:
            parts.append(current)
            current, limit = "", 74
        current += character
    parts.append(current)
    return "\r\n ".join(parts)
