"""The whole report over the claims of an export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from assistant.benefits.kpi.numbers import (
    ageing,
    days_in_receivables,
    denial_counts,
    denial_rate,
    is_open,
    reading_of,
    reading_rule,
    steps,
    stuck_piles,
)
from assistant.benefits.kpi.worklist import worklist
from assistant.benefits.settlement import ZERO
from assistant.domain.codes import Lane
from assistant.domain.kpi import ClaimRow, ClaimsExport, DataProblem, KpiReport, MissedCandidate
from assistant.tables.crosswalk import Crossing, crossings_of
from assistant.tables.lanes import lane_families
from assistant.tables.payers import payers, resolve_payer

#: Days of the period whose denials are counted and compared with the one before.
PERIOD = 30


def kpi_report(export: ClaimsExport, *, as_of: date, file: str = "", period: int = PERIOD, most: int = 10) -> KpiReport:
    """Denials with trend, days in receivables, stuck claims, ageing, reading, worklist, missed medical claims."""
    rows, problems = _usable(export, as_of)
    counts = denial_counts(rows, as_of, period)
    stuck = stuck_piles(rows, as_of)
    days = days_in_receivables(rows, as_of, period)
    rate = denial_rate(rows, as_of, period)
    open_claims = sum(is_open(row) for row in rows)
    return KpiReport(
        as_of=as_of,
        file=file,
        profile=export.profile,
        read=len(export.rows) + sum("counted once" in problem.message for problem in export.problems),
        used=len(rows),
        open_claims=open_claims,
        receivables=days.receivables,
        period_days=period,
        denial_rate=rate,
        denials=counts,
        days_in_receivables=days,
        stuck=stuck,
        ageing=ageing(rows, as_of),
        steps=steps(counts),
        reading=reading_rule(counts, stuck, days, rate, open_claims),
        worklist=worklist(rows, as_of, most=most),
        missed_medical=missed_medical(rows),
        columns=export.columns,
        problems=(*export.problems, *problems),
    )


def _usable(export: ClaimsExport, as_of: date) -> tuple[list[ClaimRow], list[DataProblem]]:
    """Rows with a date in the future lose that date; open rows without an amount are named."""
    rows, problems = [], []
    for written in export.rows:
        row = written.model_copy(update=_settled_payer(written))
        late = {
            name: None for name in ("service", "submitted", "touched", "denied") if _after(getattr(row, name), as_of)
        }
        problems += [
            DataProblem(row=row.row, column=name, message="lies in the future and is not used", fix="check the date")
            for name in late
        ]
        if row.balance is None and is_open(row):
            problems.append(
                DataProblem(
                    row=row.row, column="balance", message="neither balance nor charge is known", fix="add the charge"
                )
            )
        kept = row.model_copy(update=late) if late else row
        problems += _doubts(kept)
        rows.append(kept)
    return rows, problems


def _doubts(row: ClaimRow) -> list[DataProblem]:
    """What cannot be right, or is missing for the trend; the row counts all the same."""
    found = []
    if row.denied is None and reading_of(row) is not None:
        found.append(
            ("denied", "the day of the denial is not known, so it is in no trend", "add or map the denial date")
        )
    if row.service and row.submitted and row.submitted < row.service:
        found.append(("submitted", "lies before the date of service", "check both dates"))
    if row.paid is not None and row.billed is not None and row.paid > row.billed:
        found.append(("paid", f"{row.paid} is more than the charge of {row.billed}", "check for a double posting"))
    return [DataProblem(row=row.row, column=column, message=message, fix=fix) for column, message, fix in found]


def _settled_payer(row: ClaimRow) -> dict[str, object]:
    """The payer's full name and lane where the table knows them; a dental code may go to a medical plan."""
    if not row.payer:
        return {}
    known, lane = _payer(row.payer)
    return {"payer": known or row.payer, "lane": lane or row.lane}


@lru_cache(maxsize=1024)
def _payer(written: str) -> tuple[str | None, Lane | None]:
    name = resolve_payer(written).name
    return name, next((payer.lane for payer in payers() if payer.name == name), None)


def _after(day: date | None, as_of: date) -> bool:
    return day is not None and day > as_of


def missed_medical(rows: Sequence[ClaimRow]) -> tuple[MissedCandidate, ...]:
    """Dental claims whose codes have a medical side, dearest first.

    Where diagnoses are known they must not be those of routine dental care; without them
    only procedures count that tell the kind of case by themselves.
    """
    found = []
    for row in rows:
        if row.lane != "dental":
            continue
        crossings = [
            crossing
            for code in row.codes
            for crossing in crossings_of(code)
            if crossing.medical and crossing.bill_first.startswith("medical") and _fits(row, crossing)
        ]
        if crossings:
            found.append(
                MissedCandidate(
                    row=row.row,
                    codes=tuple(dict.fromkeys(crossing.cdt for crossing in crossings)),
                    medical=tuple(dict.fromkeys(code for crossing in crossings for code in crossing.medical)),
                    amount=row.billed or row.balance or ZERO,
                    crosswalk=tuple(dict.fromkeys(crossing.id for crossing in crossings)),
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.amount, each.row)))


def _fits(row: ClaimRow, crossing: Crossing) -> bool:
    if not row.diagnoses:
        return crossing.alone
    medical = [family for family in lane_families() if family.lane not in ("dental", "none")]
    return any(
        code.startswith(example[:5]) or any(family.names(code) for family in medical)
        for code in row.diagnoses
        for example in crossing.diagnoses
    )
