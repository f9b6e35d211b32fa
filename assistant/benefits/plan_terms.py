"""What a plan's record says of one line: class, share, allowed amount, and whether it is covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from assistant.benefits.counting import months_at_most
from assistant.benefits.scenario import Scenario
from assistant.benefits.settlement import ZERO
from assistant.benefits.shares import normal_share
from assistant.domain.claim import Coverage, ServiceLine
from assistant.domain.estimate import Cause, Gap, GapKind
from assistant.tables.crosswalk import crossings_of
from assistant.tables.procedures import in_group, procedure

T = TypeVar("T")

ONE = Decimal(1)

#: No plan makes anyone wait longer than this many months; more is a slip of the pen.
LONGEST_WAIT = 120

#: Other words under which plans list a class.
_CLASS_WORDS = {
    "diagnostic": ("diagnostic", "preventive", "diagnostic and preventive"),
    "preventive": ("preventive", "diagnostic and preventive"),
    "orthodontic": ("orthodontic", "orthodontics", "ortho"),
}
_ANY = ("all", "any", "default", "coinsurance")
_REPLACES_A_TOOTH = ("denture", "implant", "pontic", "retainer")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a plan covers a line, and why not."""

    covered: bool
    reason: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One coverage at its place in the claim; ``index`` is zero-based."""

    index: int
    coverage: Coverage

    @property
    def name(self) -> str:
        """The payer, with the plan's name where there is one."""
        return f"{self.coverage.payer} {self.coverage.plan}" if self.coverage.plan else self.coverage.payer

    def inactive(self, day: date) -> Cause | None:
        """Why the plan is not in force on ``day``; ``None`` when it is."""
        begins, ended = self.coverage.effective, self.coverage.terminated
        if begins is not None and day < begins:
            text = f"{self.name} begins on {begins.isoformat()}: not counted"
            return Cause(kind="begins", text=text, plan=self.name, day=begins)
        if ended is not None and day > ended:
            text = f"{self.name} ended on {ended.isoformat()}: not counted"
            return Cause(kind="ended", text=text, plan=self.name, day=ended)
        return None

    def gap(self, kind: GapKind, text: str) -> Gap:
        """Something about this plan that nobody has entered."""
        return Gap(kind=kind, text=text, plan=self.name)

    def reaches(self, code: str, lane: str) -> bool:
        """Whether the line can count on this plan: its own lane, or an amount verified for the code."""
        if self.coverage.lane == lane:
            return True
        return any(each in self.coverage.allowed for each in (code, *_equivalents(code)))

    def share(self, code: str, scenario: Scenario) -> tuple[Decimal, str]:
        """The plan's share with its reason; unknown shares take both ends."""
        written = _by_word(self.coverage.percent, words_for(code, self.coverage.lane))
        if written is None and self.coverage.lane == "medical" and len(self.coverage.percent) == 1:
            written = next(iter(self.coverage.percent.items()))
        if written is not None:
            found = normal_share(written[1])
            if found.value is not None:
                note = f" ({found.note})" if found.note else ""
                return found.value, f"{written[0]}: {_percent(found.value)}{note}"
        usable = [s.value for s in map(normal_share, self.coverage.percent.values()) if s.value is not None]
        known_class = benefit_class(code) is not None
        low, high = (ZERO, ONE) if known_class or not usable else (min(usable), max(usable))
        gap = self.gap("share", f"the percent that {self.name} pays for {describe(code)}")
        return scenario.pick(f"share:{self.index}:{code}", low, high, gap), ""

    def allowed(self, line: ServiceLine, scenario: Scenario) -> tuple[Decimal, str]:
        """The plan's allowed amount for all units of the line; unknown amounts run from nothing to the fee."""
        for code in (line.code, *_equivalents(line.code)):
            if code in self.coverage.allowed:
                each = self.coverage.allowed[code]
                if each < 0:
                    break
                times = f" x {line.units} units" if line.units > 1 else ""
                return each * line.units, f"allowed {each}{times}"
        gap = self.gap("allowed", f"the allowed amount of {self.name} for {line.code}")
        return scenario.pick(f"allowed:{self.index}:{line.id}", ZERO, line.fee or ZERO, gap), ""

    def lists(self, code: str) -> bool:
        """Whether the plan's allowed amount for a code is on file."""
        return any(self.coverage.allowed.get(each, -1) >= 0 for each in (code, *_equivalents(code)))

    def alternate(self, line: ServiceLine, allowed: Decimal, scenario: Scenario) -> tuple[Decimal | None, str]:
        """The allowed amount of the cheaper service that the plan pays instead."""
        other = self.coverage.alternate_benefit.get(line.code)
        if other is None:
            return None, ""
        amount = self.coverage.allowed.get(other)
        if amount is not None and amount >= 0:
            return amount * line.units, f"alternate benefit: paid as {other}, on {amount * line.units}"
        gap = self.gap("alternate", f"the allowed amount of {self.name} for {other}, the alternate of {line.code}")
        return scenario.pick(
            f"alternate:{self.index}:{line.id}", ZERO, allowed, gap
        ), f"alternate benefit: paid as {other}"

    def takes_deductible(self, code: str, scenario: Scenario) -> bool:
        """Whether the deductible applies; for prevention plans often waive it without saying so."""
        waived = {word.lower() for word in self.coverage.deductible_waived}
        if waived & {word.lower() for word in words_for(code, self.coverage.lane)}:
            return False
        if not waived and benefit_class(code) in ("diagnostic", "preventive") and self.coverage.deductible != 0:
            gap = self.gap("waived", f"whether {self.name} waives the deductible for {benefit_class(code)} services")
            return not scenario.is_high(f"waived:{self.index}", gap)
        return True

    def in_network(self, scenario: Scenario) -> bool:
        """Whether the office is in the plan's network."""
        if self.coverage.in_network is not None:
            return self.coverage.in_network
        gap = self.gap("network", f"whether the office is in the network of {self.name}")
        return scenario.is_high(f"network:{self.index}", gap)

    def standing(self, line: ServiceLine, day: date, lost: Mapping[str, date], scenario: Scenario) -> Standing:
        """Waiting period and missing-tooth clause."""
        waits = _by_word(self.coverage.waiting_periods, words_for(line.code, self.coverage.lane))
        if waits is not None and waits[1] > 0:
            standing = self._waiting(waits[1], day, scenario)
            if not standing.covered:
                return standing
        if any(in_group(line.code, group) for group in _REPLACES_A_TOOTH):
            return self._missing_tooth(line, lost, scenario)
        return Standing(True)

    def _waiting(self, months: int, day: date, scenario: Scenario) -> Standing:
        effective = self.coverage.effective
        if effective is None:
            gap = self.gap("since", f"since when {self.name} has covered the patient")
            if scenario.is_high(f"waiting:{self.index}", gap):
                return Standing(True)
            return _refused(Cause(kind="waiting_open", text=f"waiting period of {months} months", months=months))
        ends = months_at_most(effective, min(months, LONGEST_WAIT))
        if day < ends:
            text = f"waiting period of {months} months ends on {ends.isoformat()}: not covered before"
            return _refused(Cause(kind="waiting", text=text, day=ends, months=months))
        return Standing(True)

    def _missing_tooth(self, line: ServiceLine, lost: Mapping[str, date], scenario: Scenario) -> Standing:
        clause = self.coverage.missing_tooth_clause
        if clause is False:
            return Standing(True)
        days = [lost[tooth] for tooth in teeth_of(line) if tooth in lost]
        effective = self.coverage.effective
        if days and effective is not None and all(day >= effective for day in days):
            return Standing(True, "the tooth was lost under this coverage")
        where = f"tooth {line.tooth}" if line.tooth else line.code
        if clause is None:
            gap = self.gap("clause", f"whether {self.name} has a missing-tooth clause")
            covered = scenario.is_high(f"clause:{self.index}", gap)
        elif days and effective is not None:
            covered = False
        else:
            gap = self.gap("lost", f"when {where} was lost, and since when {self.name} has covered the patient")
            covered = scenario.is_high(f"lost:{self.index}:{line.id}", gap)
        if covered:
            return Standing(True)
        text = "missing-tooth clause: a tooth lost before the coverage is not replaced"
        return _refused(Cause(kind="missing_tooth", text=text))


