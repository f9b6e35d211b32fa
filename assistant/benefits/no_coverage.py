"""An estimate asked for before the plan is known: the fees, and what to get."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.benefits.settlement import padded
from assistant.domain.claim import Claim, ServiceLine
from assistant.domain.estimate import Amounts, Estimate, EstimateLine, Gap
from assistant.domain.finding import Finding
from assistant.tables.procedures import procedure

DISCLAIMER = "An estimate, not a promise of payment: the plan decides when the claim is there."

_TO_GET = (
    "whether the office is in the plan's network",
    "the deductible and what of it is met",
    "the annual maximum and what of it is used",
    "the percent for preventive, basic and major services",
    "the plan's allowed amounts for these codes",
    "waiting periods, frequency limits and the missing-tooth clause",
)


def without_coverage(claim: Claim, lines: Sequence[ServiceLine], findings: tuple[Finding, ...]) -> Estimate:
    """The fees of a claim without any coverage; who pays them is not known, so no share is given.

    Wrong: the patient owes the whole fee because no plan was entered.
    Right: coverage is missing, with what to get.
    """
    whose = f"the coverage of {claim.payer}" if claim.payer else "the patient's coverage (plan and member number)"
    coverage = f"{whose}, under coverages of the claim"
    folded = tuple(_line(line) for line in lines)
    fees = [line.fee for line in folded if line.fee is not None]
    known = bool(folded) and len(fees) == len(folded)
    gaps = (coverage, *_TO_GET)
    no_fee = [f"the office fee for {line.code}" for line in lines if line.fee is None]
    return Estimate(
        status="not_possible",
        lines=folded,
        total=Amounts(fee=padded(sum(fees, Decimal(0)))) if known else Amounts(),
        gaps=(*gaps, *no_fee),
        missing=(
            *(Gap(kind="coverage", text=text) for text in gaps),
            *(Gap(kind="fee", text=text) for text in no_fee),
        ),
        notes=(
            DISCLAIMER,
            "No coverage is on file, so nobody's share can be told. For a patient without any plan no estimate of "
            "benefits is needed: the office's own fees apply.",
        ),
        findings=findings,
    )


def _line(line: ServiceLine) -> EstimateLine:
    found = procedure(line.code)
    return EstimateLine(
        fee=padded(line.fee) if line.fee is not None else None,
        id=line.id,
        code=line.code,
        label=found.label if found is not None else "",
        date_of_service=line.date_of_service,
        reasons=("coverage is missing: who pays is not known",),
        gaps=("the patient's coverage",),
    )
