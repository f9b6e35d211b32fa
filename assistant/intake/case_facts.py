"""All facts of a case: those in its papers, and those that the claim and the papers' presence state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.domain.case import Case, CaseDocument
from assistant.domain.claim import Attachment, ServiceLine
from assistant.domain.fact import Fact, Span
from assistant.domain.playbook import FactSpec, Playbook
from assistant.intake.facts import document_day, extract
from assistant.tables.attachments import normalise

#: ``document_kind`` of a fact that the claim itself states.
CLAIM = "claim"
#: ``document_kind`` of a fact that only the list of enclosures states.
ATTACHMENT = "attachment"


def facts_of(case: Case, playbook: Playbook, line: ServiceLine | None = None) -> tuple[Fact, ...]:
    """What the papers say, then what the claim and the enclosures state.

    ``line`` is the service at hand. A field of the claim replaces what the papers say under
    the same key: an age in an old note is not the age on the date of service.
    """
    stated = tuple(_stated(case, playbook, line))
    settled = {fact.key for fact in stated if fact.document_kind == CLAIM}
    read = extract(case.documents, playbook, entered=case.facts, tooth_system=case.claim.tooth_system or "universal")
    return (*(fact for fact in read if fact.key not in settled), *stated)


def _stated(case: Case, playbook: Playbook, line: ServiceLine | None) -> Iterator[Fact]:
    for spec in playbook.facts:
        if spec.claim is not None:
            yield from _of_claim(spec, case, line)
        if spec.papers:
            yield from _of_papers(spec, case)


def _of_claim(spec: FactSpec, case: Case, line: ServiceLine | None) -> Iterator[Fact]:
    """The fact with the field it was read from; nothing where the claim leaves the field empty."""
    claim = case.claim
    accident = claim.accident
    index = claim.lines.index(line) if line in claim.lines else 0
    match spec.claim:
        case "age" | "age_months":
            born = claim.patient.birth_date if claim.patient else None
            on = (line.date_of_service if line else None) or claim.as_of
            if born is not None and on is not None and born <= on:
                months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
                value = Decimal(months if spec.claim == "age_months" else months // 12)
                yield _fact(spec, "claim.patient.birth_date", born.isoformat(), value=value)
        case "date_of_service":
            yield from _dated(spec, f"claim.lines[{index}].date_of_service", line.date_of_service if line else None)
        case "accident_date":
            yield from _dated(spec, "claim.accident.date", accident.date if accident else None)
        case "accident_kind":
            if accident and accident.kind:
                yield _fact(spec, "claim.accident.kind", accident.kind)
        case "history":
            for number, entry in enumerate(claim.history):
                if entry.code in spec.codes:
                    yield _fact(spec, f"claim.history[{number}]", entry.code, day=entry.date_of_service)
        case "other_line":
            yield from _other_line(spec, case, line, index)
        case None:
            return


def _other_line(spec: FactSpec, case: Case, line: ServiceLine | None, index: int) -> Iterator[Fact]:
    """Whether the claim holds one of the codes on the same day; a claim that does not says so too."""
    if line is None:
        return
    for number, other in enumerate(case.claim.lines):
        if number != index and other.code in spec.codes and other.date_of_service == line.date_of_service:
            yield _fact(spec, f"claim.lines[{number}].code", other.code, day=other.date_of_service)
            return
    absent = _fact(spec, f"claim.lines[{index}].code", line.code, day=line.date_of_service)
    yield absent.model_copy(update={"polarity": "absent"})


def _dated(spec: FactSpec, field: str, day: date | None) -> Iterator[Fact]:
    if day is not None:
        yield _fact(spec, field, day.isoformat(), day=day)


def _fact(spec: FactSpec, field: str, quote: str, *, value: Decimal | bool = True, day: date | None = None) -> Fact:
    span = Span(document=field, start=0, end=len(quote), quote=quote)
    return Fact(key=spec.key, value=value, unit=spec.unit, day=day, span=span, document_kind=CLAIM)


def _of_papers(spec: FactSpec, case: Case) -> Iterator[Fact]:
    """Documents and enclosures of the kinds that the fact names; each with its own day."""
    for document in case.documents:
        if document.kind in spec.papers and document.text:
            yield _of_document(spec, document)
    listed = [("attachments", each) for each in case.attachments]
    listed += [("claim.attachments", each) for each in case.claim.attachments]
    read = {document.file for document in case.documents if document.file}
    for index, (where, attachment) in enumerate(listed):
        if attachment.file in read and attachment.file:
            continue
        kind = normalise(attachment.kind)
        if kind is not None and kind.name in spec.papers:
            yield _of_attachment(spec, f"{where}[{index}]", attachment)


def _of_document(spec: FactSpec, document: CaseDocument) -> Fact:
    text = document.text or ""
    start = len(text) - len(text.lstrip())
    first = text.strip().splitlines()[0].rstrip()
    span = Span(document=document.id, start=start, end=start + len(first), quote=first)
    return Fact(key=spec.key, value=True, day=document_day(document), span=span, document_kind=document.kind)


def _of_attachment(spec: FactSpec, where: str, attachment: Attachment) -> Fact:
    span = Span(document=where, start=0, end=len(attachment.kind), quote=attachment.kind)
    return Fact(
        key=spec.key,
        value=True,
        day=attachment.date,
        place=(attachment.tooth or "") if spec.per == "tooth" else "",
        span=span,
        document_kind=ATTACHMENT,
    )
