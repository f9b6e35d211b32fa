"""Frequency and replacement limits against the services already done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.benefits.counting import months_at_most
from assistant.benefits.plan_terms import teeth_of
from assistant.benefits.reopening import frequency_reopens
from assistant.domain.claim import Claim, HistoryEntry, ServiceLine
from assistant.domain.estimate import LimitCheck
from assistant.domain.policy import Limit
from assistant.tables.frequency import TypicalLimit, limits_for

_COUNTED = ("frequency", "replacement", "lifetime")


def limit_checks(claim: Claim, limits: Sequence[Limit], *, on: date) -> dict[str, LimitCheck]:
    """The limit that speaks for each line, by line id.

    Limits of the plan's documents decide. Where they are silent and an earlier service
    lies within the window that plans usually set, the check is open: custom is no rule.
    ``on`` is the day of lines without a date of service. Lines of the claim that come
    first count as done.
    """
    found: dict[str, LimitCheck] = {}
    for index, line in enumerate(claim.lines):
        day = line.date_of_service or on
        done = _done_before(claim, index, day)
        own = [limit for limit in limits if line.code in limit.codes and limit.kind in _COUNTED and limit.in_force(day)]
        checks = [_by_plan(line, limit, done, day, claim) for limit in own] or _by_custom(line, done, day)
        if checks:
            found[line.id] = next((check for check in checks if check.hit), checks[0])
    return found


def earlier_days(claim: Claim, index: int, limit: Limit, on: date) -> list[date]:
    """The days on which what the limit counts was done before the line ``index`` of the claim."""
    line = claim.lines[index]
    return _counted(line, limit, _done_before(claim, index, line.date_of_service or on))


def _counted(line: ServiceLine, limit: Limit, done: Sequence[HistoryEntry]) -> list[date]:
    """The days of the services that share the line's place and the limit's codes."""
    return [e.date_of_service for e in done if e.code in limit.codes and _same_place(line, e, limit.per)]


def _done_before(claim: Claim, index: int, day: date) -> list[HistoryEntry]:
    """The history, and the lines of the claim that count before this one."""
    earlier = [
        HistoryEntry(code=line.code, date_of_service=line.date_of_service, tooth=line.tooth, area=line.area)
        for place, line in enumerate(claim.lines)
        if line.date_of_service is not None and (line.date_of_service, place) < (day, index)
    ]
    return [*claim.history, *earlier]


def _by_plan(line: ServiceLine, limit: Limit, done: Sequence[HistoryEntry], day: date, claim: Claim) -> LimitCheck:
    days = _counted(line, limit, done)
    found = frequency_reopens(days, limit, on=day, benefit_year_start=_year_start(claim))
    rule = f"{limit.payer}: {limit.quote}" if limit.quote else f"a limit of {limit.payer}"
    if found.date is None:
        return LimitCheck(hit=True, reason=f"{found.reason} Not paid again ({rule}).")
    if found.date > day:
        return LimitCheck(
            hit=True,
            reason=f"{found.reason} Payable again from {found.date.isoformat()} ({rule}).",
            reopens=found.date,
        )
    last = f"last done {max(days).isoformat()}" if days else "not done before"
    return LimitCheck(hit=False, reason=f"{last}: the limit leaves room ({rule})")


def _by_custom(line: ServiceLine, done: Sequence[HistoryEntry], day: date) -> list[LimitCheck]:
    """An open question where the earlier service lies within the longest usual window."""
    checks = []
    for limit in limits_for(line.code):
        if limit.kind != "frequency":
            continue
        days = sorted(e.date_of_service for e in done if limit.shares(e.code) and _same_place(line, e, limit.per))
        recent = [each for each in days if each <= day and _within(each, day, limit)]
        if len(recent) >= limit.count:
            listed = ", ".join(each.isoformat() for each in recent)
            checks.append(LimitCheck(hit=None, reason=f"done on {listed}; most plans pay {_words(limit)}"))
        elif days:
            checks.append(LimitCheck(hit=False, reason=f"last done {days[-1].isoformat()}: outside the usual limit"))
    return sorted(checks, key=lambda check: check.hit is not None)


def _within(done: date, day: date, limit: TypicalLimit) -> bool:
    window = limit.window_high
    if window is None:
        return True
    if limit.unit == "calendar_year":
        return day.year < done.year + window
    if limit.unit == "week":
        return (day - done).days < 7 * window
    return day < months_at_most(done, window)


def _words(limit: TypicalLimit) -> str:
    if limit.window is None:
        return f"{limit.count} in a lifetime"
    span = f"{limit.window}" if limit.window == limit.window_high else f"{limit.window} to {limit.window_high}"
    return f"{limit.count} in {span} {limit.unit.replace('_', ' ')}(s)"


def _same_place(line: ServiceLine, entry: HistoryEntry, per: str) -> bool:
    """Whether the earlier service counts for the place of the line; an unknown place counts."""
    if per in ("tooth", "surface"):
        mine = set(teeth_of(line))
        theirs = {part.strip() for part in (entry.tooth or "").split(",") if part.strip()}
        return not mine or not theirs or bool(mine & theirs)
    if per in ("quadrant", "arch"):
        return not line.area or not entry.area or line.area == entry.area
    return True


def _year_start(claim: Claim) -> tuple[int, int]:
    starts: Mapping[int, str] = {c.order: c.benefit_year_start for c in claim.coverages if c.benefit_year_start}
    month, day = (int(part) for part in (starts[min(starts)] if starts else "01-01").split("-"))
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 28 else (1, 1)
