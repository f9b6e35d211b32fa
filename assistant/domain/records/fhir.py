"""FHIR R4 resources of the money side: claims, their answers and eligibility."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.records.parts import ReadWarning
from assistant.domain.records.written import Number


class Adjudicated(Frozen):
    """One adjudication of an item or total: ``category`` such as ``submitted`` or ``benefit``."""

    category: str | None
    reason: str | None = None
    amount: Number | None = None
    value: Number | None = None
    currency: str | None = None


class FhirLine(Frozen):
    """An item of a claim or of its answer; ``tooth`` and ``surfaces`` are as written."""

    sequence: int | None = None
    code: str | None = None
    system: str | None = None
    net: Number | None = None
    currency: str | None = None
    date: str | None = None
    date_end: str | None = None
    quantity: Number | None = None
    unit_price: Number | None = None
    modifiers: tuple[str, ...] = ()
    tooth: str | None = None
    tooth_system: str | None = None
    surfaces: tuple[str, ...] = ()
    adjudications: tuple[Adjudicated, ...] = ()
    notes: tuple[int, ...] = ()
    details: tuple[FhirLine, ...] = ()


class FhirError(Frozen):
    """An error of processing, by the item it concerns."""

    item: int | None = None
    detail: int | None = None
    subdetail: int | None = None
    code: str | None = None
    text: str | None = None


class FhirRecord(Frozen):
    """What every resource carries."""

    resource: str
    file: str = ""
    id: str | None = None
    status: str | None = None
    identifiers: tuple[str, ...] = ()
    patient: str | None = None
    insurer: str | None = None
    provider: str | None = None
    created: str | None = None
    warnings: tuple[ReadWarning, ...] = ()


class FhirClaim(FhirRecord):
    """A ``Claim``; ``total`` is ``None`` when the resource states none."""

    resource: Literal["Claim"] = "Claim"
    use: str | None = None
    type: str | None = None
    claim_id: str | None = None
    lines: tuple[FhirLine, ...] = ()
    diagnoses: tuple[str, ...] = ()
    total: Number | None = None
    lines_sum: Number | None = None
    balances: bool | None = None
    coverages: tuple[str, ...] = ()


class FhirAnswer(FhirRecord):
    """What a claim's answer holds, whichever resource carries it."""

    use: str | None = None
    type: str | None = None
    outcome: str | None = None
    disposition: str | None = None
    claim: str | None = None
    lines: tuple[FhirLine, ...] = ()
    totals: tuple[Adjudicated, ...] = ()
    total_submitted: Number | None = None
    total_benefit: Number | None = None
    payment: Number | None = None
    payment_date: str | None = None
    errors: tuple[FhirError, ...] = ()
    notes: tuple[str, ...] = ()
    preauth: str | None = None
    denied: bool | None = None


class FhirClaimResponse(FhirAnswer):
    """A ``ClaimResponse``."""

    resource: Literal["ClaimResponse"] = "ClaimResponse"


class FhirExplanationOfBenefit(FhirAnswer):
    """An ``ExplanationOfBenefit``."""

    resource: Literal["ExplanationOfBenefit"] = "ExplanationOfBenefit"
    diagnoses: tuple[str, ...] = ()


class FhirAllowance(Frozen):
    """A benefit of a type this reader has no key for, with what is allowed and used."""

    type: str | None
    allowed: Number | str | None = None
    used: Number | str | None = None


class FhirBenefit(Frozen):
    """An item of an eligibility answer. A key that is ``None`` was not stated."""

    category: str | None = None
    display: str | None = None
    code: str | None = None
    name: str | None = None
    excluded: bool | None = None
    network: str | None = None
    unit: str | None = None
    term: str | None = None
    currency: str | None = None
    benefit: Number | None = None
    benefit_used: Number | None = None
    copay: Number | None = None
    copay_max: Number | None = None
    copay_percent: Number | None = None
    deductible: Number | None = None
    deductible_used: Number | None = None
    visits: Number | None = None
    room: str | None = None
    authorization_required: bool | None = None
    other: tuple[FhirAllowance, ...] = ()
    insurance: int = 0


class FhirEligibility(FhirRecord):
    """A ``CoverageEligibilityResponse``; ``not_stated`` lists what dental work needs and is absent."""

    resource: Literal["CoverageEligibilityResponse"] = "CoverageEligibilityResponse"
    purpose: tuple[str, ...] = ()
    outcome: str | None = None
    disposition: str | None = None
    serviced: str | None = None
    inforce: bool | None = None
    coverages: tuple[str, ...] = ()
    benefits: tuple[FhirBenefit, ...] = ()
    errors: tuple[FhirError, ...] = ()
    not_stated: tuple[str, ...] = ()
