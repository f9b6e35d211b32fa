"""What a draft encloses: the checklist of the playbook against what is there."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.domain.case import Case, CaseDocument
from assistant.domain.draft import Enclosure
from assistant.domain.playbook import Playbook
from assistant.intake.reading import document_day
from assistant.intake.records_request import asks_for_records
from assistant.intake.strangers import foreign_parts
from assistant.tables.attachments import normalise

#: Papers that the payer wrote itself are not sent back as proof.
_OWN = ("remittance",)

TITLES = {
    "chart_note": "Chart notes",
    "sleep_study": "Sleep test report",
    "order": "Physician's written order",
    "pathology_report": "Pathology report",
    "imaging_report": "Imaging report",
    "perio_chart": "Periodontal chart",
    "denial_letter": "Notice of denial",
    "remittance": "Remittance advice",
    "intake_form": "Patient questionnaire",
    "letter": "Letter",
    "other": "Record",
}


def title_of(document: CaseDocument) -> str:
    """What a reader outside the office would call the paper: its own first line, else its kind."""
    lines = [line.strip() for line in (document.text or "").splitlines() if line.strip()]
    head = re.sub(r"[\s,:-]*\d[\d/.-]*$", "", lines[0]).rstrip(".:,") if lines else ""
    if 4 <= len(head) <= 60 and head.isupper() and not any(char.isdigit() for char in head):
        return head.capitalize()
    return TITLES.get(document.kind, "Record")


def enclosures(case: Case, playbook: Playbook | None, folder: Path | None) -> tuple[Enclosure, ...]:
    """Attachments of the case in the order of the checklist; a missing required kind is listed as absent."""
    by_file = {document.file: document for document in case.documents if document.file}
    left_out = {document.file for document in case.documents if document.file and asks_for_records(document)}
    # Another patient's paper goes to nobody.
    foreign = foreign_parts(case)
    left_out |= {document.file for document in case.documents if document.file and document.id in foreign}
    listed = [
        Enclosure(
            kind=attachment.kind,
            title=title_of(by_file[attachment.file]) if attachment.file in by_file else _plain(attachment.kind),
            date=attachment.date or (document_day(by_file[attachment.file]) if attachment.file in by_file else None),
            tooth=attachment.tooth,
            file=attachment.file,
            present=folder is None or (bool(attachment.file) and (folder / str(attachment.file)).is_file()),
        )
        for attachment in (*case.attachments, *case.claim.attachments)
        if attachment.kind not in _OWN and attachment.file not in left_out
    ]
    order = [item.kind for item in playbook.checklist] if playbook is not None else []
    return tuple(sorted(listed, key=lambda e: order.index(e.kind) if e.kind in order else len(order)))


def lacking(case: Case, playbook: Playbook | None) -> tuple[str, ...]:
    """Titles of required papers that neither the attachments nor the documents hold."""
    if playbook is None:
        return ()
    held = kinds_held(case)
    return tuple(item.title for item in playbook.checklist if item.required and not held & {item.kind, *item.instead})


def kinds_held(case: Case) -> frozenset[str]:
    """The kinds of paper that the attachments and the documents hold, as written and by their common name."""
    listed = [attachment.kind for attachment in (*case.attachments, *case.claim.attachments)]
    known = [kind.name for word in listed if (kind := normalise(word)) is not None]
    return frozenset((*listed, *known, *(document.kind for document in case.documents)))


def _plain(kind: str) -> str:
    return TITLES.get(kind, kind.replace("_", " ").capitalize())
