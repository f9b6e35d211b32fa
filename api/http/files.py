"""A kept draft as a file: exactly the text that stands, marked as a draft until it is signed off."""

from __future__ import annotations

from dataclasses import replace

from api.http.service import Service
from assistant.chains.finish import Drafted
from assistant.domain.caller import Caller
from assistant.domain.stored import StoredDraft
from assistant.rendering.letter import Letter


def as_file(service: Service, caller: Caller, draft_id: str, form: str) -> tuple[bytes, str]:
    """The bytes of a form (``docx``, ``pdf``, ``json``, ``txt``, ``report``) and a file name without a person's."""
    with service.assistant.desk.printable(caller, draft_id, form) as (stored, drafted, folder):
        name = f"{stored.kind}-{stored.id.removeprefix('draft_')[:8]}"
        match form:
            case "json":
                return stored.model_dump_json(indent=2).encode(), f"{name}.json"
            case "txt":
                return _text(stored).encode(), f"{name}.txt"
            case "report":
                return _report(service, stored, drafted).encode(), f"{name}-report.html"
            case "pdf":
                from assistant.rendering.packet import packet_pdf

                return packet_pdf(_letter(stored, drafted), folder).data, f"{name}.pdf"
            case _:
                from assistant.rendering.docx import letter_docx

                template = service.template
                return letter_docx(_letter(stored, drafted), template=template), f"{name}.docx"


def _letter(stored: StoredDraft, drafted: Drafted) -> Letter:
    """The letter that says what is kept, also where the case would give another one by now."""
    from assistant.rendering.edited import edited_letter

    same = drafted.draft.text == stored.text
    letter = drafted.letter if same else edited_letter(drafted.letter, stored.text)
    return replace(letter, draft_mark=not stored.approved)


def _text(stored: StoredDraft) -> str:
    from assistant.readers.documents.docx import DRAFT_MARK

    bare = stored.text.removeprefix(DRAFT_MARK).lstrip("\n")
    return bare if stored.approved else f"{DRAFT_MARK}\n\n{bare}"


def _report(service: Service, stored: StoredDraft, drafted: Drafted) -> str:
    from assistant.rendering.report import report_html, validation_report
    from assistant.rules.drafts import DRAFT_RULES

    signer = stored.approval.who if stored.approved and stored.approval else None
    checks = [rule.id for rule in DRAFT_RULES]
    made, titles = service.assistant.today, drafted.titles
    return report_html(validation_report(stored.draft, made=made, checks=checks, titles=titles, signed_off_by=signer))
