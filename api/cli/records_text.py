"""Records as text for people: a short account of each, then the warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.domain.records import (
    Adjustment,
    Check,
    ClaimStatuses,
    EligibilityResponse,
    FhirClaim,
    FhirClaimResponse,
    FhirEligibility,
    FhirExplanationOfBenefit,
    FhirLine,
    Member,
    ReadWarning,
    Records,
    Remittance,
    RemittanceClaim,
    RemittanceLine,
    SeveralRecords,
    SubmittedClaim,
    SubmittedClaims,
    SubmittedLine,
    calendar_day,
)

#: Warnings of one kind printed for people; JSON holds all of them.
SHOWN_OF_A_KIND = 10


def summary(record: Records) -> str:
    """The record as lines of text without control characters."""
    lines = [*_body(record), *_warnings(record.warnings)]
    return "\n".join(_plain(line) for line in lines)


def _body(record: Records) -> Iterator[str]:
    if isinstance(record, SeveralRecords):
        yield f"{record.file}: {len(record.records)} records of several kinds"
        for one in record.records:
            yield from _body(one)
            yield from _warnings(one.warnings)
    elif isinstance(record, Remittance):
        yield _title(record.file, "835 remittance", len(record.checks), "payment")
        for index, check in enumerate(record.checks):
            yield from _check(index, check)
    elif isinstance(record, SubmittedClaims):
        yield _title(
            record.file,
            f"{record.transaction} claims, total {_money(record.total_charge)}",
            len(record.claims),
            "claim",
        )
        for claim in record.claims:
            yield from _submitted(claim)
    elif isinstance(record, ClaimStatuses):
        yield _title(record.file, f"{record.transaction} claim status", len(record.claims), "claim")
        yield from _statuses(record)
    elif isinstance(record, EligibilityResponse):
        yield _title(record.file, "271 eligibility", len(record.members), "patient")
        for member in record.members:
            yield from _member(member)
    elif isinstance(record, FhirClaim):
        yield f"{record.file}: FHIR Claim {record.claim_id or record.id or ''}, total {_money(record.total)}"
        yield from _fhir_lines(record.lines)
    elif isinstance(record, FhirEligibility):
        yield from _fhir_eligibility(record)
    else:
        yield from _fhir_answer(record)


def _title(file: str, kind: str, count: int, what: str) -> str:
    return f"{file}: {kind}, {count} {what}{'' if count == 1 else 's'}"


def _check(index: int, check: Check) -> Iterator[str]:
    yield f"Payment {index + 1}: {check.payer or 'payer not named'} to {check.payee or 'payee not named'}"
    yield (
        f"  {_money(check.bpr_amount)} ({check.bpr_flag or 'method not stated'}), trace {check.trace or 'none'}, "
        f"dated {_day(check.payment_date)}: {_balance(check.check_balances)}"
    )
    for claim in check.claims:
        yield from _claim(claim)
    for moved in check.plb:
        yield f"  Outside the claims: {moved.reason or 'no reason'} {_money(moved.amount)}"


def _claim(claim: RemittanceClaim) -> Iterator[str]:
    status = f"{claim.status or '?'} {claim.status_meaning or 'status not known'}"
    yield (
        f"  Claim {claim.claim_id or 'without number'} (payer's {claim.payer_claim_no or 'none'}), {status}: "
        f"charge {_money(claim.charge)}, paid {_money(claim.paid)}, patient {_money(claim.patient_resp)}: "
        f"{_balance(claim.claim_balances)}"
    )
    if claim.adjustments or claim.remarks:
        yield f"    on the claim: {_taken(claim.adjustments, claim.remarks)}"
    for line in claim.lines:
        yield _line(line)


def _line(line: RemittanceLine) -> str:
    code = line.code or (f"{line.label}?" if line.label else "code not readable")
    modifiers = "".join(f"-{one}" for one in line.modifiers)
    marks = (" DENIED" if line.denied else "") + ("" if line.line_balances else f" {_balance(line.line_balances)}")
    return (
        f"    {code}{modifiers} on {_day(line.date)}: charge {_money(line.charge)}, paid {_money(line.paid)}"
        f"{_prefixed(_taken(line.adjustments, line.remarks))}{marks}"
    )


def _taken(adjustments: Iterable[Adjustment], remarks: Sequence[str]) -> str:
    parts = [f"{one.group or '?'}-{one.reason or '?'} {_money(one.amount)}" for one in adjustments]
    return ", ".join([*parts, *remarks])


def _submitted(claim: SubmittedClaim) -> Iterator[str]:
    kind = "Predetermination" if claim.predetermination else "Claim"
    payer = claim.payer.name if claim.payer else None
    yield (
        f"{kind} {claim.claim_id or 'without number'} to {payer or 'payer not named'}: charge {_money(claim.charge)}, "
        f"lines {_money(claim.lines_sum)}: {_balance(claim.balances)}"
    )
    codes = [code for _, code in claim.diagnoses if code]
    if codes:
        yield f"  diagnoses {', '.join(codes)}"
    if claim.missing_teeth:
        yield f"  missing teeth {', '.join(claim.missing_teeth)}"
    for line in claim.lines:
        yield _submitted_line(line)
    for attachment in claim.attachments:
        yield f"  attachment {attachment.report_type or '?'}, control number {attachment.control_number or 'none'}"
    for other in claim.other_payers:
        taken = _prefixed(_taken(other.adjustments, ()))
        yield f"  other payer {other.payer or 'not named'}: paid {_money(other.paid)}{taken}"


def _submitted_line(line: SubmittedLine) -> str:
    site = [f"tooth {line.tooth}" if line.tooth else "", line.surfaces or "", f"area {line.area}" if line.area else ""]
    modifiers = "".join(f"-{one}" for one in line.modifiers)
    return (
        f"  {line.code or 'code not readable'}{modifiers}{_prefixed(' '.join(part for part in site if part), ' ')} "
        f"on {_day(line.service_date)}: charge {_money(line.charge)}"
    )


def _statuses(record: ClaimStatuses) -> Iterator[str]:
    for batch in record.batches:
        yield f"Batch at {batch.level} {batch.name or ''}: {_status(batch.status, batch.meaning)}"
    for claim in record.claims:
        taken = {True: "accepted; ", False: "NOT ACCEPTED; ", None: ""}[claim.accepted]
        yield (
            f"Claim {claim.trace or 'without trace'} (payer's {claim.payer_claim_no or 'none'}): {taken}"
            f"{_status(claim.status, claim.meaning)} of {_day(claim.date)}, "
            f"charge {_money(claim.charge)}, paid {_money(claim.paid)}"
        )
        yield from (f"  {one.text}" for one in claim.statuses if one.text)
        for line in claim.lines:
            money = f"charge {_money(line.charge)}, paid {_money(line.paid)}"
            yield f"  {line.code or 'code not readable'}: {_status(line.status, line.meaning)}, {money}"


def _status(code: str | None, meaning: str | None) -> str:
    return f"{code} ({meaning or 'not known'})" if code else "no status"


def _member(member: Member) -> Iterator[str]:
    active = {True: "active", False: "not active", None: "not stated"}[member.dental_active]
    patient = f"{member.patient or 'Patient not named'} ({member.relationship})"
    yield f"{patient} at {member.payer or 'payer not named'}; dental care: {active}"
    for one in member.benefits:
        yield f"  {one.meaning}"
        for text in one.messages:
            yield f"    {text}"
    if member.not_stated:
        yield f"  NOT STATED for dental care: {', '.join(member.not_stated)}"


def _fhir_lines(lines: Iterable[FhirLine]) -> Iterator[str]:
    for line in lines:
        decided = ", ".join(
            f"{one.category} {_money(one.amount if one.amount is not None else one.value)}"
            for one in line.adjudications
        )
        tooth = f" tooth {line.tooth}" if line.tooth else ""
        what = f"{line.code or f'item {line.sequence}'}{tooth} on {_day(line.date)}"
        yield f"  {what}: net {_money(line.net)}{_prefixed(decided)}"


def _fhir_answer(record: FhirClaimResponse | FhirExplanationOfBenefit) -> Iterator[str]:
    yield (
        f"{record.file}: FHIR {record.resource} {record.id or ''}, outcome {record.outcome or 'not stated'}"
        f"{_prefixed(record.disposition or '')}"
    )
    decided = f"submitted {_money(record.total_submitted)}, benefit {_money(record.total_benefit)}"
    yield f"  {decided}, paid {_money(record.payment)}"
    yield from _fhir_lines(record.lines)
    for error in record.errors:
        yield f"  error {error.code or 'without code'} at item {error.item}"
    for note in record.notes:
        yield f"  note: {note}"


def _fhir_eligibility(record: FhirEligibility) -> Iterator[str]:
    in_force = {True: "in force", False: "not in force", None: "not stated whether in force"}[record.inforce]
    yield f"{record.file}: FHIR eligibility {record.id or ''}, {in_force}{_prefixed(record.disposition or '')}"
    for one in record.benefits:
        stated = [
            f"{name} {_money(value)}"
            for name, value in (
                ("benefit", one.benefit),
                ("used", one.benefit_used),
                ("deductible", one.deductible),
                ("copay", one.copay),
                ("copay at most", one.copay_max),
                ("copay percent", one.copay_percent),
                ("visits", one.visits),
            )
            if value is not None
        ]
        terms = f"{one.network or 'network not stated'}, {one.term or 'term not stated'}"
        amounts = f"{', '.join(stated) or 'no amount'} {one.currency or ''}".rstrip()
        yield f"  {one.category or '?'} {one.display or ''} ({terms}): {amounts}"
    if record.not_stated:
        yield f"  NOT STATED for dental care: {', '.join(record.not_stated)}"


def _warnings(warnings: Sequence[ReadWarning]) -> Iterator[str]:
    """Every kind of warning, the first few of each, so that none hides behind a frequent one."""
    if warnings:
        yield f"Warnings ({len(warnings)}):"
    told: Counter[str] = Counter()
    for one in warnings:
        told[one.code] += 1
        if told[one.code] <= SHOWN_OF_A_KIND:
            yield f"  {one.where}: {one.message} [{one.code}]"
    for code, count in told.items():
        if count > SHOWN_OF_A_KIND:
            yield f"  ... and {count - SHOWN_OF_A_KIND} more [{code}]; --json prints all"


def _money(value: Decimal | None) -> str:
    if value is None:
        return "not stated"
    return str(getattr(value, "text", value))


def _day(text: str | None) -> str:
    found = calendar_day(text)
    return found.isoformat() if found else text or "no date"


def _balance(holds: bool | None) -> str:
    return {True: "balances", False: "DOES NOT BALANCE", None: "balance not known"}[holds]


def _prefixed(text: str, mark: str = "; ") -> str:
    return f"{mark}{text}" if text else ""


def _plain(text: str) -> str:
    """The text without control characters, which a file could use to repaint a terminal."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else "�" for mark in text)
