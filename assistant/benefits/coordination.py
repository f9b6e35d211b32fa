"""What a later plan pays after an earlier one, by the method that its document names."""

from __future__ import annotations

from decimal import Decimal

from assistant.benefits.settlement import ZERO, cents
from assistant.domain.claim import CobMethod
from assistant.domain.estimate import Coordinated

#: Every method, for a plan whose document was not seen.
METHODS: tuple[CobMethod, ...] = ("standard", "non_duplication", "carve_out", "maintenance_of_benefits")

FORMULAS: dict[CobMethod, str] = {
    "standard": "pays its normal benefit, at most what the earlier plans left open",
    "non_duplication": "pays only what its normal benefit exceeds the earlier payment by",
    "carve_out": "takes the earlier payment off its normal benefit",
    "maintenance_of_benefits": "takes the earlier payment and its deductible off the allowable amount, then its share",
}


def coordinate(
    method: CobMethod,
    *,
    allowable: Decimal,
    earlier_paid: Decimal,
    share: Decimal,
    plan_allowed: Decimal | None = None,
    deductible_left: Decimal = ZERO,
    maximum_left: Decimal | None = None,
) -> Coordinated:
    """The payment of a later plan in US dollars.

    ``allowable`` is what the office may collect in all; ``plan_allowed`` is the later
    plan's own allowed amount (the allowable amount when not given). No method pays more
    than the earlier plans left open. Wordings of maintenance of benefits differ: the
    plan's document decides.

    >>> coordinate("carve_out", allowable=Decimal(500), earlier_paid=Decimal(250), share=Decimal("0.8")).pays
    Decimal('150.00')
    """
    base = allowable if plan_allowed is None else plan_allowed
    used = min(deductible_left, base)
    normal = cents((base - used) * share)
    left_open = max(allowable - earlier_paid, ZERO)
    if method == "standard":
        pays = min(normal, left_open)
    elif method == "maintenance_of_benefits":
        used = min(deductible_left, max(base - earlier_paid, ZERO))
        pays = cents(max(base - earlier_paid - used, ZERO) * share)
    else:
        pays = max(normal - earlier_paid, ZERO)
    uncapped = min(pays, left_open)
    pays = uncapped if maximum_left is None else min(uncapped, max(maximum_left, ZERO))
    return Coordinated(
        normal_benefit=normal,
        uncapped=uncapped,
        pays=pays,
        patient=left_open - pays,
        deductible_used=used,
        method=method,
        reason=f"{method.replace('_', ' ')}: {FORMULAS[method]}",
    )
