"""Verification records: what payers answered on calls, sealed, per practice."""

from __future__ import annotations

from assistant.domain.caller import Caller
from assistant.domain.contact import VerificationRecord
from assistant.store.part import Part
from assistant.store.payer_log import PayerLog, payer_log

PART = Part("verifications")


class Verifications(PayerLog):
    """The records of a database; no call reaches another practice's rows."""

    part = PART
    table = payer_log(PART, "verifications", "contact", "record")
    named = ("contact", "record")

    def add(self, caller: Caller, record: VerificationRecord) -> None:
        """Keep the record of a contact that is in the log."""
        contact = record.contact
        self._append(caller, contact.id, record, on=contact.day, payer=contact.payer)

    def list(self, caller: Caller, *, payer: str | None = None, most: int = 100) -> tuple[VerificationRecord, ...]:
        """The newest records of the caller's practice, newest first."""
        return tuple(VerificationRecord.model_validate_json(each) for each in self._newest(caller, payer, most))
