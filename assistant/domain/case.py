"""A case: one claim, what the payer said of it, and the papers it rests on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen, Money
from assistant.domain.claim import Attachment, Claim, Text, Word
from assistant.domain.fact import EnteredFact

DocumentKind = Literal[
    "chart_note",
    "sleep_study",
    "order",
    "pathology_report",
    "imaging_report",
    "perio_chart",
    "denial_letter",
    "remittance",
    "intake_form",
    "letter",
    "other",
]

#: Who bears the risk; decides which law speaks. Without it no law is quoted.
PlanFunding = Literal["insured", "self_funded", "medicare", "medicare_advantage", "medicaid", "unknown"]

GroupCode = Literal["CO", "PR", "OA", "PI", "CR"]


class Denial(Frozen):
    """One denied line or claim, as the payer put it.

    ``carc`` and ``rarc`` are codes as written; ``text`` is the reason verbatim.
    """

    date: Day | None = None
    received: Day | None = None
    claim_number: Word | None = None
    payer_claim_number: Word | None = None
    line: Word | None = None
    group: GroupCode | None = None
    carc: Word | None = None
    rarc: Word | None = None
    amount: Money | None = None
    text: Text | None = None
    file: Word | None = None


class CaseDocument(Frozen):
    """A paper that facts are read from; ``text`` inline or in ``file`` beside the case."""

    id: Word
    kind: DocumentKind
    date: Day | None = None
    text: str | None = Field(default=None, max_length=2_000_000)
    file: Word | None = None


class Practice(Frozen):
    """The office that signs."""

    name: Word | None = None
    address: Word | None = None
    phone: Word | None = None
    fax: Word | None = None
    npi: Word | None = None
    tax_id: Word | None = None
    signer: Word | None = None
    licence: Word | None = None


class Case(Frozen):
    """The content of ``case.yaml``, with every document's text loaded."""

    claim: Claim
    denials: tuple[Denial, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    practice: Practice = Practice()
    plan_funding: PlanFunding | None = None
    facts: tuple[EnteredFact, ...] = ()

    def entered(self, key: str) -> EnteredFact | None:
        """The newest fact that a person entered under ``key``."""
        matching = [fact for fact in self.facts if fact.key == key]
        return matching[-1] if matching else None

    def document(self, document_id: str) -> CaseDocument | None:
        """The document with this id."""
        return next((d for d in self.documents if d.id == document_id), None)
