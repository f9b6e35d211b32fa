"""The three numbers: denial categories, days in receivables, stuck claims; and the ageing beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.benefits.denial_text import BESIDE
from assistant.benefits.denials import decode_denial
from assistant.benefits.settlement import padded
from assistant.domain.denial import DenialReading
from assistant.domain.kpi import AgeBucket, ClaimRow, DaysInReceivables, DenialCount, StuckPile
from assistant.tables.exports import open_states, stuck_states
from assistant.tables.reasons import categories

#: Days of charges that the average is taken over.
CHARGE_WINDOW = 90
#: Days without a touch after which a waiting claim counts as stuck.
STUCK_AFTER = 15

#: Stuck claims below this number are listed, but say nothing about a step.
_ENOUGH = 3

ZERO_CENTS = Decimal("0.00")

Bucket = Literal["0-30", "31-60", "61-90", "over 90", "no date"]
_BUCKETS: tuple[tuple[int, Bucket], ...] = ((30, "0-30"), (60, "31-60"), (90, "61-90"))


@lru_cache(maxsize=4096)
def _decoded(group: str | None, carc: str | None, rarc: str | None, text: str | None) -> DenialReading:
    return decode_denial(group=group, carc=carc, rarc=rarc, text=text)


def reading_of(row: ClaimRow) -> DenialReading | None:
    """The decoded denial of a row; ``None`` where nothing was denied.

    A contractual write-off or the patient's share beside a payment is no denial.
    """
    stated = row.carc is not None or row.reason is not None
    if row.state != "denied" and not stated:
        return None
    reading = _decoded(row.group, row.carc, row.rarc, row.reason)
    return None if row.state != "denied" and reading.category in BESIDE else reading


def is_open(row: ClaimRow) -> bool:
    """Whether money may still come: an open state and a balance that is not nothing."""
    return row.state in open_states() and row.balance != 0


def open_amount(row: ClaimRow) -> Decimal:
    """The open balance; an unknown one counts as nothing and is named among the problems."""
    return padded(row.balance) if row.balance is not None and is_open(row) else ZERO_CENTS


def denial_counts(rows: Sequence[ClaimRow], as_of: date, period: int) -> tuple[DenialCount, ...]:
    """Denials by category in the last ``period`` days and in the days before them, the most first.

    A denial without a date counts in neither period and makes no trend; it is counted apart.
    """
    now: dict[str, list[ClaimRow]] = {}
    undated: dict[str, list[ClaimRow]] = {}
    before: Counter[str] = Counter()
    for row in rows:
        reading = reading_of(row)
        if reading is None:
            continue
        age = (as_of - row.denied).days if row.denied else None
        if age is None:
            undated.setdefault(reading.category, []).append(row)
        elif 0 <= age < period:
            now.setdefault(reading.category, []).append(row)
        elif period <= age < 2 * period:
            before[reading.category] += 1
    counted = [
        _count(name, now.get(name, []), before[name], undated.get(name, [])) for name in {*now, *before, *undated}
    ]
    return tuple(
        sorted(counted, key=lambda each: (-each.count, -each.before, -each.undated, -each.amount, each.category))
    )


def _count(name: str, rows: Sequence[ClaimRow], before: int, undated: Sequence[ClaimRow]) -> DenialCount:
    category = categories()[name]
    trend: Literal["up", "down", "same"] = "up" if len(rows) > before else "down" if len(rows) < before else "same"
    return DenialCount(
        category=category.category,
        label=category.label,
        count=len(rows),
        amount=sum((row.balance or ZERO_CENTS for row in (*rows, *undated)), ZERO_CENTS),
        before=before,
        undated=len(undated),
        trend=trend,
        root_cause=category.root_cause,
    )


def denial_rate(rows: Sequence[ClaimRow], as_of: date, period: int) -> Decimal | None:
    """Denied claims among those decided in the period, as a share; ``None`` when none was decided."""
    decided = [
        row
        for row in rows
        if row.state in ("paid", "denied", "partial", "closed")
        and _within(row.denied or row.touched or row.service, as_of, period)
    ]
    if not decided:
        return None
    denied = sum(reading_of(row) is not None for row in decided)
    return (Decimal(denied) / len(decided)).quantize(Decimal("0.001"))


def days_in_receivables(rows: Sequence[ClaimRow], as_of: date, period: int) -> DaysInReceivables:
    """Open balance / (charges of the last 90 days / 90), and the same one period earlier where it can be told.

    The earlier value uses today's open claims that were already there; claims paid since
    are not known to it, so it is a lower bound.
    """
    receivables = sum((open_amount(row) for row in rows), ZERO_CENTS)
    charges = _charges(rows, as_of)
    value = _days(receivables, charges)
    past = as_of - timedelta(days=period)
    older = sum((open_amount(row) for row in rows if row.service and row.service <= past), ZERO_CENTS)
    formula = f"{receivables} open / ({charges} charged in the last {CHARGE_WINDOW} days / {CHARGE_WINDOW})"
    return DaysInReceivables(
        value=value,
        receivables=receivables,
        charges=charges,
        window_days=CHARGE_WINDOW,
        formula=f"{formula} = {value} days" if value is not None else f"{formula}: no charges, so no days",
        before=_days(older, _charges(rows, past)),
    )


def _charges(rows: Iterable[ClaimRow], until: date) -> Decimal:
    return sum((row.billed or ZERO_CENTS for row in rows if _within(row.service, until, CHARGE_WINDOW)), ZERO_CENTS)


def _within(day: date | None, until: date, days: int) -> bool:
    return day is not None and 0 <= (until - day).days < days


def _days(receivables: Decimal, charges: Decimal) -> Decimal | None:
    return (receivables / (charges / CHARGE_WINDOW)).quantize(Decimal("0.1")) if charges else None


def stuck_piles(rows: Sequence[ClaimRow], as_of: date, after: int = STUCK_AFTER) -> tuple[StuckPile, ...]:
    """Claims that wait for records or for the payer without a touch for more than ``after`` days."""
    piles: dict[str, list[ClaimRow]] = {}
    for row in rows:
        pile = stuck_states().get(row.state)
        if pile and is_open(row) and (waited(row, as_of) or 0) > after:
            piles.setdefault(pile, []).append(row)
    names: tuple[Literal["records", "payer_response"], ...] = ("records", "payer_response")
    return tuple(
        StuckPile(
            state=name,
            count=len(piles[name]),
            amount=sum((open_amount(row) for row in piles[name]), ZERO_CENTS),
            oldest_days=max(waited(row, as_of) or 0 for row in piles[name]),
            rows=tuple(row.row for row in piles[name]),
            after_days=after,
        )
        for name in names
        if name in piles
    )


def waited(row: ClaimRow, as_of: date) -> int | None:
    """Days since anyone touched the claim; since it was sent or done where no touch is known."""
    last = row.touched or row.submitted or row.service
    return (as_of - last).days if last else None


def age(row: ClaimRow, as_of: date) -> int | None:
    """Days since the service, else since the claim was sent."""
    start = row.service or row.submitted
    return (as_of - start).days if start else None


def ageing(rows: Sequence[ClaimRow], as_of: date) -> tuple[AgeBucket, ...]:
    """Open balance by age, for all and by payer."""
    payers = sorted({row.payer for row in rows if row.payer})
    found = _buckets(rows, as_of, "")
    for payer in payers:
        found += _buckets([row for row in rows if row.payer == payer], as_of, payer)
    return tuple(found)


def _buckets(rows: Sequence[ClaimRow], as_of: date, payer: str) -> list[AgeBucket]:
    by_bucket: dict[Bucket, list[ClaimRow]] = {}
    for row in rows:
        if is_open(row):
            by_bucket.setdefault(_bucket(age(row, as_of)), []).append(row)
    order: tuple[Bucket, ...] = ("0-30", "31-60", "61-90", "over 90", "no date")
    return [
        AgeBucket(bucket=name, payer=payer, count=len(own), amount=sum((open_amount(row) for row in own), ZERO_CENTS))
        for name in order
        if (own := by_bucket.get(name, [])) or (name != "no date" and not payer)
    ]


def counted(number: int, what: str) -> str:
    """A number with its noun.

    >>> counted(1, "claim"), counted(2, "day")
    ('1 claim', '2 days')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _bucket(days: int | None) -> Bucket:
    if days is None:
        return "no date"
    return next((name for last, name in _BUCKETS if days <= last), "over 90")


