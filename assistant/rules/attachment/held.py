"""The papers that a case can enclose, as the check of its claim sees them."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.case import Case
from assistant.domain.claim import Attachment, Claim
from assistant.tables.attachments import normalise

#: Papers that the payer wrote, and those that are no proof of a kind of their own.
_NO_PROOF = ("denial_letter", "remittance", "other", "letter")


def with_papers(claim: Claim, case: Case) -> Claim:
    """The claim with the attachments of its case, and with the documents that lie in a file of their own.

    A document whose text stands in the case file alone is read, but cannot be enclosed.
    """
    return claim.model_copy(update={"attachments": (*claim.attachments, *case.attachments, *_documents(case))})


def _documents(case: Case) -> Iterator[Attachment]:
    listed = {each.file for each in (*case.attachments, *case.claim.attachments) if each.file}
    for document in case.documents:
        known = document.kind not in _NO_PROOF and normalise(document.kind) is not None
        if known and document.file and document.file not in listed:
            yield Attachment(kind=document.kind, date=document.date, file=document.file)
