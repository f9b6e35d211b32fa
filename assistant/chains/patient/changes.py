"""What could change an estimate, and why a medical and a dental plan differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.benefits.case_estimate import compare_wallets
from assistant.benefits.limit_checks import earlier_days
from assistant.benefits.plan_terms import benefit_class
from assistant.benefits.reopening import frequency_reopens
from assistant.chains.patient.page import Page, table
from assistant.domain.claim import Claim, Coverage, ServiceLine
from assistant.domain.draft import Source
from assistant.domain.policy import Limit
from assistant.tables.lanes import lane_families
from assistant.tables.procedures import in_group

#: A page names so many points at most.
_MOST = 4


def write_lanes(page: Page) -> None:
    """Where both a medical and a dental plan are on file: that they differ, and by how much."""
    claim = page.brief.case.claim
    if {coverage.lane for coverage in claim.coverages} != {"medical", "dental"}:
        return
    page.pen.write("differ", sources=_lanes())
    wallets = {wallet.name: wallet.total.patient for wallet in compare_wallets(page.brief.case, today=page.brief.today)}
    alone, first = wallets.get("dental_only"), wallets.get("medical_first")
    if alone is not None and first is not None and alone != first:
        slots = {
            "patient": page.figures.money("wallets.dental_only.patient", alone, "billed to the dental plan alone"),
            "first_low": page.figures.money("wallets.medical_first.patient", first, "billed to the medical plan first"),
        }
        page.pen.write("wallets", slots)


def _lanes() -> list[Source]:
    """The rows that send injuries to the one plan and teeth and gums to the other."""
    rows = {row.id: row.statement for row in lane_families()}
    return [Source(kind="table", key=key, document="lane_families.csv", quote=rows[key]) for key in ("LF01", "LF14")]


def write_changes(page: Page, limits: Sequence[Limit]) -> None:
    """Up to four points, those of this plan first."""
    claim = page.brief.case.claim
    before = len(page.pen.written)
    _earlier(page, claim, limits)
    plan = page.first_plan()
    if plan is None:
        page.pen.write("change_other", sources=[table("change.other_plan")])
        return
    if plan.lane == "dental" and plan.annual_maximum is not None:
        page.pen.write("change_maximum", sources=[table("change.maximum")])
    if any(_may_be_lowered(line, plan) for line in claim.lines):
        page.pen.write("change_lower", sources=[table("change.lower_choice")])
    if not plan.waiting_periods and plan.lane == "dental" and any(_waits(line.code) for line in claim.lines):
        page.pen.write("change_waiting", sources=[table("change.waiting")])
    if len(claim.coverages) == 1 and len(page.pen.written) - before < _MOST:
        page.pen.write("change_other", sources=[table("change.other_plan")])


def _waits(code: str) -> bool:
    return benefit_class(code) in ("basic", "major", "orthodontic")


def _may_be_lowered(line: ServiceLine, plan: Coverage) -> bool:
    """A crown, or a white filling on a back tooth, for which no cheaper choice is on file."""
    lowered = in_group(line.code, "crown") or in_group(line.code, "posterior_composite")
    return lowered and line.code not in plan.alternate_benefit


def _earlier(page: Page, claim: Claim, limits: Sequence[Limit]) -> None:
    """The earlier service under the plan's own limit, or the question for one."""
    for index, line in enumerate(claim.lines):
        day = line.date_of_service or claim.as_of or page.brief.today
        own = [limit for limit in limits if line.code in limit.codes and limit.in_force(day)]
        for limit in own:
            done = earlier_days(claim, index, limit, day)
            opened = _opened(done, limit)
            if done and opened is not None and opened <= day:
                slots = {
                    "last": page.figures.day(f"history.{line.id}", max(done), f"{line.code} last done"),
                    "opens": page.figures.day(f"limits.{line.id}", opened, limit.quote or "limit of the plan"),
                }
                page.pen.write("often_met", slots, suffix=f"_{index + 1}")
                return
    if not claim.history and claim.lines:
        page.pen.write("often_ask", sources=[table("change.often")])


def _opened(done: Sequence[date], limit: Limit) -> date | None:
    """The first day after the last service on which the limit left room."""
    return frequency_reopens(done, limit, on=max(done)).date if done else None
