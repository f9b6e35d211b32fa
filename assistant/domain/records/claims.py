"""Claims as they were sent (X12 837D, 837P, 837I)."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.records.parts import (
    Adjustment,
    Dated,
    Party,
    Qualified,
    Recovered,
    Reference,
    X12Record,
)
from assistant.domain.records.written import Amount


class Tooth(Frozen):
    """A tooth with its surfaces (TOO); ``system`` is ``JP`` for the universal numbering."""

    system: str | None
    tooth: str | None
    surfaces: tuple[str, ...] = ()


class ToothStatus(Frozen):
    """A DN2 segment: ``M`` missing, ``E`` to be extracted."""

    tooth: str | None
    status: str | None


class Adjudication(Frozen):
    """What another payer decided on a line (SVD with its CAS)."""

    payer_id: str | None
    paid: Amount | None
    code: str | None = None
    units: str | None = None
    adjustments: tuple[Adjustment, ...] = ()
    dates: tuple[Dated, ...] = ()
    amounts: tuple[Qualified, ...] = ()


class OtherPayer(Frozen):
    """Another coverage of the patient with what it paid (loops 2320 and 2330)."""

    sequence: str | None
    relationship: str | None = None
    filing: str | None = None
    payer: str | None = None
    payer_id: str | None = None
    subscriber: Party | None = None
    paid: Amount | None = None
    adjustments: tuple[Adjustment, ...] = ()
    amounts: tuple[Qualified, ...] = ()
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    dates: tuple[Dated, ...] = ()
    remarks: tuple[str, ...] = ()


class ClaimAttachment(Frozen):
    """A PWK segment: what supports the claim and the number it travels under."""

    report_type: str | None
    transmission: str | None = None
    control_number: str | None = None


class Orthodontics(Frozen):
    """A DN1 segment: months of treatment in all and still to come."""

    months_total: str | None = None
    months_remaining: str | None = None
    appliance: str | None = None
    description: str | None = None


class BillingProvider(Frozen):
    """Who bills; ``billing`` is the organisation or the last name."""

    billing: str | None
    npi: str | None
    first: str | None = None
    tax_id: str | None = None
    taxonomy: str | None = None
    details: Party | None = None


class Subscriber(Frozen):
    """Whose insurance it is."""

    last: str | None
    first: str | None
    id: str | None
    birth_date: str | None = None
    relationship: str | None = None
    group: str | None = None
    plan: str | None = None
    sequence: str | None = None
    filing: str | None = None
    details: Party | None = None


class SubmittedLine(Frozen):
    """A service line. ``tooth`` joins several with commas; ``area`` holds oral cavity codes (SV304).

    ``date`` is what the line itself states, ``service_date`` that or else the claim's.
    """

    seg: str
    qualifier: str | None
    code: str | None
    modifiers: tuple[str, ...] = ()
    charge: Amount | None
    units: str | None = None
    date: str | None = None
    date_end: str | None = None
    service_date: str | None = None
    unit_of_measure: str | None = None
    tooth: str | None = None
    surfaces: str | None = None
    teeth: tuple[Tooth, ...] = ()
    area: str | None = None
    prosthesis: str | None = None
    place: str | None = None
    diagnosis_pointers: tuple[str, ...] = ()
    revenue_code: str | None = None
    description: str | None = None
    control_number: str | None = None
    recovered: Recovered | None = None
    parties: tuple[Party, ...] = ()
    dates: tuple[Dated, ...] = ()
    amounts: tuple[Qualified, ...] = ()
    references: tuple[Reference, ...] = ()
    attachments: tuple[ClaimAttachment, ...] = ()
    notes: tuple[Reference, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    other_segments: tuple[str, ...] = ()


class SubmittedClaim(Frozen):
    """A claim. ``place`` is facility code, its qualifier and the claim frequency.

    ``balances`` says whether the line charges add up to ``charge``.
    """

    claim_id: str | None
    charge: Amount | None
    place: tuple[str, ...] = ()
    billing: BillingProvider | None = None
    subscriber: Subscriber | None = None
    diagnoses: tuple[tuple[str | None, str | None], ...] = ()
    lines: tuple[SubmittedLine, ...] = ()
    lines_sum: Amount | None = None
    balances: bool | None = None
    patient: Party | None = None
    patient_relationship: str | None = None
    payer: Party | None = None
    predetermination: bool = False
    frequency: str | None = None
    accident: tuple[str, ...] = ()
    prior_authorization: str | None = None
    predetermination_id: str | None = None
    payer_claim_no: str | None = None
    service_date: str | None = None
    orthodontics: Orthodontics | None = None
    teeth_status: tuple[ToothStatus, ...] = ()
    missing_teeth: tuple[str, ...] = ()
    attachments: tuple[ClaimAttachment, ...] = ()
    patient_paid: Amount | None = None
    notes: tuple[Reference, ...] = ()
    dates: tuple[Dated, ...] = ()
    amounts: tuple[Qualified, ...] = ()
    references: tuple[Reference, ...] = ()
    parties: tuple[Party, ...] = ()
    other_payers: tuple[OtherPayer, ...] = ()
    other_segments: tuple[str, ...] = ()


class SubmittedClaims(X12Record):
    """An 837 file; ``total_charge`` is the sum over its claims, ``None`` if one is unreadable."""

    transaction: Literal["837D", "837P", "837I"]
    claims: tuple[SubmittedClaim, ...] = ()
    total_charge: Amount | None = None
