"""Records: what the readers of X12 and FHIR files return."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.records.claims import SubmittedClaim, SubmittedClaims, SubmittedLine
from assistant.domain.records.eligibility import Benefit, EligibilityResponse, Member
from assistant.domain.records.fhir import (
    FhirClaim,
    FhirClaimResponse,
    FhirEligibility,
    FhirExplanationOfBenefit,
    FhirLine,
)
from assistant.domain.records.parts import Adjustment, Party, ReadWarning
from assistant.domain.records.remittance import Check, Remittance, RemittanceClaim, RemittanceLine
from assistant.domain.records.status import ClaimStatus, ClaimStatuses
from assistant.domain.records.written import Amount, Number, calendar_day

X12Records = Remittance | SubmittedClaims | EligibilityResponse | ClaimStatuses
FhirRecords = FhirClaim | FhirClaimResponse | FhirExplanationOfBenefit | FhirEligibility


class SeveralRecords(Frozen):
    """A file that holds records of more than one kind, each read on its own."""

    transaction: Literal["several"] = "several"
    file: str = ""
    records: tuple[X12Records | FhirRecords, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()


Records = X12Records | FhirRecords | SeveralRecords

__all__ = [
    "Adjustment",
    "Amount",
    "Benefit",
    "Check",
    "ClaimStatus",
    "ClaimStatuses",
    "EligibilityResponse",
    "FhirClaim",
    "FhirClaimResponse",
    "FhirEligibility",
    "FhirExplanationOfBenefit",
    "FhirLine",
    "FhirRecords",
    "Member",
    "Number",
    "Party",
    "ReadWarning",
    "Records",
    "Remittance",
    "RemittanceClaim",
    "RemittanceLine",
    "SeveralRecords",
    "SubmittedClaim",
    "SubmittedClaims",
    "SubmittedLine",
    "X12Records",
    "calendar_day",
]
