"""The sums of an answer: totals against items, payment against benefit, benefit against its own terms."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.domain.records.fhir import Adjudicated, FhirLine
from assistant.domain.records.written import Number
from assistant.readers.fhir.shared import sum_of
from assistant.readers.notes import Spot

_CENT = Decimal("0.01")


def flag_sums(
    lines: Sequence[FhirLine],
    totals: Sequence[Adjudicated],
    paid: Number | None,
    adjusted: Number | None,
    spot: Spot,
) -> None:
    """Warn of every sum that contradicts its parts."""
    for index, total in enumerate(totals):
        _flag_total(total, lines, spot.at(f"totals[{index}]"))
    benefit = next((one.amount for one in totals if one.category == "benefit"), None)
    if (
        paid is not None
        and benefit is not None
        and abs(paid - benefit) != abs(adjusted if adjusted is not None else Decimal(0))
    ):
        less = f" with an adjustment of {adjusted.text}" if adjusted is not None else ""
        spot.at("payment").warn("total_differs", f"the payment is {paid.text}{less}, the benefit {benefit.text}")
    for index, one in enumerate(lines):
        _flag_terms(one.adjudications, spot.at(f"lines[{index}]"))


def _flag_total(total: Adjudicated, lines: Sequence[FhirLine], spot: Spot) -> None:
    """Warn where a total is not what the items add up to."""
    if total.amount is None:
        return
    parts = [_amount(one.adjudications, total.category) for one in lines]
    if total.category == "submitted" and all(part is None for part in parts):
        parts = [one.net for one in lines]
    summed = sum_of(part for part in parts if part is not None)
    if summed is not None and summed != total.amount:
        spot.at("amount").warn(
            "total_differs", f"items add up to {summed} ({total.category}), the total says {total.amount.text}"
        )


def _flag_terms(entries: Sequence[Adjudicated], spot: Spot) -> None:
    """Warn where a benefit exceeds its base or does not follow from percentage, copay and deductible."""
    benefit, submitted, eligible = (_amount(entries, name) for name in ("benefit", "submitted", "eligible"))
    base = eligible if eligible is not None else submitted
    if benefit is None or base is None:
        return
    if benefit > base:
        spot.at("adjudications").warn(
            "benefit_exceeds", f"the benefit {benefit.text} is more than the base {base.text}"
        )
        return
    share = next((one.value for one in entries if one.category == "eligpercent" and one.value is not None), None)
    if share is None:
        return
    own = sum((_amount(entries, name) or Decimal(0) for name in ("copay", "deductible")), Decimal(0))
    part = share / 100
    if all(abs(one - benefit) > _CENT for one in ((base - own) * part, base * part - own)):
        spot.at("adjudications").warn(
            "benefit_differs", f"{share.text} % of {base.text} less {own} does not give the benefit {benefit.text}"
        )


def _amount(entries: Sequence[Adjudicated], category: str | None) -> Number | None:
    return next((one.amount for one in entries if one.category == category), None)
