"""When an approval lapses and when a limited service is payable again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.benefits.counting import count, months_at_most
from assistant.domain.benefits import Reopening
from assistant.domain.draft import STATED, Deadline, DeadlineAlternative
from assistant.domain.policy import Limit
from assistant.tables.holidays import last_business_day

STATED_IN_APPROVAL = f"{STATED} the approval"


def authorization_expires(
    *,
    approved: date | None,
    today: date,
    valid_through: date | None = None,
    valid_days: int | None = None,
    source: str = "the approval",
) -> Deadline | None:
    """The last day on which an approval can be used; ``None`` when its length is not stated.

    A last day that the approval names wins over a length in days; where both are known
    the earlier one counts.
    """
    by_length = approved + timedelta(days=valid_days) if approved and valid_days is not None else None
    known = [day for day in (valid_through, by_length) if day is not None]
    if not known:
        return None
    last = min(known)
    counted = approved if last == by_length else None
    others = [
        DeadlineAlternative(date=day, anchor=anchor, anchor_date=start)
        for day, anchor, start in (
            (valid_through, STATED_IN_APPROVAL, valid_through),
            (by_length, "approval", approved),
        )
        if day is not None and start is not None and day != last
    ]
    return Deadline(
        date=last,
        anchor="approval" if counted else STATED_IN_APPROVAL,
        anchor_date=counted or last,
        source=source,
        event="Approval lapses",
        days_left=(last - today).days,
        send_by=last_business_day(last),
        notes=("The service itself, not the claim, must fall on or before this day.",),
        alternatives=tuple(others),
    )


def frequency_reopens(
    done: Sequence[date], limit: Limit, *, on: date, benefit_year_start: tuple[int, int] = (1, 1)
) -> Reopening:
    """The first day on or after ``on`` on which the limit leaves room for one more.

    ``done`` are the dates of service that count against the limit (same site and family
    already picked). A month window ends on the same day of the month, the month's last
    day where there is none; ``benefit_year_start`` is (month, day).
    """
    if limit.window_unit == "lifetime" or (limit.window_unit is None and limit.kind == "lifetime"):
        if len(done) >= limit.count:
            return Reopening(date=None, reason=f"{limit.count} in a lifetime, {len(done)} done.")
        return Reopening(date=on, reason=f"{len(done)} of {limit.count} in a lifetime done.")
    if limit.window_unit is None or (limit.window is None and not _is_year(limit)):
        return Reopening(date=on, reason="The limit names no window, so nothing can be counted.")
    day = on
    blocking: list[date] = []
    for _ in range(len(done) + 1):
        held = [each for each in sorted(done) if each <= day and _free_again(each, limit, benefit_year_start) > day]
        if len(held) < limit.count:
            break
        blocking = held
        day = _free_again(held[len(held) - limit.count], limit, benefit_year_start)
    if day == on:
        return Reopening(date=on, reason="The limit leaves room.")
    listed = ", ".join(each.isoformat() for each in blocking)
    return Reopening(date=day, reason=f"{limit.count} allowed per window; done on {listed}.")


def _is_year(limit: Limit) -> bool:
    return limit.window_unit in ("calendar_year", "benefit_year")


def _free_again(done: date, limit: Limit, year_start: tuple[int, int]) -> date:
    """The first day on which a service done on ``done`` no longer counts."""
    window = limit.window or 1
    if limit.window_unit == "day":
        return count(done, window, "calendar_days")
    if limit.window_unit == "month":
        return months_at_most(done, window)
    if limit.window_unit == "year":
        return months_at_most(done, 12 * window)
    start = (1, 1) if limit.window_unit == "calendar_year" else year_start
    begins = benefit_year(done, start)
    return benefit_year_begins(begins.year + window, start)


def benefit_year_begins(year: int, start: tuple[int, int]) -> date:
    """The first day of the benefit year that begins in ``year``; February 29 becomes 28."""
    month, day = start
    if (month, day) == (2, 29):
        day = 28
    return date(year, month, day)


def benefit_year(day: date, start: tuple[int, int]) -> date:
    """The first day of the benefit year that ``day`` lies in.

    >>> benefit_year(date(2026, 3, 1), (7, 1)).isoformat()
    '2025-07-01'
    """
    begins = benefit_year_begins(day.year, start)
    return begins if day >= begins else benefit_year_begins(day.year - 1, start)
