"""Clocks that no law sets: when an approval lapses, when a limit leaves room, and the windows of a payer's card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, cast

from assistant.benefits.deadlines import anchor_of
from assistant.benefits.reopening import authorization_expires, frequency_reopens
from assistant.domain.benefits import Anchor, ClockAnswer, FrequencyAnswer, PlanWindow, Reopening
from assistant.domain.draft import Deadline
from assistant.domain.errors import BadInput
from assistant.domain.payer_card import ClaimKind, PayerCard
from assistant.domain.policy import Limit
from assistant.tables.frequency import TypicalLimit, limits_for
from assistant.tables.payer_cards import appeal_window, filing_window
from assistant.tables.procedures import label

AUTHORIZATION_EXPIRY = "authorization_expiry"
FREQUENCY_REOPEN = "frequency_reopen"

_FILED: dict[str, ClaimKind] = {
    "claim_filing": "first",
    "secondary_filing": "secondary",
    "records_request": "records",
}
_FOREVER = 10_000
WindowUnit = Literal["day", "month", "year", "calendar_year", "benefit_year", "lifetime"]
_COUNTED = frozenset({"frequency", "replacement", "lifetime"})
_LIMIT = re.compile(
    r"(?P<count>\d{1,2})\s*(?:x\s*)?(?:per|in|every|each|/)\s*(?:a\s+)?(?P<window>\d{1,3})?\s*"
    r"(?P<unit>day|month|calendar year|benefit year|year|lifetime)s?"
)


def approval_clock(
    *, approved: date | None, today: date, valid_through: date | None = None, valid_days: int | None = None
) -> ClockAnswer:
    """The last day on which an approval can be used, or what to ask for."""
    found = authorization_expires(approved=approved, today=today, valid_through=valid_through, valid_days=valid_days)
    if found is not None:
        return ClockAnswer(deadline=found)
    if valid_days is not None:
        return ClockAnswer(reason="The approval's own date is not known.", ask="the date of the approval")
    return ClockAnswer(
        reason="No law says how long an approval holds; this one names neither a last day nor a length.",
        ask="the last day or the number of days in the approval letter",
    )


def card_window(card: PayerCard, event: str, level: int | None) -> PlanWindow | None:
    """What the payer's card allows for an event; ``None`` where it says nothing."""
    if event == "appeal":
        return appeal_window(card, level or 1)
    kind = _FILED.get(event)
    filed = filing_window(card, kind) if kind is not None else None
    if filed is None:
        return None
    return PlanWindow(
        value=filed.value, unit=filed.unit, counts_from=filed.counts_from, source=f"payer card: {card.cited}"
    )


def anchor_for(event: str, plan_type: str | None, window: PlanWindow | None, *, on: date, level: int | None) -> Anchor:
    """The day that starts the clock, as an office knows it: by the payer's own window, else by the law."""
    if window is None:
        return anchor_of(event, plan_type, on=on, level=level)
    return "letter" if window.counts_from == "receipt" else window.counts_from


def limit_in_words(words: str, code: str) -> Limit:
    """A limit as an office writes it: ``1 per 60 months``, ``2 per calendar year``, ``1 per lifetime``.

    Raises:
        BadInput: words that are no limit.

    >>> limit_in_words("1/60 months", "D2740").window
    60
    """
    match = _LIMIT.fullmatch(" ".join(words.lower().split()))
    if match is None or int(match["count"]) < 1 or match["window"] == "0":
        raise BadInput(
            f"{words[:40]!r} is no limit", fix="write it as 1 per 60 months, 2 per calendar year or 1 per lifetime"
        )
    life = match["unit"] == "lifetime"
    return Limit(
        codes=(code,),
        kind="lifetime" if life else "frequency",
        count=int(match["count"]),
        window=None if life else int(match["window"] or 1),
        window_unit=cast(WindowUnit, match["unit"].replace(" ", "_")),
        quote=words,
    )


