"""Is a medical claim worth its work: allowed x probability - minutes x wage - fees, every input shown."""

from __future__ import annotations

from decimal import Decimal

from assistant.benefits.plan_terms import Plan
from assistant.benefits.scenario import Scenario
from assistant.benefits.settlement import ZERO, cents
from assistant.benefits.shares import normal_share
from assistant.domain.case import Case
from assistant.domain.errors import BadInput
from assistant.domain.lane import ConditionStatus, EconomicInput, EconomicResult, LaneEconomics
from assistant.tables.lanes import LaneFamily, lane_defaults

_HOUR = Decimal(60)


def economics_of(case: Case, family: LaneFamily | None, given: LaneEconomics) -> EconomicResult:
    """The arithmetic with the basis of each number: given, from the plan, or assumed.

    The allowed amount is never assumed: without it the net stays open and the amount at
    which the claim pays for its work is told instead.

    Raises:
        BadInput: a negative number, or a probability that is none.
    """
    _refuse_impossible(given)
    allowed, allowed_input = _allowed(case, given)
    probability, probability_input = _number("probability", _chance(given), family.probability if family else None)
    minutes, minutes_input = _number(
        "minutes",
        Decimal(given.minutes) if given.minutes is not None else None,
        Decimal(family.minutes) if family else None,
    )
    wage, wage_input = _number("wage", given.wage, None)
    fees, fees_input = _number("fees", given.fees, None)
    cost = cents(minutes * wage / _HOUR) + fees
    expected = cents(allowed * probability) if allowed is not None else None
    return EconomicResult(
        inputs=(allowed_input, probability_input, minutes_input, wage_input, fees_input),
        expected=expected,
        cost=cost,
        net=expected - cost if expected is not None else None,
        break_even_probability=_ratio(cost, allowed),
        break_even_allowed=cents(cost / probability) if probability else None,
        formula=_formula(allowed, probability, minutes, wage, fees),
    )


def _refuse_impossible(given: LaneEconomics) -> None:
    for name in ("allowed", "minutes", "wage", "fees"):
        value = getattr(given, name)
        if value is not None and value < 0:
            raise BadInput(f"{name} cannot be {value}", fix="write it without a minus sign")


def _chance(given: LaneEconomics) -> Decimal | None:
    if given.probability is None:
        return None
    share = normal_share(given.probability)
    if share.value is None:
        raise BadInput(f"the probability: {share.note}", fix="write a number between 0 and 1, such as 0.60")
    return share.value


def worth(result: EconomicResult) -> ConditionStatus:
    """Whether the claim is worth its work; unknown without an allowed amount."""
    if result.net is None:
        return "unknown"
    return "met" if result.net > 0 else "not_met"


def _allowed(case: Case, given: LaneEconomics) -> tuple[Decimal | None, EconomicInput]:
    """The allowed amounts of the medical plan for the lines it lists."""
    if given.allowed is not None:
        return given.allowed, EconomicInput(name="allowed", value=str(given.allowed), unit="US dollars", basis="given")
    plans = [Plan(index, c) for index, c in enumerate(case.claim.coverages) if c.lane == "medical"]
    known: list[Decimal] = []
    open_lines = []
    for line in case.claim.lines:
        scenario = Scenario()
        amount = plans[0].allowed(line, scenario)[0] if plans else ZERO
        if not plans or scenario.gaps:
            open_lines.append(line.id)
        else:
            known.append(amount)
    if not known:
        note = "the medical plan's allowed amount is not on file"
        return None, EconomicInput(name="allowed", value="not known", unit="US dollars", basis="missing", note=note)
    total = sum(known, ZERO)
    note = f"without line {', '.join(open_lines)}, whose amount is not known" if open_lines else ""
    return total, EconomicInput(name="allowed", value=str(total), unit="US dollars", basis="plan", note=note)


def _number(name: str, given: Decimal | None, of_family: Decimal | None) -> tuple[Decimal, EconomicInput]:
    default = lane_defaults()[name]
    if given is not None:
        return given, EconomicInput(name=name, value=str(given), unit=default.unit, basis="given")
    value = of_family if of_family is not None else default.value
    return value, EconomicInput(name=name, value=str(value), unit=default.unit, basis="assumed", note=default.note)


def _ratio(cost: Decimal, allowed: Decimal | None) -> Decimal | None:
    """The chance at which the claim pays for its work, rounded up to the percent."""
    if not allowed:
        return None
    return (cost / allowed).quantize(Decimal("0.01"), rounding="ROUND_CEILING")


def _formula(allowed: Decimal | None, probability: Decimal, minutes: Decimal, wage: Decimal, fees: Decimal) -> str:
    first = "allowed amount" if allowed is None else str(allowed)
    return f"{first} x {probability} - {minutes} minutes x {wage} an hour / 60 - {fees}"
