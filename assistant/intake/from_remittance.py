"""A case from a remittance's denied claim and the notes beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.domain.case import Case, Denial, GroupCode, PlanFunding, Practice
from assistant.domain.claim import Claim, Patient, Provider, ServiceLine
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.fact import EnteredFact
from assistant.domain.records import Adjustment, Check, Remittance, RemittanceClaim, RemittanceLine, calendar_day
from assistant.domain.records.parts import Address
from assistant.intake.notes import attachment_of, diagnoses_in, documents_of
from assistant.readers.x12.labels import shares_out
from assistant.tables.payers import resolve_payer

#: Who a fact read from a remittance is entered by.
_FROM_FILE = "remittance"
_GROUPS: tuple[GroupCode, ...] = ("CO", "PR", "OA", "PI", "CR")


def case_from_remittance(
    remittance: Remittance,
    claim_id: str,
    *,
    notes: tuple[tuple[str, str], ...] = (),
    today: date,
    funding: PlanFunding | None = None,
    diagnoses: tuple[str, ...] = (),
    received: date | None = None,
) -> Case:
    """The case of one claim: lines as adjudicated, a denial per refused line, the notes as documents.

    ``notes`` are ``(file name, text)``. Diagnoses do not stand in a remittance; those not
    given are read from the notes where one is written out. Raises :class:`NotFound` when
    the claim is not in the file and :class:`BadInput` when its number stands there twice.
    """
    check, claim = _one(remittance, claim_id)
    documents = documents_of(notes)
    codes = diagnoses or diagnoses_in(documents)
    denials = tuple(_denials(check, claim, received))
    if not denials:
        raise BadInput(
            f"claim {claim_id} has no denied line, so there is nothing to appeal",
            where="the remittance",
            fix="name a claim with a refused line; `claimwright read FILE` lists them",
        )
    return Case(
        claim=_claim(check, claim, codes),
        denials=denials,
        documents=documents,
        attachments=tuple(attachment_of(document) for document in documents),
        practice=_practice(check, claim),
        plan_funding=funding,
        facts=tuple(_facts(check, claim, today)),
    )


def _one(remittance: Remittance, claim_id: str) -> tuple[Check, RemittanceClaim]:
    found = remittance.claims_numbered(claim_id)
    if not found:
        known = [claim.claim_id for check in remittance.checks for claim in check.claims if claim.claim_id]
        listed = ", ".join(known[:8]) + (" ..." if len(known) > 8 else "")
        raise NotFound(f"no claim {claim_id!r} in the remittance", fix=f"it holds {listed or 'no claims'}")
    denied = [(check, claim) for check, claim in found if claim.denied_lines]
    if len(denied or found) > 1:
        raise BadInput(
            f"claim {claim_id!r} stands in the remittance {len(found)} times",
            fix="use the payer's claim control number, or a file with one of them",
        )
    return (denied or list(found))[0]


def _claim(check: Check, claim: RemittanceClaim, diagnoses: tuple[str, ...]) -> Claim:
    written = check.payer or (check.payer_details.name if check.payer_details else None)
    payer = (resolve_payer(written).name or written) if written else None
    lines = tuple(_line(index, line, claim, diagnoses) for index, line in enumerate(claim.lines, start=1))
    dental = all(line.code.startswith("D") for line in lines) and bool(lines)
    return Claim(
        lane="dental" if dental else "medical",
        payer=payer,
        patient=Patient(),
        billing_provider=Provider(npi=check.payee_details.npi if check.payee_details else None, name=check.payee),
        rendering_provider=_provider(claim),
        place_of_service=_place(claim),
        diagnoses=diagnoses,
        lines=lines,
    )


def _provider(claim: RemittanceClaim) -> Provider | None:
    if claim.rendering is None:
        return None
    return Provider(npi=claim.rendering.npi, name=claim.rendering.full_name or None)


def _place(claim: RemittanceClaim) -> str | None:
    place = (claim.facility or "").strip()
    return place if len(place) == 2 and place.isdigit() else None


def _line(index: int, line: RemittanceLine, claim: RemittanceClaim, diagnoses: tuple[str, ...]) -> ServiceLine:
    submitted = line.submitted
    code = (submitted.code if submitted and submitted.code else line.label) or ""
    modifiers = submitted.modifiers if submitted and submitted.code else line.modifiers
    units = line.submitted_units or line.units
    return ServiceLine(
        id=line.control_number or str(index),
        code=code,
        date_of_service=calendar_day(line.date) or calendar_day(claim.service_from),
        modifiers=modifiers,
        units=_whole(units),
        fee=Decimal(line.charge) if line.charge is not None else None,
        diagnosis_pointers=tuple(range(1, min(len(diagnoses), 4) + 1)),
    )


def _whole(units: str | None) -> int:
    """Units as a whole number; a line without units is one service."""
    try:
        number = Decimal(units) if units else Decimal(1)
    except ArithmeticError:
        return 1
    return int(number) if number == number.to_integral_value() and number > 0 else 1


def _denials(check: Check, claim: RemittanceClaim, received: date | None) -> list[Denial]:
    found = []
    for index, line in enumerate(claim.lines, start=1):
        reason = _refusal(line.adjustments)
        if reason is None or (not line.denied and line.label not in claim.denied_lines):
            continue
        found.append(
            _denial(check, claim, reason, line.remarks or claim.remarks, line.control_number or str(index), received)
        )
    if not found and (reason := _refusal(claim.adjustments)) is not None:
        found.append(_denial(check, claim, reason, claim.remarks, None, received))
    return found


def _refusal(adjustments: tuple[Adjustment, ...]) -> Adjustment | None:
    """The adjustment that refuses the service: the largest that is not a price agreement."""
    refusing = [a for a in adjustments if not shares_out(a.reason or "") and a.amount is not None]
    return max(refusing, key=_size) if refusing else None


def _size(adjustment: Adjustment) -> Decimal:
    return abs(Decimal(adjustment.amount or 0))


def _denial(
    check: Check,
    claim: RemittanceClaim,
    reason: Adjustment,
    remarks: tuple[str, ...],
    line: str | None,
    received: date | None,
) -> Denial:
    return Denial(
        date=calendar_day(check.payment_date) or calendar_day(check.production_date),
        received=received,
        claim_number=claim.claim_id,
        payer_claim_number=claim.payer_claim_no,
        line=line,
        group=next((group for group in _GROUPS if group == reason.group), None),
        carc=reason.reason,
        rarc=remarks[0] if remarks else None,
        amount=Decimal(reason.amount) if reason.amount is not None else None,
    )


def _practice(check: Check, claim: RemittanceClaim) -> Practice:
    payee = check.payee_details
    address = payee.address if payee else None
    return Practice(
        name=_title(check.payee),
        address=(_one_line(address) or None) if address else None,
        npi=payee.npi if payee else None,
        signer=_title(claim.rendering.full_name) if claim.rendering else None,
    )


def _one_line(address: Address) -> str:
    parts = [*address.lines, " ".join(p for p in (address.city, address.state, address.zip) if p)]
    return ", ".join(_title(part) or "" for part in parts if part)


def _title(text: str | None) -> str | None:
    """Remittances shout; letters do not. Two-letter words such as states stay as they are."""
    if not text or not text.isupper():
        return text
    return " ".join(
        word if len(word) == 2 or any(c.isdigit() for c in word) else word.capitalize() for word in text.split()
    )


def _facts(check: Check, claim: RemittanceClaim, today: date) -> list[EnteredFact]:
    facts = []
    if claim.patient is not None and claim.patient.full_name:
        name = _title(claim.patient.full_name) or ""
        facts.append(EnteredFact(key="patient_name", value=name, who=_FROM_FILE, when=today))
    if claim.member_id:
        facts.append(EnteredFact(key="member_id", value=claim.member_id, who=_FROM_FILE, when=today))
    payer = check.payer_details.address if check.payer_details else None
    if payer is not None and payer.lines:
        facts.append(EnteredFact(key="payer_address", value=_one_line(payer), who=_FROM_FILE, when=today))
    return facts
