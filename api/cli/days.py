"""Dates given on the command line."""

from __future__ import annotations

from datetime import date

from assistant.domain.errors import BadInput


def day_option(text: str | None, option: str) -> date | None:
    """The date of an option, or ``None`` when it was not given.

    Raises ``BadInput`` for anything but YYYY-MM-DD.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is not a date", where=option, fix="write YYYY-MM-DD, such as 2026-11-22") from None
