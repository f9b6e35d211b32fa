"""A case from a FHIR ``ExplanationOfBenefit`` or ``ClaimResponse``, with the ``Claim`` beside it where there is one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from assistant.domain.case import Case, Denial, PlanFunding
from assistant.domain.claim import Claim, Patient, ServiceLine
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.records import (
    FhirClaim,
    FhirClaimResponse,
    FhirExplanationOfBenefit,
    FhirLine,
    Records,
    SeveralRecords,
)
from assistant.intake.notes import attachment_of, diagnoses_in, documents_of
from assistant.intake.reason_lines import claim_lines_in
from assistant.tables.payers import resolve_payer

Answer = FhirClaimResponse | FhirExplanationOfBenefit

_CARC = re.compile(r"(?:(?P<group>CO|PR|OA|PI|CR)[- ]?)?(?P<code>[A-Z]?\d{1,3})")
_PAID = ("benefit", "paid", "payment", "paidtoprovider")


def case_from_fhir(
    records: Records,
    claim_id: str | None = None,
    *,
    notes: tuple[tuple[str, str], ...] = (),
    funding: PlanFunding | None = None,
    diagnoses: tuple[str, ...] = (),
    received: date | None = None,
) -> Case:
    """The case of one answer to a claim: its lines, a denial per line that pays nothing, the notes as documents.

    Raises :class:`NotFound` where the claim is not in the file and :class:`BadInput` where no
    line was refused: an error of processing is no denial.
    """
    every = records.records if isinstance(records, SeveralRecords) else (records,)
    answer = _answer(
        [each for each in every if isinstance(each, FhirClaimResponse | FhirExplanationOfBenefit)], claim_id
    )
    asked = next((each for each in every if isinstance(each, FhirClaim)), None)
    documents = documents_of(notes)
    codes = diagnoses or _stated(answer, asked) or diagnoses_in(documents)
    claim = _claim(answer, asked, codes)
    denials = tuple(_denials(answer, claim, received))
    if not denials:
        why = "an error of processing, which is no denial" if answer.errors else "no line that pays nothing"
        raise BadInput(f"the answer holds {why}", where="the FHIR file", fix="ask the payer for the decision itself")
    return Case(
        claim=claim,
        denials=denials,
        documents=documents,
        attachments=tuple(attachment_of(document) for document in documents),
        plan_funding=funding,
    )


def _answer(answers: list[Answer], claim_id: str | None) -> Answer:
    if claim_id is not None:
        answers = [
            a for a in answers if claim_id in (a.id, *a.identifiers) or claim_id == (a.claim or "").split("/")[-1]
        ]
    if not answers:
        raise NotFound(
            f"no ExplanationOfBenefit or ClaimResponse {claim_id or ''} in the file".replace("  ", " "),
            fix="give the resource that answers the claim; `claimwright read FILE` lists what is there",
        )
    if len(answers) > 1:
        listed = ", ".join(str(a.id) for a in answers[:6])
        raise BadInput(f"the file holds {len(answers)} answers", fix=f"name one with --claim: {listed}")
    return answers[0]


def _stated(answer: Answer, asked: FhirClaim | None) -> tuple[str, ...]:
    own = answer.diagnoses if isinstance(answer, FhirExplanationOfBenefit) else ()
    return own or (asked.diagnoses if asked is not None else ())


def _claim(answer: Answer, asked: FhirClaim | None, codes: tuple[str, ...]) -> Claim:
    told = {line.sequence: line for line in (asked.lines if asked is not None else ())}
    lines = tuple(_line(line, told.get(line.sequence), codes) for line in answer.lines if _code(line, told))
    dental = bool(lines) and all(line.code.startswith("D") for line in lines)
    written = answer.insurer
    return Claim(
        lane="dental" if dental or answer.type == "oral" else "medical",
        payer=(resolve_payer(written).name or written) if written else None,
        patient=Patient(),
        diagnoses=codes,
        lines=lines,
    )


def _code(line: FhirLine, told: dict[int | None, FhirLine]) -> str | None:
    """The procedure; an answer that repeats no codes has them in the claim."""
    other = told.get(line.sequence)
    return line.code or (other.code if other is not None else None)


def _line(line: FhirLine, asked: FhirLine | None, codes: tuple[str, ...]) -> ServiceLine:
    both = [each for each in (line, asked) if each is not None]
    fee = next((each.net for each in both if each.net is not None), None)
    day = next((each.date for each in both if each.date), None)
    return ServiceLine(
        id=str(line.sequence or 1),
        code=next(each.code for each in both if each.code),
        date_of_service=_day(day),
        tooth=next((each.tooth for each in both if each.tooth), None),
        surfaces="".join(next((each.surfaces for each in both if each.surfaces), ())) or None,
        modifiers=next((each.modifiers for each in both if each.modifiers), ()),
        fee=Decimal(str(fee)) if fee is not None else None,
        diagnosis_pointers=tuple(range(1, min(len(codes), 4) + 1)),
    )


def _day(text: str | None) -> date | None:
    """A whole date; a month or a year alone is no day of service."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _denials(answer: Answer, claim: Claim, received: date | None) -> list[Denial]:
    by_id = {line.id: line for line in claim.lines}
    found = []
    for line in answer.lines:
        own = by_id.get(str(line.sequence or 1))
        if own is None or not (_pays_nothing(line) or answer.denied):
            continue
        reason = next((_CARC.fullmatch(a.reason.strip()) for a in line.adjudications if a.reason), None)
        found.append(
            Denial(
                date=_day(answer.payment_date) or _day(answer.created),
                received=received,
                claim_number=(answer.claim or "").split("/")[-1] or None,
                payer_claim_number=next(iter(answer.identifiers), None),
                line=own.id,
                group=reason["group"] if reason and reason["group"] else None,
                carc=reason["code"] if reason else None,
                amount=own.fee,
            )
        )
    return [each.model_copy(update={"text": _words(answer, each, claim, alone=len(found) == 1)}) for each in found]


def _pays_nothing(line: FhirLine) -> bool:
    paid = [a.amount for a in line.adjudications if (a.category or "").lower() in _PAID and a.amount is not None]
    return bool(paid) and all(Decimal(str(amount)) == 0 for amount in paid)


def _words(answer: Answer, denial: Denial, claim: Claim, *, alone: bool) -> str | None:
    """What the payer says in words; a word such as "processed" is no reason.

    Of several denials each has the notes that speak of its line; a note of the whole answer is said of none.
    """
    said = [note for note in (*answer.notes, answer.disposition) if note and len(note.split()) > 2]
    if not alone:
        spoken = [(note, {line.id for line in claim_lines_in(note, claim.lines)}) for note in said]
        said = [note for note, about in spoken if about == {denial.line}]
    return " ".join(said) or None
