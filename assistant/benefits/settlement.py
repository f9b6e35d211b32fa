"""One line under one plan: the order of operations, exact to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

CENT = Decimal("0.01")
ZERO = Decimal(0)

#: ``deny``: the patient owes what the contract allows; ``disallow``: the office writes it off in network.
Refusal = Literal["deny", "disallow"]


@dataclass(frozen=True, slots=True)
class Settled:
    """US dollars; ``cap`` is the most that the office may collect in all."""

    plan_pays: Decimal
    patient: Decimal
    write_off: Decimal
    deductible_used: Decimal
    base: Decimal
    cap: Decimal
    uncapped: Decimal


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half a cent up.

    >>> cents(Decimal("0.125"))
    Decimal('0.13')
    """
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def padded(amount: Decimal) -> Decimal:
    """An amount written with at least two decimals, its value untouched.

    >>> padded(Decimal(5))
    Decimal('5.00')
    """
    exponent = amount.as_tuple().exponent
    return amount.quantize(CENT) if isinstance(exponent, int) and exponent > -2 else amount


def settle(
    *,
    fee: Decimal,
    allowed: Decimal,
    in_network: bool,
    deductible_left: Decimal = ZERO,
    share: Decimal,
    maximum_left: Decimal | None = None,
    alternate_allowed: Decimal | None = None,
    covered: bool = True,
    refusal: Refusal = "deny",
) -> Settled:
    """Split a fee under one plan.

    The base is the allowed amount or the alternate benefit's, never above the fee; the
    open deductible comes off; the plan pays its share of the rest up to what is left of
    its maximum. In network the office collects the allowed amount at most, out of network
    its fee. ``maximum_left`` ``None`` means that the plan has no maximum.
    """
    allowed = min(allowed, fee)
    cap = allowed if in_network else fee
    if not covered:
        owed = cap if refusal == "deny" or not in_network else ZERO
        return Settled(ZERO, owed, fee - owed, ZERO, ZERO, owed, ZERO)
    base = allowed if alternate_allowed is None else min(alternate_allowed, allowed)
    used = min(deductible_left, base)
    uncapped = cents((base - used) * share)
    pays = uncapped if maximum_left is None else min(uncapped, max(maximum_left, ZERO))
    return Settled(pays, cap - pays, fee - cap, used, base, cap, uncapped)
