"""What a service will cost the plan and the patient."""

from __future__ import annotations

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
        left = None
        if annual_maximum is not None and maximum_used is not None:
            left = max(annual_maximum - maximum_used, _NOTHING)
            maximum_left = left if maximum_left is None else maximum_left
        given = {
            name: str(value)
            for name, value in {
                "fee": fee,
                "allowed": allowed,
                "percent": percent,
                "deductible_left": deductible_left,
                "annual_maximum": annual_maximum,
                "maximum_used": maximum_used,
                "maximum_left": maximum_left,
            }.items()
            if value is not None
        }
        from assistant.benefits.case_estimate import estimate_case

        if not given and turn.case is not None:
            made = estimate_case(turn.case.case, today=turn.today)
            found = EstimateMade(key="estimate:case", basis="calculation", estimate=made)
            return found.model_dump_json(exclude_defaults=True), found
        base = allowed if allowed is not None else fee
        missing = tuple(
            name
            for name, value in (("the allowed amount or fee", base), ("the plan's percentage", percent))
            if value is None
        )
        if missing or base is None or percent is None:
            found = EstimateMade(key="estimate:open", basis="calculation", left=left, given=given, missing=missing)
            return found.model_dump_json(exclude_defaults=True), found
        assumed = (
            *(() if deductible_left is not None else ("no deductible is open",)),
            *(() if maximum_left is not None else ("the yearly maximum is not reached",)),
            *(() if allowed is not None else ("the plan allows the full fee",)),
        )
        coverage = Coverage(
            lane="dental",
            payer=turn.payer or "the plan",
            in_network=True if in_network is None and allowed is not None else in_network,
            annual_maximum=maximum_left if maximum_left is not None else Decimal(999_999),
            maximum_used=_NOTHING,
            deductible=deductible_left if deductible_left is not None else _NOTHING,
            deductible_met=_NOTHING,
            percent={_ANY: percent / 100},
            allowed={_ANY: base},
        )
        line = ServiceLine(id="1", code=_ANY, date_of_service=turn.on, fee=fee if fee is not None else base)
        case = Case(claim=Claim(lane="dental", as_of=turn.on, lines=(line,), coverages=(coverage,)))
        made = estimate_case(case, today=turn.today)
        found = EstimateMade(
            key="estimate:given", basis="calculation", estimate=made, left=left, given=given, assumed=assumed
        )
        return found.model_dump_json(exclude_defaults=True), found

    return run
