"""One pass over the lines of a claim with every unknown at one end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from assistant.benefits.coordination import METHODS, coordinate
from assistant.benefits.plan_pools import Pools
from assistant.benefits.plan_terms import Plan, Standing
from assistant.benefits.scenario import Scenario
from assistant.benefits.settlement import ZERO, Settled, settle
from assistant.domain.claim import CobMethod, ServiceLine
from assistant.domain.estimate import Cause, Coordinated, Cut, LimitCheck


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the plans: the day, lost teeth, limits, and lines that are part of another."""

    as_of: date
    lane: str
    lost: Mapping[str, date] = field(default_factory=dict)
    limits: Mapping[str, LimitCheck] = field(default_factory=dict)
    bundled: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Reasons:
    """Why the numbers are what they are, in words; ``causes`` are those that others take values from."""

    reasons: list[str] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)

    def because(self, cause: Cause) -> None:
        """Add a cause and its words."""
        self.reasons.append(cause.text)
        self.causes.append(cause)


@dataclass(slots=True)
class PlanOutcome(Reasons):
    """What one plan pays on one line in this pass."""

    plan: Plan
    pays: Decimal = ZERO
    allowed: Decimal | None = None
    base: Decimal | None = None
    deductible: Decimal = ZERO
    share: Decimal | None = None
    cut: Cut | None = None

    def limited(self, cut: Cut) -> None:
        """The payment ended at a maximum."""
        self.cut = cut
        self.reasons.append(cut.text)


@dataclass(slots=True)
class LineOutcome(Reasons):
    """How one line's fee is split in this pass. ``fee_known`` is false where the fee had to be left open."""

    line: ServiceLine
    day: date
    fee: Decimal
    fee_known: bool
    patient: Decimal = ZERO
    write_off: Decimal = ZERO
    in_network: bool = False
    plans: list[PlanOutcome] = field(default_factory=list)

    @property
    def plan_pays(self) -> Decimal:
        """All plans together."""
        return sum((each.pays for each in self.plans), ZERO)


@dataclass(slots=True)
class Outcome:
    """All lines of one pass in the order given, and what is left of each plan."""

    lines: list[LineOutcome]
    pools: dict[int, Pools]


def run_lines(lines: Sequence[ServiceLine], plans: Sequence[Plan], facts: Facts, scenario: Scenario) -> Outcome:
    """Settle the lines by date of service, then as listed; deductible and maximum go down on the way."""
    pools = {plan.index: Pools(plan, facts.as_of, scenario) for plan in plans}
    done: dict[int, LineOutcome] = {}
    order = sorted(range(len(lines)), key=lambda index: (lines[index].date_of_service or facts.as_of, index))
    for index in order:
        done[index] = _line(lines[index], plans, pools, facts, scenario)
    return Outcome([done[index] for index in range(len(lines))], pools)


def _line(
    line: ServiceLine, plans: Sequence[Plan], pools: dict[int, Pools], facts: Facts, scenario: Scenario
) -> LineOutcome:
    day = line.date_of_service or facts.as_of
    out = LineOutcome(line, day, line.fee or ZERO, line.fee is not None)
    reaching = [plan for plan in plans if plan.reaches(line.code, facts.lane)]
    active = []
    for plan in reaching:
        why = plan.inactive(day)
        if why is not None:
            out.because(why)
        else:
            active.append(plan)
    if not active:
        out.patient = out.fee
        out.because(Cause(kind="no_plan", text="no plan in force covers this line: the patient owes the fee"))
        return out
    first = _first(out, active[0], pools[active[0].index], facts, scenario)
    open_amount = first.patient
    for plan in active[1:]:
        if line.id in facts.bundled:
            break
        open_amount = _later(out, plan, pools[plan.index], first.cap, facts, scenario)
    out.patient = open_amount
    out.write_off = first.write_off
    return out


def _first(out: LineOutcome, plan: Plan, pools: Pools, facts: Facts, scenario: Scenario) -> Settled:
    """The first plan's payment; it also decides what the office may collect in all."""
    line = out.line
    mine = PlanOutcome(plan)
    out.plans.append(mine)
    allowed, why_allowed = plan.allowed(line, scenario)
    if not out.fee_known:
        out.fee = allowed
    network = out.in_network = plan.in_network(scenario)
    standing = _standing(plan, out, facts, scenario, first=True)
    bundled = facts.bundled.get(line.id)
    alternate, why_alternate = plan.alternate(line, allowed, scenario)
    share, why_share = plan.share(line.code, scenario)
    takes = plan.takes_deductible(line.code, scenario)
    left = _deductible_left(pools, out.day, allowed) if takes else ZERO
    maximum = pools.maximum_for(out.day, line.code)
    settled = settle(
        fee=out.fee,
        allowed=allowed,
        in_network=network,
        deductible_left=left,
        share=share,
        maximum_left=maximum.left if maximum is not None else None,
        alternate_allowed=alternate,
        covered=standing.covered and bundled is None,
        refusal="disallow" if bundled is not None else "deny",
    )
    mine.pays, mine.allowed, mine.base = settled.plan_pays, min(allowed, out.fee), settled.base
    mine.deductible, mine.share = settled.deductible_used, share
    pools.spend(out.day, settled.plan_pays, settled.deductible_used, line.code)
    if not standing.covered or bundled is not None:
        mine.reasons += [bundled] if bundled else []
        _told(mine, standing)
    else:
        mine.reasons += [text for text in (why_allowed, why_alternate, why_share) if text]
        mine.reasons += _deductible_words(takes, settled.deductible_used)
        if maximum is not None and settled.plan_pays < settled.uncapped:
            mine.limited(Cut(maximum=maximum.maximum, left=settled.plan_pays))
    if allowed > out.fee:
        mine.reasons.append("the plan allows more than the fee: the fee counts")
    _collected(out, network, settled, bundled is not None)
    return settled


