"""The contact log: one row a contact with a payer, sealed, per practice, without identifiers of patients."""

from __future__ import annotations

from uuid import uuid4

from assistant.domain.caller import Caller
from assistant.domain.contact import ContactEntry
from assistant.store.part import Part
from assistant.store.payer_log import PayerLog, payer_log

PART = Part("contacts")


class Contacts(PayerLog):
    """The log of a database; no call reaches another practice's rows."""

    part = PART
    table = payer_log(PART, "contacts", "id", "entry")
    named = ("id", "entry")

    def add(self, caller: Caller, entry: ContactEntry) -> ContactEntry:
        """Keep an entry; returns it with its id, practice and writer."""
        kept = entry.model_copy(update={"id": uuid4().hex[:12], "practice": caller.practice, "who": caller.user})
        self._append(caller, kept.id, kept, on=kept.day, payer=kept.payer)
        return kept

    def list(
        self, caller: Caller, *, payer: str | None = None, most: int = 100, before: tuple[str, str] | None = None
    ) -> tuple[ContactEntry, ...]:
        """The newest contacts of the caller's practice, newest first; ``before``: ``(day, id)`` to go on behind."""
        return tuple(ContactEntry.model_validate_json(each) for each in self._newest(caller, payer, most, before))
