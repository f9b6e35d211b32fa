"""How a payer takes claims, records and appeals, as its own documents say."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Day, Frozen, Period
from assistant.domain.benefits import Anchor, ClockUnit
from assistant.domain.codes import Lane

ClaimKind = Literal["first", "corrected", "secondary", "records", "encounter"]

Appellant = Literal["provider", "member"]


class CardSource(Frozen):
    """A document of the corpus and the sections that a card repeats."""

    document: str
    sections: tuple[str, ...]


class FilingWindow(Frozen):
    """How long a kind of claim may be filed; ``network`` empty holds for both."""

    claim: ClaimKind
    network: Literal["in", "out"] | None = None
    value: int
    unit: ClockUnit = "calendar_days"
    counts_from: Anchor = "service"
    note: str = ""


class AppealLevel(Frozen):
    """How long a level is open to whom, and how long the payer takes to decide."""

    who: Appellant
    level: int
    value: int
    unit: ClockUnit = "calendar_days"
    counts_from: Anchor = "letter"
    decision_days: int | None = None
    filed_when: Literal["received", ""] = ""
    note: str = ""


class PayerCard(Frozen):
    """One payer's card. ``verified`` is the day on which it was last compared with its source."""

    payer: str
    plan: str | None = None
    lane: Lane
    payer_id: str | None = None
    effective_from: Day
    effective_through: Day | None = None
    verified: Day
    source: tuple[CardSource, ...]
    forms: tuple[str, ...] = ()
    portal: str | None = None
    claims: str | None = None
    appeals: str | None = None
    provider_disputes: str | None = None
    appeals_fax: str | None = None
    authorization_fax: str | None = None
    attachments_fax: str | None = None
    telephone: str | None = None
    fax: str | None = None
    remark_characters: int | None = None
    filing: tuple[FilingWindow, ...] = ()
    levels: tuple[AppealLevel, ...] = ()

    @property
    def period(self) -> Period:
        """The days on which the card holds."""
        return Period(effective_from=self.effective_from, effective_through=self.effective_through)

    @property
    def cited(self) -> str:
        """The documents behind the card, with sections and the day they were compared."""
        documents = "; ".join(f"{each.document}, section {', '.join(each.sections)}" for each in self.source)
        return f"{documents} (verified {self.verified.isoformat()})"


class AppealAddress(Frozen):
    """Where an appeal goes; the address on the denial letter comes before the card's."""

    address: str | None
    fax: str | None = None
    source: str
    note: str = ""