def _refused(cause: Cause) -> Standing:
    return Standing(False, cause.text, cause)


def teeth_of(line: ServiceLine) -> tuple[str, ...]:
    """The teeth of a line, one by one."""
    return tuple(part.strip() for part in (line.tooth or "").split(",") if part.strip())


def benefit_class(code: str) -> str | None:
    """The class that most plans put a dental code in; ``None`` for a code outside the table."""
    found = procedure(code)
    return found.benefit_class if found is not None else None


def words_for(code: str, lane: str) -> tuple[str, ...]:
    """The words under which a plan may list the code, the narrowest first."""
    found = procedure(code)
    if lane == "medical" or found is None:
        return (code, lane, *_ANY)
    of_class = _CLASS_WORDS.get(found.benefit_class, (found.benefit_class,))
    return (code, found.category, *of_class, *_ANY)


def describe(code: str) -> str:
    """A code with its class, for a question to the plan."""
    found = benefit_class(code)
    return f"{code} (usually {found})" if found else code


def _by_word(table: Mapping[str, T], words: Iterable[str]) -> tuple[str, T] | None:
    lowered = {key.lower(): (key, value) for key, value in table.items()}
    return next((lowered[word.lower()] for word in words if word.lower() in lowered), None)


def _equivalents(code: str) -> tuple[str, ...]:
    rows = crossings_of(code)
    others = (other for row in rows for other in (row.cdt, *row.medical))
    return tuple(dict.fromkeys(other for other in others if other and other != code))


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} percent"
