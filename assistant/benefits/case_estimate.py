"""The estimate of a case, and the same lines billed through one wallet or the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assistant.benefits.estimate import estimate_claim
from assistant.benefits.limit_checks import limit_checks
from assistant.domain.base import iso_date
from assistant.domain.case import Case
from assistant.domain.claim import Claim
from assistant.domain.codes import Lane
from assistant.domain.errors import BadInput
from assistant.domain.estimate import Amounts, Estimate, MoneyRange, Wallet
from assistant.domain.policy import Limit

#: Entered facts such as ``tooth_lost:19`` tell when a tooth was lost.
LOST_FACT = "tooth_lost:"

_WALLETS: tuple[tuple[str, tuple[Lane, ...]], ...] = (
    ("dental_only", ("dental",)),
    ("medical_first", ("medical", "dental")),
    ("medical_only", ("medical",)),
)


def estimate_case(case: Case, *, today: date, limits: Sequence[Limit] = ()) -> Estimate:
    """The estimate of a case's claim; ``limits`` are those of the plan's documents.

    Raises:
        BadInput: an entered day of loss that is not a date.
    """
    claim = case.claim
    as_of = claim.as_of or today
    return estimate_claim(claim, today=today, lost=_lost(case), limits=limit_checks(claim, limits, on=as_of))


def compare_wallets(case: Case, *, today: date, limits: Sequence[Limit] = ()) -> tuple[Wallet, ...]:
    """The same lines billed dental only, medical first, and medical only, where such plans are on file."""
    claim = case.claim
    on_file = {coverage.lane for coverage in claim.coverages}
    as_of = claim.as_of or today
    found = []
    for name, lanes in _WALLETS:
        if not set(lanes) <= on_file:
            continue
        estimate = estimate_claim(
            claim, today=today, lost=_lost(case), limits=limit_checks(claim, limits, on=as_of), lanes=lanes
        )
        found.append(
            Wallet(
                name=name,
                plans=tuple(dict.fromkeys(share.payer for line in estimate.lines for share in line.plans)),
                total=estimate.total,
                dental_maximum_used=_dental_used(claim, estimate),
                notes=estimate.gaps,
            )
        )
    return tuple(found)


def saved(one: Amounts, other: Amounts) -> MoneyRange | None:
    """How much less the patient owes under ``other``, in US dollars; ``None`` when either is not known."""
    if one.patient_range is None or other.patient_range is None:
        return None
    return MoneyRange(
        low=one.patient_range.low - other.patient_range.high,
        high=one.patient_range.high - other.patient_range.low,
    )


def _dental_used(claim: Claim, estimate: Estimate) -> MoneyRange | None:
    """What the dental plans pay of their maximums."""
    shares = [share.pays_range for line in estimate.lines for share in line.plans if share.lane == "dental"]
    if not any(coverage.lane == "dental" for coverage in claim.coverages):
        return None
    return MoneyRange(
        low=sum((each.low for each in shares), Decimal("0.00")),
        high=sum((each.high for each in shares), Decimal("0.00")),
    )


def _lost(case: Case) -> dict[str, date]:
    lost = {}
    for fact in case.facts:
        if fact.key.startswith(LOST_FACT):
            try:
                lost[fact.key.removeprefix(LOST_FACT)] = iso_date(fact.value)
            except ValueError as error:
                raise BadInput(f"the entered fact {fact.key} is {error}", where=f"facts.{fact.key}") from error
    return lost