def reopening_of(
    code: str,
    done: Sequence[date],
    *,
    on: date,
    stated: Limit | None = None,
    limits: Sequence[Limit] = (),
    year_start: tuple[int, int] = (1, 1),
) -> FrequencyAnswer:
    """The first day on which a service is payable again.

    A limit that the caller states decides, else those of the payer's documents (``limits``, the latest day of
    them), else what is typical, marked so. ``done`` are the dates of service that count: same tooth, quadrant or
    arch where the limit is counted by it.
    """
    wanted = code.strip().upper()
    name = label(wanted)
    own = [stated] if stated is not None else [each for each in limits if each.kind in _COUNTED]
    late = [f"{day.isoformat()} lies after {on.isoformat()}: counted as planned." for day in done if day > on]
    if own:
        found = [(each, frequency_reopens(done, each, on=on, benefit_year_start=year_start)) for each in own]
        return _by_limit(wanted, name, found, late, basis_stated=stated is not None)
    typical = [each for each in limits_for(wanted) if each.kind == "frequency"]
    if not typical:
        return FrequencyAnswer(
            code=wanted,
            label=name,
            reason="No limit is stated, none is found in the payer's documents, and none is typical for this code.",
            ask="the plan's limit for this code",
            notes=tuple(late),
        )
    return _by_custom(wanted, name, typical[0], done, on, late)


def _by_limit(
    code: str, name: str, found: Sequence[tuple[Limit, Reopening]], late: Sequence[str], *, basis_stated: bool
) -> FrequencyAnswer:
    closed = [pair for pair in found if pair[1].date is None]
    limit, decided = closed[0] if closed else max(found, key=lambda pair: pair[1].date or date.min)
    source = f"limit as stated: {limit.quote}" if basis_stated else f"{limit.payer}: {limit.quote} [{limit.passage}]"
    by_place = (
        [f"Counted per {limit.per}: only services at the same {limit.per} count."] if limit.per != "patient" else []
    )
    return FrequencyAnswer(
        code=code,
        label=name,
        date=decided.date,
        basis="stated" if basis_stated else "payer",
        for_life=decided.date is None,
        reason=decided.reason,
        source=source,
        notes=(*by_place, *late),
    )


def _by_custom(
    code: str, name: str, typical: TypicalLimit, done: Sequence[date], on: date, late: Sequence[str]
) -> FrequencyAnswer:
    counts, windows = (typical.count, typical.count_high), [typical.window, typical.window_high]
    short, long = min(windows, key=lambda each: each or _FOREVER), max(windows, key=lambda each: each or _FOREVER)
    ends = (_custom(code, typical, max(counts), short), _custom(code, typical, min(counts), long))
    found = [frequency_reopens(done, each, on=on) for each in ends]
    days = [each.date for each in found if each.date is not None]
    for_life = len(days) < len(found)
    latest = None if for_life else max(days)
    return FrequencyAnswer(
        code=code,
        label=name,
        date=latest,
        earliest=min(days) if days and latest and min(days) != latest else None,
        basis="typical",
        for_life=for_life,
        reason=found[-1].reason,
        source=f"{typical.source} (table row {typical.id})",
        ask="the plan's own limit for this code",
        notes=(f"Typical only, counted per {typical.per}: the plan decides.", *late),
    )


def _custom(code: str, typical: TypicalLimit, count: int, window: int | None) -> Limit:
    weeks = typical.unit == "week" and window is not None
    return Limit(
        codes=(code,),
        kind="lifetime" if typical.unit == "lifetime" else "frequency",
        count=count,
        window=7 * window if weeks and window is not None else window,
        window_unit="day" if typical.unit == "week" else typical.unit,
    )


def as_deadline(found: FrequencyAnswer, today: date) -> Deadline | None:
    """The first payable day for a calendar file; ``None`` when there is none to wait for."""
    if found.date is None or found.date <= today:
        return None
    return Deadline(
        date=found.date,
        anchor="services already done",
        anchor_date=today,
        source=found.source,
        event=found.label or found.code,
        days_left=(found.date - today).days,
        notes=(found.reason, *found.notes),
    )
