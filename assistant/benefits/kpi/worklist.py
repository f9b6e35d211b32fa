"""What to do first on Monday: by deadline, then by amount x chance, then by age, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.benefits.counting import count
from assistant.benefits.deadlines import appeal_clock
from assistant.benefits.kpi.numbers import age, counted, is_open, open_amount, reading_of, waited
from assistant.benefits.settlement import cents
from assistant.domain.benefits import PlanWindow
from assistant.domain.denial import DenialReading
from assistant.domain.draft import DraftAction
from assistant.domain.kpi import ClaimRow, WorkItem
from assistant.domain.payer_card import PayerCard
from assistant.tables.exports import chances
from assistant.tables.payer_cards import appeal_window, filing_window, payer_card

Action = DraftAction | Literal["send", "call_payer"]

_FAR = 9_999


@dataclass(frozen=True, slots=True)
class _Clock:
    """A last day and who says so."""

    last: date
    source: str


def worklist(rows: Sequence[ClaimRow], as_of: date, *, most: int = 10) -> tuple[WorkItem, ...]:
    """The first ``most`` open claims to work on.

    A claim whose clock has run out goes to the end with its reason: only good cause helps it.
    """
    items = [_item(row, as_of) for row in rows if is_open(row)]
    return tuple(sorted(items, key=_place)[:most])


def _place(item: WorkItem) -> tuple[bool, int, Decimal, int, int]:
    over = item.days_left is not None and item.days_left < 0
    left = item.days_left if item.days_left is not None else _FAR
    return (over, left, -item.worth, -(item.age_days or 0), item.row)


def _item(row: ClaimRow, as_of: date) -> WorkItem:
    reading = reading_of(row)
    action, what = _action(row, reading, as_of)
    clock = _clock(row, reading, as_of)
    amount = open_amount(row)
    chance = chances().get(action, chances().get(row.state, Decimal(0)))
    worth = cents(amount * chance)
    left = (clock.last - as_of).days if clock else None
    days = age(row, as_of)
    return WorkItem(
        row=row.row,
        claim=row.claim,
        payer=row.payer,
        action=action,
        what=what,
        deadline=clock.last if clock else None,
        days_left=left,
        deadline_source=clock.source if clock else "",
        amount=amount,
        chance=chance,
        worth=worth,
        age_days=days,
        why=_why(left, clock, amount, chance, worth, days),
    )


def _action(row: ClaimRow, reading: DenialReading | None, as_of: date) -> tuple[Action, str]:
    if reading is not None:
        get = f"; get {reading.obtain[0]}" if reading.obtain else ""
        return reading.action, f"{reading.category.replace('_', ' ')}: {reading.action.replace('_', ' ')}{get}"
    if row.state == "draft":
        return "send", "not sent yet: check the claim and send it"
    if row.state == "rejected":
        return "correct_and_resubmit", "rejected before the payer saw it: mend and send again"
    if row.state == "records":
        return "send_records", "the payer waits for records: send what was asked"
    waiting = waited(row, as_of)
    since = f" after {counted(waiting, 'day')} without a word" if waiting is not None else ""
    return "call_payer", f"ask the payer for the status{since}"


def _clock(row: ClaimRow, reading: DenialReading | None, as_of: date) -> _Clock | None:
    """The day that the file states, else the law's, else the payer card's shortest."""
    if row.due is not None:
        return _Clock(row.due, "stated in the export")
    start = row.denied or row.service
    card = _card(row.payer, start or as_of) if row.payer else None
    if reading is not None and row.denied is not None:
        found = appeal_clock(
            plan_type=row.funding,
            letter_date=row.denied,
            today=as_of,
            plan_window=_window(card),
            lane=row.lane,
        ).deadline
        return _Clock(found.date, found.source) if found is not None else None
    if row.state == "records" and row.touched is not None and card is not None:
        window = filing_window(card, "records")
        if window is not None:
            last = count(row.touched, window.value, window.unit)
            return _Clock(last, f"records, counted from the last touch, payer card: {card.cited}")
    if row.state in ("draft", "rejected") and row.service is not None and card is not None:
        window = filing_window(card, "first")
        if window is not None:
            return _Clock(count(row.service, window.value, window.unit), f"timely filing, payer card: {card.cited}")
    return None


@lru_cache(maxsize=1024)
def _card(payer: str, on: date) -> PayerCard | None:
    return payer_card(payer, on)


def _window(card: PayerCard | None) -> PlanWindow | None:
    window = appeal_window(card, 1) if card is not None else None
    return window if window is not None and window.counts_from in ("letter", "receipt") else None


def _why(
    left: int | None, clock: _Clock | None, amount: Decimal, chance: Decimal, worth: Decimal, days: int | None
) -> str:
    parts = []
    if clock is not None and left is not None:
        parts.append(
            f"due {clock.last.isoformat()}, {counted(left, 'day')} left"
            if left >= 0
            else f"due {clock.last.isoformat()}, over by {counted(-left, 'day')}"
        )
    else:
        parts.append("no deadline known")
    parts.append(f"{amount} open x {chance} assumed chance = {worth}")
    parts.append(f"{counted(days, 'day')} old" if days is not None else "age not known")
    return "; ".join(parts)
