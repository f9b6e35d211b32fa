"""What is left of a plan's deductible and maximum, used up line by line within a benefit year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.benefits.plan_terms import Plan, benefit_class
from assistant.benefits.reopening import benefit_year
from assistant.benefits.scenario import Scenario
from assistant.benefits.settlement import ZERO
from assistant.domain.estimate import Cut, GapKind


@dataclass(slots=True)
class Pool:
    """Left amounts in US dollars; ``None`` means without limit."""

    deductible: Decimal | None
    maximum: Decimal | None


@dataclass(slots=True)
class Pools:
    """The pools of one plan by benefit year; the used amounts belong to the year of ``as_of``."""

    plan: Plan
    as_of: date
    scenario: Scenario
    years: dict[date, Pool] = field(default_factory=dict)
    _lifetime: list[Decimal | None] = field(default_factory=list)

    def year(self, day: date) -> date:
        """First day of the plan's benefit year that ``day`` lies in."""
        written = self.plan.coverage.benefit_year_start or "01-01"
        month, first = (int(part) for part in written.split("-"))
        try:
            return benefit_year(day, (month, first))
        except ValueError:
            return benefit_year(day, (1, 1))

    def of(self, day: date) -> Pool:
        """The pool of the year; a later year starts full."""
        begins = self.year(day)
        if begins not in self.years:
            self.years[begins] = self._open(begins)
        return self.years[begins]

    def lifetime(self) -> Decimal | None:
        """What is left for a lifetime; ``None`` when the plan states no lifetime maximum."""
        if not self._lifetime:
            self._lifetime.append(self._lifetime_left())
        return self._lifetime[0]

    def spend(self, day: date, pays: Decimal, deductible: Decimal, code: str) -> None:
        """Take a payment and a deductible off what is left."""
        pool = self.of(day)
        if pool.deductible is not None:
            pool.deductible -= deductible
        if self.counts_for_life(code):
            left = self.lifetime()
            self._lifetime[0] = None if left is None else left - pays
        if pool.maximum is not None and self.counts_for_year(code):
            pool.maximum -= pays

    def maximum_for(self, day: date, code: str) -> Cut | None:
        """The tightest maximum for the code with what is left of it; it cuts a payment above that."""
        limits: list[Cut] = []
        if self.counts_for_year(code) and (left := self.of(day).maximum) is not None:
            limits.append(Cut(maximum="annual", left=left))
        if self.counts_for_life(code) and (life := self.lifetime()) is not None:
            limits.append(Cut(maximum="lifetime", left=life))
        return min(limits, key=lambda limit: limit.left, default=None)

    def counts_for_life(self, code: str) -> bool:
        """A dental lifetime maximum is for orthodontics; a medical one for everything."""
        if self.plan.coverage.lifetime_maximum is None:
            return False
        return self.plan.coverage.lane == "medical" or benefit_class(code) == "orthodontic"

    def counts_for_year(self, code: str) -> bool:
        """Orthodontics with a lifetime maximum of its own leaves the year's maximum alone."""
        return not (self.plan.coverage.lane == "dental" and self.counts_for_life(code))

    def _open(self, begins: date) -> Pool:
        now = self.year(self.as_of)
        return Pool(self._deductible(begins, now), self._maximum(begins, now))

    def _deductible(self, begins: date, now: date) -> Decimal | None:
        own = self.plan.coverage
        parts = [
            self._left("deductible", own.deductible, own.deductible_met, begins, now),
            self._left("family deductible", own.family_deductible, own.family_deductible_met, begins, now),
        ]
        known = [part for part in parts if part is not None]
        if known:
            return min(known)
        gap = self.plan.gap("deductible", f"the deductible of {self.plan.name}")
        return self.scenario.pick(f"deductible:{self.plan.index}:{begins}", None, ZERO, gap)

    def _maximum(self, begins: date, now: date) -> Decimal | None:
        own = self.plan.coverage
        if own.annual_maximum is None and own.lane == "medical":
            return None
        left = self._left("annual maximum", own.annual_maximum, own.maximum_used, begins, now)
        if left is not None:
            return left
        gap = self.plan.gap("maximum", f"the annual maximum of {self.plan.name}")
        return self.scenario.pick(f"maximum:{self.plan.index}:{begins}", ZERO, None, gap)

    def _left(self, what: str, full: Decimal | None, used: Decimal | None, begins: date, now: date) -> Decimal | None:
        """What is left of ``full`` in the year that begins on ``begins``; unknown use takes both ends."""
        if full is None or full < 0:
            return None
        if begins > now or full == 0:
            return full
        if begins == now and used is not None and used >= 0:
            return max(full - used, ZERO)
        more_is_better = what == "annual maximum"
        kind: GapKind = "maximum_used" if more_is_better else "deductible_used"
        gap = self.plan.gap(kind, f"how much of the {what} of {self.plan.name} is used")
        ends = (ZERO, full) if more_is_better else (full, ZERO)
        return self.scenario.pick(f"{what.replace(' ', '_')}:{self.plan.index}:{begins}", *ends, gap)

    def _lifetime_left(self) -> Decimal | None:
        own = self.plan.coverage
        full = own.lifetime_maximum
        if full is None or full < 0:
            return None
        if own.lifetime_used is not None and own.lifetime_used >= 0:
            return max(full - own.lifetime_used, ZERO)
        gap = self.plan.gap("lifetime", f"how much of the lifetime maximum of {self.plan.name} is used")
        return self.scenario.pick(f"lifetime:{self.plan.index}", ZERO, full, gap)
