"""All facts of a case: those in its papers, and those that the claim and the papers' presence state."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.case import Case, CaseDocument
from assistant.domain.claim import Attachment, ServiceLine
from assistant.domain.fact import Fact, Span
from assistant.domain.playbook import FactSpec, Playbook
from assistant.intake.claim_facts import CLAIM, of_claim
from assistant.intake.facts import extract
from assistant.intake.reading import document_day
from assistant.intake.records_request import asks_for_records
from assistant.intake.strangers import foreign_parts, within
from assistant.tables.attachments import normalise
from assistant.tables.note_languages import other_language

#: ``document_kind`` of a fact that only the list of enclosures states.
ATTACHMENT = "attachment"


def facts_of(case: Case, playbook: Playbook, line: ServiceLine | None = None) -> tuple[Fact, ...]:
    """What the papers say, then what the claim and the enclosures state.

    ``line`` is the service at hand. A number of the claim replaces what the papers say
    under the same key: an age in an old note is not the age on the date of service. Of several
    entries of a person under one key the newest counts; one that corrects replaces what was
    read. Parts of papers under another patient's name are left out, and a payer's requests, and
    papers in another language: what is denied in them would be read as found.
    """
    stated = tuple(_stated(case, playbook, line))
    numbers = {spec.key for spec in playbook.facts if spec.type == "number"}
    settled = {fact.key for fact in stated if fact.document_kind == CLAIM} & numbers
    papers = [
        document
        for document in case.documents
        if not asks_for_records(document) and other_language(document.text or "") is None
    ]
    entered = tuple({fact.key: fact for fact in case.facts}.values())
    corrected = {fact.key for fact in entered if fact.corrects}
    read = extract(papers, playbook, entered=entered, tooth_system=case.claim.tooth_system or "universal")
    foreign = foreign_parts(case)
    own = (
        fact for fact in read if fact.span is None or not within(foreign.get(fact.span.document, ()), fact.span.start)
    )
    return (
        *(fact for fact in own if fact.key not in settled and not (fact.span and fact.key in corrected)),
        *(fact for fact in stated if fact.span is None or fact.span.document not in foreign),
    )


def _stated(case: Case, playbook: Playbook, line: ServiceLine | None) -> Iterator[Fact]:
    for spec in playbook.facts:
        yield from of_claim(spec, case.claim, line)
        if spec.papers:
            yield from _of_papers(spec, case)


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