def _later(out: LineOutcome, plan: Plan, pools: Pools, cap: Decimal, facts: Facts, scenario: Scenario) -> Decimal:
    """A later plan's payment; returns what the patient still owes."""
    line = out.line
    mine = PlanOutcome(plan)
    earlier = out.plan_pays
    out.plans.append(mine)
    allowed, why_allowed = plan.allowed(line, scenario)
    standing = _standing(plan, out, facts, scenario, first=False)
    mine.allowed = min(allowed, out.fee)
    if not standing.covered:
        _told(mine, standing)
        return cap - earlier
    alternate, why_alternate = plan.alternate(line, allowed, scenario)
    share, why_share = plan.share(line.code, scenario)
    base = min(mine.allowed, alternate) if alternate is not None else mine.allowed
    takes = plan.takes_deductible(line.code, scenario)
    left = _deductible_left(pools, out.day, base) if takes else ZERO
    maximum = pools.maximum_for(out.day, line.code)
    found = _coordinated(plan, cap, earlier, share, base, left, maximum.left if maximum else None, scenario)
    mine.pays, mine.base, mine.share, mine.deductible = found.pays, base, share, found.deductible_used
    pools.spend(out.day, found.pays, found.deductible_used, line.code)
    mine.reasons += [text for text in (why_allowed, why_alternate, why_share) if text]
    mine.reasons += _deductible_words(takes, found.deductible_used)
    mine.reasons.append(f"normal benefit {found.normal_benefit}; after {earlier} of the earlier plans {found.reason}")
    if maximum is not None and found.pays < found.uncapped:
        mine.limited(Cut(maximum=maximum.maximum, left=found.pays))
    return cap - earlier - found.pays


def _coordinated(
    plan: Plan,
    cap: Decimal,
    earlier: Decimal,
    share: Decimal,
    base: Decimal,
    left: Decimal,
    maximum: Decimal | None,
    scenario: Scenario,
) -> Coordinated:
    """The method that the plan names; an unknown method takes the least and the most of all."""

    def by(method: str) -> Coordinated:
        return coordinate(
            cast(CobMethod, method),
            allowable=cap,
            earlier_paid=earlier,
            share=share,
            plan_allowed=base,
            deductible_left=left,
            maximum_left=maximum,
        )

    if plan.coverage.cob is not None:
        return by(plan.coverage.cob)
    ranked = sorted((by(method) for method in METHODS), key=lambda found: found.pays)
    text = f"how {plan.name} coordinates benefits (standard, non-duplication, carve-out, maintenance of benefits)"
    return scenario.pick(f"method:{plan.index}", ranked[0], ranked[-1], plan.gap("method", text))


def _standing(plan: Plan, out: LineOutcome, facts: Facts, scenario: Scenario, *, first: bool) -> Standing:
    """Whether the plan covers the line, and why not; a limit is the first plan's."""
    check = facts.limits.get(out.line.id) if first else None
    if check is not None and check.hit is None:
        gap = plan.gap("again", f"whether {plan.name} pays {out.line.code} again: {check.reason}")
        if not scenario.is_high(f"limit:{plan.index}:{out.line.id}", gap):
            return Standing(False, check.reason)
    if check is not None and check.hit:
        return Standing(False, check.reason, check.cause)
    standing = plan.standing(out.line, out.day, facts.lost, scenario)
    if standing.covered and check is not None:
        out.reasons.append(check.reason)
    if standing.covered and standing.reason:
        out.reasons.append(standing.reason)
    return standing


def _told(mine: PlanOutcome, standing: Standing) -> None:
    """Why a plan does not cover a line, among its reasons."""
    if standing.cause is not None:
        mine.because(standing.cause)
    elif standing.reason:
        mine.reasons.append(standing.reason)


def _deductible_left(pools: Pools, day: date, base: Decimal) -> Decimal:
    """What is left of the deductible; an unknown one can take the whole base."""
    left = pools.of(day).deductible
    return base if left is None else left


def _deductible_words(takes: bool, deductible: Decimal) -> list[str]:
    if deductible:
        return [f"deductible {deductible} taken first"]
    return [] if takes else ["deductible waived"]


def _collected(out: LineOutcome, network: bool, settled: Settled, disallowed: bool) -> None:
    """What the office may collect, among the reasons of the line."""
    if disallowed and network:
        out.because(Cause(kind="bundled", text="part of another service: the office writes it off"))
    elif network:
        out.reasons.append(f"in network: the office collects {settled.cap} at most and writes off {settled.write_off}")
    else:
        out.reasons.append(f"out of network: the office may collect its fee of {settled.cap}")
