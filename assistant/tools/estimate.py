"""What a service will cost the plan and the patient."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import EstimateMade
from assistant.domain.case import Case
from assistant.domain.claim import Claim, Coverage, ServiceLine
from assistant.tools.context import Turn
from assistant.tools.made import made

#: The code of a line whose procedure was not named; every share stands under it.
_ANY = "D9999"
#: A deductible or maximum that was not told is taken as not touched; the answer says so.
_NOTHING = Decimal(0)
_NOT_REACHED = Decimal(999_999)


@dataclass(frozen=True)
class _Stated:
    """The amounts that a person stated, in US dollars; ``percent`` from 0 to 100."""

    fee: Decimal | None
    allowed: Decimal | None
    percent: Decimal | None
    deductible_left: Decimal | None
    annual_maximum: Decimal | None
    maximum_used: Decimal | None
    maximum_left: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What is left of the year's maximum, where both of its amounts are stated."""
        if self.annual_maximum is None or self.maximum_used is None:
            return None
        return max(self.annual_maximum - self.maximum_used, _NOTHING)

    @property
    def open_maximum(self) -> Decimal | None:
        """What the plan may still pay this year."""
        return self.left if self.maximum_left is None else self.maximum_left

    @property
    def given(self) -> dict[str, str]:
        """Each amount by its name, as the answer shows it."""
        amounts = {field.name: getattr(self, field.name) for field in fields(self)} | {
            "maximum_left": self.open_maximum
        }
        return {name: str(value) for name, value in amounts.items() if value is not None}

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is taken for granted in place of an amount that was not stated."""
        return (
            *(() if self.deductible_left is not None else ("no deductible is open",)),
            *(() if self.open_maximum is not None else ("the yearly maximum is not reached",)),
            *(() if self.allowed is not None else ("the plan allows the full fee",)),
        )


def estimate(turn: Turn) -> BaseTool:
    """The estimate tool of one turn: of the case at hand, or of amounts in US dollars that the person gave."""

    @made("estimate")
    def run(
        fee: Decimal | None = None,
        allowed: Decimal | None = None,
        percent: Decimal | None = None,
        deductible_left: Decimal | None = None,
        maximum_left: Decimal | None = None,
        in_network: bool | None = None,
        annual_maximum: Decimal | None = None,
        maximum_used: Decimal | None = None,
    ) -> tuple[str, EstimateMade]:
        """Estimate what plan and patient pay, in US dollars; never add or multiply amounts yourself.

        Give only amounts that the person stated. `percent` is what the plan pays, 0 to 100. Without amounts the case
        at hand is estimated. `missing` names what has to be asked. With `annual_maximum` and `maximum_used` it tells
        what is left of the year's maximum.
        """
        stated = _Stated(fee, allowed, percent, deductible_left, annual_maximum, maximum_used, maximum_left)
        found = _found(turn, stated, in_network)
        return found.model_dump_json(exclude_defaults=True), found

    return run


def _found(turn: Turn, stated: _Stated, in_network: bool | None) -> EstimateMade:
    from assistant.benefits.case_estimate import estimate_case

    if not stated.given and turn.case is not None:
        made_of_case = estimate_case(turn.case.case, today=turn.today)
        return EstimateMade(key="estimate:case", basis="calculation", estimate=made_of_case)
    base = stated.allowed if stated.allowed is not None else stated.fee
    if base is None or stated.percent is None:
        needed = (("the allowed amount or fee", base), ("the plan's percentage", stated.percent))
        missing = tuple(name for name, value in needed if value is None)
        return EstimateMade(
            key="estimate:open", basis="calculation", left=stated.left, given=stated.given, missing=missing
        )
    case = _case(turn, stated, in_network, base=base, share=stated.percent / 100)
    return EstimateMade(
        key="estimate:given",
        basis="calculation",
        estimate=estimate_case(case, today=turn.today),
        left=stated.left,
        given=stated.given,
        assumed=stated.assumed,
    )


def _case(turn: Turn, stated: _Stated, in_network: bool | None, *, base: Decimal, share: Decimal) -> Case:
    """One service under one plan that holds what was stated."""
    maximum, deductible = stated.open_maximum, stated.deductible_left
    coverage = Coverage(
        lane="dental",
        payer=turn.payer or "the plan",
        in_network=True if in_network is None and stated.allowed is not None else in_network,
        annual_maximum=maximum if maximum is not None else _NOT_REACHED,
        maximum_used=_NOTHING,
        deductible=deductible if deductible is not None else _NOTHING,
        deductible_met=_NOTHING,
        percent={_ANY: share},
        allowed={_ANY: base},
    )
    fee = stated.fee if stated.fee is not None else base
    line = ServiceLine(id="1", code=_ANY, date_of_service=turn.on, fee=fee)
    return Case(claim=Claim(lane="dental", as_of=turn.on, lines=(line,), coverages=(coverage,)))
