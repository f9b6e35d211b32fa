"""Notes beside a claim as documents and enclosures of its case."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.case import CaseDocument
from assistant.domain.claim import Attachment
from assistant.intake.kinds import kind_of
from assistant.intake.reading import document_day
from assistant.recognise import diagnosis_codes


def documents_of(notes: Iterable[tuple[str, str]]) -> tuple[CaseDocument, ...]:
    """A document a note, ``(file name, text)``, with its kind guessed from its words."""
    return tuple(
        CaseDocument(id=f"d{index}", kind=kind_of(text), text=text, file=name)
        for index, (name, text) in enumerate(notes, start=1)
    )


def attachment_of(document: CaseDocument) -> Attachment:
    """The paper as something that can be enclosed."""
    return Attachment(kind=document.kind, date=document_day(document), file=document.file)


def diagnoses_in(documents: Iterable[CaseDocument]) -> tuple[str, ...]:
    """Diagnosis codes that the papers write out, each once."""
    found = (m.value for document in documents for m in diagnosis_codes.find(document.text or ""))
    return tuple(dict.fromkeys(found))
