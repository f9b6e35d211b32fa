"""The identifiers that a case is known to hold, for ``detect``, ``tokenise`` and ``redact``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.case import Case
from assistant.privacy.kinds import Kind, KnownValue

#: Facts that people enter under these keys.
_FACTS: dict[str, Kind] = {
    "patient_name": "PERSON",
    "subscriber_name": "PERSON",
    "guardian_name": "PERSON",
    "member_id": "MEMBER",
    "group_number": "GROUP",
    "patient_address": "ADDRESS",
    "patient_phone": "PHONE",
    "patient_email": "EMAIL",
    "account_number": "ACCOUNT",
    "mrn": "MRN",
}


def known_values(case: Case) -> tuple[KnownValue, ...]:
    """Everything in ``case`` that names the patient, the claim or the office, each value once."""
    return tuple(dict.fromkeys(value for value in _all(case) if value.value.strip()))


def _all(case: Case) -> Iterator[KnownValue]:
    for fact in case.facts:
        if fact.key in _FACTS:
            yield KnownValue(_FACTS[fact.key], fact.value)
    patient = case.claim.patient
    if patient is not None and patient.birth_date is not None:
        yield KnownValue("DATE", patient.birth_date.isoformat())
    if case.claim.prior_authorization:
        yield KnownValue("AUTHORIZATION", case.claim.prior_authorization)
    for denial in case.denials:
        for number in (denial.claim_number, denial.payer_claim_number):
            if number:
                yield KnownValue("CLAIM", number)
    yield from _of_office(case)


def _of_office(case: Case) -> Iterator[KnownValue]:
    office = case.practice
    values: tuple[tuple[Kind, str | None], ...] = (
        ("PERSON", office.signer),
        ("ADDRESS", office.address),
        ("PHONE", office.phone),
        ("FAX", office.fax),
        ("NPI", office.npi),
        ("TAXID", office.tax_id),
        ("LICENCE", office.licence),
    )
    providers = (case.claim.billing_provider, case.claim.rendering_provider, case.claim.referring_provider)
    for kind, value in values:
        if value:
            yield KnownValue(kind, value)
    for provider in providers:
        if provider is not None and provider.npi:
            yield KnownValue("NPI", provider.npi)
        if provider is not None and provider.name:
            yield KnownValue("PERSON", provider.name)
