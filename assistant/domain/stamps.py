"""Moments as the database keeps them: UTC, sortable as text."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """An aware moment as sortable text.

    >>> stamp(datetime(2026, 11, 22, 6, 30, tzinfo=UTC))
    '2026-11-22T06:30:00.000000+00:00'
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds")
