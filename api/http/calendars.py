"""A deadline as a calendar file."""

from __future__ import annotations

from fastapi import Response

from assistant.domain.benefits import ClockAnswer
from assistant.domain.errors import NothingToStandOn


def calendar_of(answer: ClockAnswer, reference: str = "") -> Response:
    """The file; ``NothingToStandOn`` with the reason where there is no day to put in it."""
    from assistant.benefits.calendar_file import calendar

    if answer.deadline is None:
        reason = getattr(answer, "reason", "") or "no day can be counted from what the case holds"
        raise NothingToStandOn(reason, fix="add the date of the denial and who funds the plan")
    content = calendar(answer.deadline, reference=reference)
    headers = {"Content-Disposition": 'attachment; filename="deadline.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)
