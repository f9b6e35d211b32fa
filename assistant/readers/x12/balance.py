"""The three sums of a remittance: the cheapest detector of lost, doubled or invented money.

Line: charge less adjustments is paid. Claim: the same over both levels of adjustments.
Check: paid claims less provider adjustments is the payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.domain.records.parts import Adjustment
from assistant.domain.records.remittance import ProviderAdjustment, RemittanceClaim, RemittanceLine
from assistant.domain.records.written import Amount
from assistant.readers.notes import Spot
from assistant.readers.x12.values import total


def balance_line(charge: Amount | None, paid: Amount | None, taken: Sequence[Adjustment], spot: Spot) -> bool | None:
    """Whether charge less ``taken`` is paid; ``None`` when an amount is unknown."""
    return _compare("line", charge, paid, [one.amount for one in taken], spot)


def balance_claim(
    charge: Amount | None,
    paid: Amount | None,
    taken: Sequence[Adjustment],
    lines: Sequence[RemittanceLine],
    spot: Spot,
) -> bool | None:
    """The same for a claim, its own adjustments and those of its lines together."""
    on_lines = [one for line in lines for one in line.adjustments]
    if taken and on_lines:
        spot.at("adjustments").warn(
            "two_level_adjustments",
            "adjustments stand on the claim and on its lines; the claim balances only when both are summed",
        )
    return _compare("claim", charge, paid, [one.amount for one in (*taken, *on_lines)], spot)


def charges_agree(charge: Amount | None, lines: Sequence[RemittanceLine], spot: Spot) -> None:
    """Warn when the line charges do not add up to the claim's."""
    summed = total(line.charge for line in lines)
    if lines and charge is not None and summed is not None and summed != charge:
        spot.at("charge").warn("charges_differ", f"line charges add up to {summed}, the claim says {charge.text}")


def patient_share_agrees(share: Amount | None, adjustments: Sequence[Adjustment], spot: Spot) -> None:
    """Warn when CLP05 is not the sum of the PR adjustments."""
    summed = total(one.amount for one in adjustments if one.group == "PR")
    if share is not None and summed is not None and summed != share:
        spot.at("patient_resp").warn(
            "patient_share_differs", f"PR adjustments add up to {summed}, the claim says {share.text}"
        )


def balance_check(
    paid: Amount | None,
    flag: str,
    claims: Sequence[RemittanceClaim],
    plb: Sequence[ProviderAdjustment],
    spot: Spot,
) -> bool | None:
    """Whether paid claims less provider adjustments are the payment.

    A debit (BPR03 ``D``) may state the amount taken back without its sign.
    """
    claimed, moved = total(claim.paid for claim in claims), total(one.amount for one in plb)
    if paid is not None and paid < 0:
        spot.at("bpr_amount").warn("negative_payment", f"the payment is negative: {paid.text}")
    if paid is None or claimed is None or moved is None:
        spot.at("check_balances").warn(
            "cannot_balance", "an amount is missing or unreadable, so the check is not balanced"
        )
        return None
    due = claimed - moved
    holds = due == paid or (flag == "D" and due == -paid)
    if not holds:
        spot.at("check_balances").warn(
            "check_not_balanced",
            f"claims paid {claimed} less provider adjustments {moved} is {due}, the payment is {paid.text} "
            f"(off by {paid - due})",
        )
    return holds


def note_moved(plb: Sequence[ProviderAdjustment], spot: Spot) -> None:
    """Say that money was moved outside the claims, which posting by claim alone would miss."""
    moved = [f"{one.reason or 'no reason'} {one.amount.text}" for one in plb if one.amount]
    if moved:
        spot.at("plb").warn(
            "provider_adjustments",
            f"money is moved outside the claims (positive lowers the payment): {', '.join(moved)}",
        )


def _compare(
    what: str, charge: Amount | None, paid: Amount | None, taken: Sequence[Amount | None], spot: Spot
) -> bool | None:
    off = total(taken)
    if charge is None or paid is None or off is None:
        spot.at(f"{what}_balances").warn(
            "cannot_balance", f"an amount is missing or unreadable, so the {what} is not balanced"
        )
        return None
    expected: Decimal = charge - off
    if expected != paid:
        spot.at(f"{what}_balances").warn(
            f"{what}_not_balanced",
            f"charge {charge.text} less adjustments {off} is {expected}, paid is {paid.text} "
            f"(off by {paid - expected})",
        )
    return expected == paid
