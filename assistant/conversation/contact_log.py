"""Taking a note of a contact into the log, and the answers of a verification call into its record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assistant.chains.calls.contact_note import contact_entry, without_patient
from assistant.chains.calls.verification_conflicts import contradictions
from assistant.chains.calls.verification_record import is_verification, verification_record
from assistant.domain.contact import VerificationRecord
from assistant.domain.errors import BadInput
from assistant.domain.ports import PolicyLimits
from assistant.tables.payers import resolve_payer

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.domain.caller import Caller
    from assistant.retrieval.library import Library
    from assistant.store.office import Office

#: A note is a line or a few, not a transcript.
_LONGEST = 4_000


def log_contact(
    caller: Caller,
    note: str,
    office: Office,
    library: Callable[[], Library],
    limits: Callable[[], PolicyLimits | None],
    *,
    payer: str | None,
    on: date,
    case: str | None = None,
    plan: str | None = None,
) -> VerificationRecord:
    """The record of a note, kept without identifiers of patients; a plain contact has no answers.

    A payer that documents are held for is named as they name it; answers are compared with those in force.
    """
    text = " ".join(note.split())
    if not text:
        raise BadInput("the note is empty", fix='write one line, such as "spoke w/ Kim ref 88213, claim in process"')
    if len(text) > _LONGEST:
        raise BadInput(f"the note has {len(text):,} characters", fix=f"keep it under {_LONGEST:,}")
    safe = without_patient(text)
    if not is_verification(safe):
        entry = office.contacts.add(caller, contact_entry(safe, payer=payer, on=on, case=case))
        return VerificationRecord(contact=entry)
    match = resolve_payer(payer, library().payers()) if payer else None
    held = match.name if match is not None and match.name in library().payers() else None
    record = verification_record(safe, payer=held or payer, on=on, case=case)
    conflicts = contradictions(record, library(), limits(), plan=plan) if held else ()
    which = (f"which payer: {' or '.join(match.choices)}",) if match is not None and match.choices else ()
    entry = record.contact.model_copy(update={"missing": (*record.contact.missing, *which)})
    kept = record.model_copy(
        update={"contact": office.contacts.add(caller, entry), "plan": plan, "contradictions": conflicts}
    )
    office.verifications.add(caller, kept)
    return kept
