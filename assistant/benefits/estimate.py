"""The estimate of a claim: every outcome of what is not known, folded into numbers and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from assistant.benefits.no_coverage import DISCLAIMER, without_coverage
from assistant.benefits.plan_findings import plan_findings
from assistant.benefits.plan_pools import Pools
from assistant.benefits.plan_terms import Plan
from assistant.benefits.run import Facts, LineOutcome, Outcome, PlanOutcome, run_lines
from assistant.benefits.scenario import Scenario, every_outcome
from assistant.benefits.settlement import ZERO, padded
from assistant.domain.claim import Claim, ServiceLine
from assistant.domain.codes import Lane
from assistant.domain.estimate import (
    Amounts,
    Estimate,
    EstimateLine,
    Gap,
    LimitCheck,
    MoneyRange,
    Phase,
    PlanLeft,
    PlanShare,
)
from assistant.tables.procedures import in_group, procedure

T = TypeVar("T")

NO_TOTAL = "A line without fee and allowed amount is left open, so no total can be given."


def estimate_claim(
    claim: Claim,
    *,
    today: date,
    lost: Mapping[str, date] | None = None,
    limits: Mapping[str, LimitCheck] | None = None,
    bundled: Mapping[str, str] | None = None,
    lanes: Sequence[Lane] | None = None,
) -> Estimate:
    """What each line costs the plans and the patient, in US dollars.

    ``lost`` gives the day on which a tooth was lost (extractions of the claim's history
    are read as well), ``limits`` the frequency limits by line id, ``bundled`` why a line
    is part of another. ``lanes`` counts only plans of those lanes. Lines without date of
    service are taken as done on ``claim.as_of``, else ``today``.
    """
    as_of = claim.as_of or today
    plans = _plans(claim, lanes)
    lines = [line for line in claim.lines if (line.fee is None or line.fee >= 0) and line.units > 0]
    if not claim.coverages:
        return without_coverage(claim, lines, plan_findings(claim))
    open_lines = [line for line in lines if line.fee is None and not any(plan.lists(line.code) for plan in plans)]
    lines = [line for line in lines if line not in open_lines]
    lane = lanes[0] if lanes else claim.lane
    facts = Facts(
        as_of=as_of,
        lane=lane,
        lost={**_extractions(claim), **(lost or {})},
        limits=limits or {},
        bundled=bundled or {},
    )

    def once(scenario: Scenario) -> Outcome:
        return run_lines(lines, plans, facts, scenario)

    outcomes, gaps = every_outcome(once)
    missing = dict.fromkeys((*gaps.values(), *(_fee_gap(each) for each in (*lines, *open_lines) if each.fee is None)))
    counted = [_line(index, line, outcomes, gaps) for index, line in enumerate(lines)]
    folded = _as_listed(claim, [*counted, *map(_open_line, open_lines)])
    total = _amounts([outcome.lines for outcome in outcomes]) if not open_lines else Amounts()
    return Estimate(
        status=_status(folded, total),
        lines=folded,
        total=total,
        left=_left(plans, outcomes),
        phases=_phases(plans, outcomes),
        gaps=tuple(dict.fromkeys(gap.text for gap in missing)),
        missing=tuple(missing),
        notes=(*_notes(claim, plans, lines, facts, outcomes), *([NO_TOTAL] if open_lines else [])),
        findings=plan_findings(claim),
    )


def _fee_gap(line: ServiceLine) -> Gap:
    return Gap(kind="fee", text=f"the office fee for {line.code}")


def _open_line(line: ServiceLine) -> EstimateLine:
    """A line of which neither the fee nor any allowed amount is known: nothing is said of it."""
    found = procedure(line.code)
    return EstimateLine(
        id=line.id,
        code=line.code,
        label=found.label if found is not None else "",
        date_of_service=line.date_of_service,
        reasons=("neither the fee nor an allowed amount is known",),
        gaps=(_fee_gap(line).text, f"the plan's allowed amount for {line.code}"),
    )


def _as_listed(claim: Claim, lines: Sequence[EstimateLine]) -> tuple[EstimateLine, ...]:
    """The lines in the order of the claim."""
    order = {line.id: place for place, line in enumerate(claim.lines)}
    return tuple(sorted(lines, key=lambda line: order[line.id]))


def _plans(claim: Claim, lanes: Sequence[Lane] | None) -> list[Plan]:
    """The plans in paying order, by the lanes asked for and then as verified.

    One that ends before it begins is left out.
    """
    rank = {lane: place for place, lane in enumerate(lanes or ())}
    plans = [
        Plan(index, coverage)
        for index, coverage in enumerate(claim.coverages)
        if (lanes is None or coverage.lane in lanes)
        and not (coverage.effective and coverage.terminated and coverage.terminated < coverage.effective)
    ]
    return sorted(plans, key=lambda plan: (rank.get(plan.coverage.lane, 0), plan.coverage.order))


def _extractions(claim: Claim) -> dict[str, date]:
    """The days on which teeth were taken out, from the history of the claim."""
    return {
        tooth.strip(): entry.date_of_service
        for entry in claim.history
        if in_group(entry.code, "whole_extraction")
        for tooth in (entry.tooth or "").split(",")
        if tooth.strip()
    }


def _line(index: int, line: ServiceLine, outcomes: Sequence[Outcome], gaps: Mapping[str, Gap]) -> EstimateLine:
    passes = [outcome.lines[index] for outcome in outcomes]
    found = procedure(line.code)
    amounts = _amounts([[each] for each in passes])
    own_gaps = [gap for key, gap in gaps.items() if key.split(":")[-1] in (line.id, line.code)]
    own_gaps += [_fee_gap(line)] if line.fee is None else []
    return EstimateLine(
        **amounts.model_dump(),
        id=line.id,
        code=line.code,
        label=found.label if found is not None else "",
        date_of_service=line.date_of_service,
        plans=_plan_shares(passes),
        reasons=_in_all(each.reasons for each in passes),
        causes=_in_all(each.causes for each in passes),
        gaps=tuple(dict.fromkeys(gap.text for gap in own_gaps)),
    )


def _plan_shares(passes: Sequence[LineOutcome]) -> tuple[PlanShare, ...]:
    """The plans of a line, each folded over the outcomes that count it."""
    by_plan: dict[int, list[PlanOutcome]] = {}
    for each in passes:
        for plan in each.plans:
            by_plan.setdefault(plan.plan.index, []).append(plan)
    return tuple(_plan_share(each) for each in by_plan.values())


def _plan_share(outcomes: Sequence[PlanOutcome]) -> PlanShare:
    coverage = outcomes[0].plan.coverage
    cut = outcomes[0].cut
    pays = _range(each.pays for each in outcomes)
    return PlanShare(
        payer=outcomes[0].plan.name,
        lane=coverage.lane,
        order=coverage.order,
        allowed=_same(each.allowed for each in outcomes),
        base=_same(each.base for each in outcomes),
        deductible=_same(each.deductible for each in outcomes),
        share=outcomes[0].share if len({each.share for each in outcomes}) == 1 else None,
        pays=pays.exact,
        pays_range=pays,
        cut=cut if all(each.cut == cut for each in outcomes) else None,
        reasons=_in_all(each.reasons for each in outcomes),
        causes=_in_all(each.causes for each in outcomes),
    )


def _amounts(groups: Sequence[Sequence[LineOutcome]]) -> Amounts:
    """The sums of each group of lines, folded: one group an outcome."""
    fee_known = all(line.fee_known for line in groups[0])
    patient_known = all(line.fee_known or line.in_network for group in groups for line in group)
    plan = _range(_sum(line.plan_pays for line in group) for group in groups)
    patient = _range(_sum(line.patient for line in group) for group in groups) if patient_known else None
    off = _range(_sum(line.write_off for line in group) for group in groups) if fee_known else None
    return Amounts(
        fee=_sum(line.fee for line in groups[0]) if fee_known else None,
        plan_pays=plan.exact,
        patient=patient.exact if patient else None,
        write_off=off.exact if off else None,
        plan_pays_range=plan,
        patient_range=patient,
        write_off_range=off,
    )


def _status(lines: Sequence[EstimateLine], total: Amounts) -> Literal["exact", "range", "not_possible"]:
    if not lines:
        return "not_possible"
    exact = all(value is not None for value in (total.plan_pays, total.patient, total.write_off))
    return "exact" if exact and all(line.plan_pays is not None for line in lines) else "range"


def _left(plans: Sequence[Plan], outcomes: Sequence[Outcome]) -> tuple[PlanLeft, ...]:
    found: list[PlanLeft] = []
    for plan in plans:
        pools = [outcome.pools[plan.index] for outcome in outcomes]
        years = sorted({year for each in pools for year in each.years})
        found.extend(_plan_left(plan, begins, pools) for begins in years)
    return tuple(found)


def _plan_left(plan: Plan, begins: date, pools: Sequence[Pools]) -> PlanLeft:
    open_pools = [each.years[begins] for each in pools if begins in each.years]
    maximums = [each.maximum for each in open_pools]
    deductibles = [each.deductible for each in open_pools]
    return PlanLeft(
        payer=plan.name,
        order=plan.coverage.order,
        benefit_year_start=begins,
        maximum_left=None if None in maximums else _range(each for each in maximums if each is not None),
        deductible_left=None if None in deductibles else _range(each for each in deductibles if each is not None),
    )


def _phases(plans: Sequence[Plan], outcomes: Sequence[Outcome]) -> tuple[Phase, ...]:
    """Sums by benefit year of the first plan, when the lines fall into more than one."""
    if not plans:
        return ()
    pools = outcomes[0].pools[plans[0].index]
    years = sorted({pools.year(line.day) for line in outcomes[0].lines})
    if len(years) < 2:
        return ()
    return tuple(
        Phase(
            benefit_year_start=year,
            **_amounts([[line for line in o.lines if pools.year(line.day) == year] for o in outcomes]).model_dump(),
        )
        for year in years
    )


def _notes(
    claim: Claim, plans: Sequence[Plan], lines: Sequence[ServiceLine], facts: Facts, outcomes: Sequence[Outcome]
) -> list[str]:
    notes = [DISCLAIMER]
    for plan in plans:
        if lines and not any(plan.reaches(line.code, facts.lane) for line in lines):
            notes.append(f"{plan.name} is of the other lane and lists no amount for these codes: not counted.")
        if plan.coverage.lifetime_maximum is not None and plan.coverage.lane == "dental":
            notes.append(f"The lifetime maximum of {plan.name} was applied to orthodontic lines only.")
        if plan.coverage.lane == "medical" and plan.coverage.annual_maximum is None:
            notes.append(f"No annual maximum is on file for {plan.name}; none was applied.")
        if not plan.coverage.waiting_periods:
            notes.append(f"No waiting period is on file for {plan.name}.")
    if any(len(line.plans) > 1 for line in outcomes[0].lines):
        notes.append("With two plans the office collects the first plan's ceiling; a contract may set the lower one.")
    if any(line.date_of_service is None for line in lines):
        notes.append(f"Lines without date of service were taken as done on {facts.as_of.isoformat()}.")
    if claim.as_of is None and claim.coverages:
        notes.append("Used amounts were taken as of today.")
    return notes


def _same(values: Iterable[Decimal | None]) -> Decimal | None:
    distinct = set(values)
    only = distinct.pop() if len(distinct) == 1 else None
    return only if only is None else padded(only)


def _range(values: Iterable[Decimal]) -> MoneyRange:
    ends = list(values)
    return MoneyRange(low=padded(min(ends)), high=padded(max(ends)))


def _sum(values: Iterable[Decimal]) -> Decimal:
    return padded(sum(values, ZERO))


def _in_all(lists: Iterable[Sequence[T]]) -> tuple[T, ...]:
    """The reasons that hold in every outcome, in their order."""
    every = [list(each) for each in lists]
    return tuple(dict.fromkeys(reason for reason in every[0] if all(reason in other for other in every[1:])))
