"""A case from whatever machine-readable answer of a payer is at hand."""

from __future__ import annotations

from datetime import date

from assistant.domain.case import Case, PlanFunding
from assistant.domain.errors import BadInput
from assistant.domain.records import (
    FhirClaim,
    FhirClaimResponse,
    FhirExplanationOfBenefit,
    Records,
    Remittance,
    SeveralRecords,
)
from assistant.intake.from_fhir import case_from_fhir
from assistant.intake.from_remittance import case_from_remittance

_FHIR = (FhirClaim, FhirClaimResponse, FhirExplanationOfBenefit, SeveralRecords)


def case_from_records(
    records: Records,
    claim_id: str | None,
    *,
    notes: tuple[tuple[str, str], ...] = (),
    today: date,
    funding: PlanFunding | None = None,
    diagnoses: tuple[str, ...] = (),
    received: date | None = None,
) -> Case:
    """The case of one denied claim; ``BadInput`` for records that answer no claim."""
    if isinstance(records, Remittance):
        if claim_id is None:
            raise BadInput("a remittance holds many claims", fix="name one with --claim; `claimwright read` lists them")
        return case_from_remittance(
            records, claim_id, notes=notes, today=today, funding=funding, diagnoses=diagnoses, received=received
        )
    if isinstance(records, _FHIR):
        return case_from_fhir(records, claim_id, notes=notes, funding=funding, diagnoses=diagnoses, received=received)
    raise BadInput(
        "this file answers no claim", fix="give a remittance (835), a FHIR ExplanationOfBenefit or a ClaimResponse"
    )
