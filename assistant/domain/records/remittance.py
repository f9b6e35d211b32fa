"""A payer's remittance (X12 835): checks, claims, lines and what was taken off each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen
from assistant.domain.records.parts import (
    Adjustment,
    Contact,
    Dated,
    Party,
    Procedure,
    Qualified,
    Recovered,
    Reference,
    X12Record,
)
from assistant.domain.records.written import Amount


class RemittanceLine(Frozen):
    """A service line. ``code`` is the procedure the payer adjudicated, ``submitted`` the one it was sent.

    ``line_balances`` is charge less adjustments equals paid, ``None`` when an amount is unreadable.
    """

    qualifier: str | None
    code: str | None
    modifiers: tuple[str, ...] = ()
    charge: Amount | None
    paid: Amount | None
    units: str | None = None
    date: str | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    allowed_B6: Amount | None = None  # noqa: N815 - the qualifier of the AMT segment
    line_balances: bool | None
    recovered: Recovered | None = None
    submitted: Procedure | None = None
    submitted_units: str | None = None
    revenue_code: str | None = None
    description: str | None = None
    control_number: str | None = None
    denied: bool = False
    dates: tuple[Dated, ...] = ()
    amounts: tuple[Qualified, ...] = ()
    quantities: tuple[Qualified, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def label(self) -> str | None:
        """The code, or what it most likely was when the composite is broken."""
        return self.code or (self.recovered.code if self.recovered else None)


class RemittanceClaim(Frozen):
    """A claim of a check. ``claim_id`` is the practice's own number, ``payer_claim_no`` the payer's.

    ``denied_lines`` names lines refused whole: nothing paid and a reason that refuses, or any
    line of a claim with status 4. ``partly_denied_lines`` were paid in part and refused in part.
    ``mia`` and ``moa`` hold the elements of those segments as written.
    """

    claim_id: str | None
    status: str | None
    status_meaning: str | None = None
    charge: Amount | None
    paid: Amount | None
    patient_resp: Amount | None = None
    filing: str | None = None
    payer_claim_no: str | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    lines: tuple[RemittanceLine, ...] = ()
    claim_balances: bool | None
    zero_paid_lines: tuple[str, ...] = ()
    denied_lines: tuple[str, ...] = ()
    partly_denied_lines: tuple[str, ...] = ()
    reversal: bool = False
    facility: str | None = None
    frequency: str | None = None
    drg: str | None = None
    patient: Party | None = None
    subscriber: Party | None = None
    corrected: Party | None = None
    rendering: Party | None = None
    other_parties: tuple[Party, ...] = ()
    member_id: str | None = None
    service_from: str | None = None
    service_to: str | None = None
    received: str | None = None
    dates: tuple[Dated, ...] = ()
    amounts: tuple[Qualified, ...] = ()
    quantities: tuple[Qualified, ...] = ()
    references: tuple[Reference, ...] = ()
    contacts: tuple[Contact, ...] = ()
    mia: tuple[str, ...] = ()
    moa: tuple[str, ...] = ()


class ProviderAdjustment(Frozen):
    """A PLB pair: money moved outside any claim. A positive amount lowers the payment."""

    reason: str
    amount: Amount | None
    reason_code: str | None = None
    reference: str | None = None
    provider: str | None = None
    fiscal_date: str | None = None


class Check(Frozen):
    """One payment (one ST of the file). Paid claims less ``plb`` equal ``bpr_amount`` when it balances."""

    st02: str
    bpr_amount: Amount | None
    bpr_flag: str | None
    trace: str | None
    payer: str | None
    payee: str | None
    claims: tuple[RemittanceClaim, ...] = ()
    plb: tuple[ProviderAdjustment, ...] = ()
    bpr_handling: str | None = None
    se01_declared: str | None = None
    se01_counted: int = 0
    check_balances: bool | None
    payment_date: str | None = None
    production_date: str | None = None
    trace_origin: str | None = None
    currency: str | None = None
    payer_details: Party | None = None
    payee_details: Party | None = None
    references: tuple[Reference, ...] = ()
    provider_summaries: tuple[str, ...] = ()


class Remittance(X12Record):
    """An 835 file."""

    transaction: Literal["835"] = "835"
    checks: tuple[Check, ...] = Field(default=())

    def claims_numbered(self, claim_id: str) -> tuple[tuple[Check, RemittanceClaim], ...]:
        """Every claim with the practice's or the payer's number ``claim_id``, with its check."""
        return tuple(
            (check, claim)
            for check in self.checks
            for claim in check.claims
            if claim_id in (claim.claim_id, claim.payer_claim_no)
        )