def steps(counts: Sequence[DenialCount]) -> dict[str, int]:
    """Denials by the step of the office's own work where they began: the map of what to train."""
    found: Counter[str] = Counter()
    for each in counts:
        found[each.root_cause] += each.count + each.undated
    return dict(sorted(((step, number) for step, number in found.items() if number), key=lambda pair: -pair[1]))


def reading_rule(
    counts: Sequence[DenialCount],
    stuck: Sequence[StuckPile],
    days: DaysInReceivables,
    rate: Decimal | None,
    open_claims: int,
) -> tuple[str, ...]:
    """What the three numbers say together, in sentences with their figures; a few claims say nothing yet."""
    found = []
    by_name: Mapping[str, DenialCount] = {each.category: each for each in counts}
    for name, where in (
        ("medical_necessity", "look at qualification before the visit and at the notes"),
        ("documentation", "look at what leaves the office with the claim"),
        ("coding", "look at how claims are put together"),
        ("eligibility", "look at verification before the visit"),
        ("authorization", "look at who asks for authorization and when"),
        ("timely_filing", "look at who owns follow-up"),
    ):
        each = by_name.get(name)
        if each is not None and each.count >= 3 and each.count >= each.before * Decimal("1.5"):
            found.append(f"Denials for {each.label} went from {each.before} to {each.count}: {where}.")
    waiting = sum(pile.count for pile in stuck)
    if waiting >= _ENOUGH and (waiting * 10 >= open_claims or max(pile.oldest_days for pile in stuck) > 45):
        worst = max(stuck, key=lambda pile: pile.count)
        place = "records" if worst.state == "records" else "the payer's answer"
        found.append(f"{waiting} claims are stuck, most waiting for {place}: that step is the bottleneck.")
    if days.value is not None and days.value > 45 and rate is not None and rate < Decimal("0.05"):
        found.append(f"{days.value} days in receivables with few denials: no one owns the follow-up.")
    return tuple(found)
