"""What an office heard from a payer: the contact log and the verification record. ``None`` is not known."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.base import SCHEMA_VERSION, Day, Frozen, Money

Channel = Literal["phone", "fax", "email", "portal", "mail", "in_person"]


class Said(Frozen):
    """One thing that was said: ``topic`` from the list of questions, ``value`` plain, ``quote`` from the note.

    ``code`` is the procedure that it is about, where one was named.
    """

    topic: str
    value: str
    quote: str
    code: str | None = None


class OpenQuestion(Frozen):
    """A question of the call script to which the note holds no answer."""

    topic: str
    question: str


class Contradiction(Frozen):
    """A payer's word against its own document in force, each quoted, with the line to ask for in writing."""

    what: str
    said: str
    written: str
    document: str
    title: str
    section: str
    passage: str
    effective_from: Day | None = None
    ask: str


class NextStep(Frozen):
    """What to do next; ``stated`` in the note, or following from an answer by the row ``rule``."""

    text: str
    stated: bool
    rule: str = ""
    due: Day | None = None


class ContactEntry(Frozen):
    """One contact with a payer, from a one-line note. ``dated`` says whether the note or the log gave the day."""

    schema_version: str = SCHEMA_VERSION
    id: str = ""
    practice: str = ""
    who: str = ""
    payer: str | None = None
    case: str | None = None
    day: Day
    dated: Literal["note", "logged"] = "logged"
    channel: Channel | None = None
    rep: str | None = None
    reference: str | None = None
    outcome: str | None = None
    next_steps: tuple[NextStep, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""


class VerificationRecord(Frozen):
    """A payer's answers of one call, structured and dated; amounts in US dollars, distances in miles.

    ``answers`` holds every answer with its words, the named fields the figures that an estimate needs.
    """

    schema_version: str = SCHEMA_VERSION
    contact: ContactEntry
    plan: str | None = None
    network: Literal["in", "out"] | None = None
    deductible: Money | None = None
    deductible_met: Money | None = None
    maximum: Money | None = None
    maximum_used: Money | None = None
    percent: dict[str, int] = Field(default_factory=dict)
    authorization: Literal["required", "not_required"] | None = None
    fax: str | None = None
    network_within_miles: int | None = None
    answers: tuple[Said, ...] = ()
    unanswered: tuple[OpenQuestion, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
