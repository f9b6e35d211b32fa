"""What a denial means and what to do about it."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen, Money
from assistant.domain.draft import DraftAction

DenialCategory = Literal[
    "medical_necessity",
    "documentation",
    "coding",
    "eligibility",
    "coverage",
    "authorization",
    "timely_filing",
    "coordination",
    "duplicate",
    "bundling",
    "frequency",
    "maximum",
    "patient_responsibility",
    "contractual",
    "unknown",
]

#: Where in the office's own work the denial began.
RootCause = Literal["qualification", "documentation", "claim_assembly", "follow_up", "payer", "none", "unknown"]


class DenialReading(Frozen):
    """A denial decoded from its group, CARC and RARC, or from its words.

    ``meaning`` speaks to staff, ``patient_meaning`` to the patient; ``may_bill_patient``
    and ``appealable`` are ``None`` where the codes do not say.
    """

    category: DenialCategory
    action: DraftAction
    meaning: str
    patient_meaning: str = ""
    root_cause: RootCause = "unknown"
    appealable: bool | None = None
    may_bill_patient: bool | None = None
    obtain: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    why: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""


class LineDenial(Frozen):
    """What was taken off one line of a remittance, decoded; ``line`` is ``None`` for the whole claim.

    ``amount`` in US dollars, ``None`` where the file's text is no amount.
    """

    claim: str | None
    payer_claim: str | None = None
    line: str | None = None
    code: str | None = None
    date: str | None = None
    amount: Money | None = None
    reading: DenialReading


class DenialDecoding(DenialReading):
    """A denial decoded.

    ``readings`` holds one reading a reason where several were given, ``lines`` every
    amount that a remittance took off.
    """

    readings: tuple[DenialReading, ...] = ()
    lines: tuple[LineDenial, ...] = ()
