"""Every amount that a remittance took off, decoded line by line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.benefits.denial_text import BESIDE
from assistant.benefits.denials import decode_denial, several
from assistant.domain.denial import DenialDecoding, LineDenial
from assistant.domain.records import Adjustment, Remittance, RemittanceClaim


def decode_remittance(remittance: Remittance) -> DenialDecoding:
    """The adjustments of every claim and line; on top the reading on which the refusals agree."""
    found = tuple(line for check in remittance.checks for claim in check.claims for line in _claim(claim))
    refusals = [each.reading for each in found if each.reading.category not in BESIDE]
    top = several(tuple(dict.fromkeys(refusals or (each.reading for each in found))))
    return top.model_copy(update={"lines": found, "readings": ()})


def _claim(claim: RemittanceClaim) -> Iterator[LineDenial]:
    for adjustment in claim.adjustments:
        yield _line(claim, adjustment, claim.remarks, None, None, claim.service_from)
    for index, line in enumerate(claim.lines, start=1):
        for adjustment in line.adjustments:
            remarks = line.remarks or claim.remarks
            yield _line(claim, adjustment, remarks, line.control_number or str(index), line.label, line.date)


def _line(
    claim: RemittanceClaim,
    adjustment: Adjustment,
    remarks: tuple[str, ...],
    line: str | None,
    code: str | None,
    date: str | None,
) -> LineDenial:
    """One triple. A remark explains the refusal, so price agreements beside it are read without it."""
    plain = decode_denial(group=adjustment.group, carc=adjustment.reason)
    with_remarks = plain.category not in BESIDE and remarks
    reading = (
        decode_denial(group=adjustment.group, carc=adjustment.reason, rarc=" ".join(remarks)) if with_remarks else plain
    )
    return LineDenial(
        claim=claim.claim_id,
        payer_claim=claim.payer_claim_no,
        line=line,
        code=code,
        date=date,
        amount=Decimal(adjustment.amount) if adjustment.amount is not None else None,
        reading=reading,
    )
