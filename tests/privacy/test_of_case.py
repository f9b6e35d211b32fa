"""Which values of a case may not leave."""

from __future__ import annotations

from datetime import date

from assistant.domain.case import Case, Denial, Practice
from assistant.domain.claim import Claim, Patient, Provider
from assistant.domain.fact import EnteredFact
from assistant.privacy.kinds import KnownValue
from assistant.privacy.of_case import known_values
from assistant.privacy.redact import redact

CASE = Case(
    claim=Claim(
        lane="medical",
        patient=Patient(birth_date=date(1984, 5, 2)),
        prior_authorization="A1234",
        billing_provider=Provider(npi="1234567893", name="Harbor Smiles"),
        rendering_provider=Provider(npi="1234567893"),
    ),
    denials=(Denial(claim_number="NL26-10992", payer_claim_number=None), Denial(claim_number="NL26-10992")),
    practice=Practice(signer="A. Lee", phone="312-555-0100", name="Harbor Smiles", licence=" "),
    facts=(
        EnteredFact(key="patient_name", value="Jane Doe", who="desk", when=date(2026, 11, 20)),
        EnteredFact(key="member_id", value="ABC123456789", who="desk", when=date(2026, 11, 20)),
        EnteredFact(key="denial_received", value="2026-07-02", who="desk", when=date(2026, 11, 20)),
    ),
)


def test_every_identifier_once() -> None:
    assert known_values(CASE) == (
        KnownValue("PERSON", "Jane Doe"),
        KnownValue("MEMBER", "ABC123456789"),
        KnownValue("DATE", "1984-05-02"),
        KnownValue("AUTHORIZATION", "A1234"),
        KnownValue("CLAIM", "NL26-10992"),
        KnownValue("PERSON", "A. Lee"),
        KnownValue("PHONE", "312-555-0100"),
        KnownValue("NPI", "1234567893"),
        KnownValue("PERSON", "Harbor Smiles"),
    )


def test_a_text_of_the_case_keeps_nothing() -> None:
    safe = redact("jane, 5/2/84, nl2610992, a1234, abc 123456789 and D2740", known_values(CASE))
    assert safe == "[PERSON], [DATE], [CLAIM], [AUTHORIZATION], [MEMBER] and D2740"


def test_an_empty_case_holds_nothing() -> None:
    assert known_values(Case(claim=Claim(lane="dental"))) == ()
