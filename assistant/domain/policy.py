"""Documents of the corpus, their passages, and the criteria and limits found in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen, Period
from assistant.domain.codes import Lane

#: The payer name of documents that belong to no payer; shown as general guidance.
GENERAL = "General"

PolicyKind = Literal["policy", "coding_guide", "protocol", "benefit_summary", "law_digest", "glossary"]

#: Where the words come from: written by this project, invented for it, or the user's own files.
Provenance = Literal["own_digest", "invented", "user"]


class PolicyDocument(Frozen):
    """One version of one document. ``id`` is unique per version; ``series`` joins versions."""

    id: str
    series: str
    title: str
    payer: str
    plan: str | None = None
    lane: Lane | None = None
    kind: PolicyKind = "policy"
    policy_number: str | None = None
    effective_from: Day | None = None
    effective_through: Day | None = None
    reviewed: Day | None = None
    supersedes: str | None = None
    source: str = ""
    provenance: Provenance = "user"

    @property
    def period(self) -> Period:
        """The days on which this version is in force."""
        return Period(effective_from=self.effective_from, effective_through=self.effective_through)


class Passage(Frozen):
    """A piece of a document small enough to embed whole; the only thing that may be cited.

    ``key`` is derived from the content, so re-indexing an unchanged document keeps it.
    ``text`` is verbatim; ``section`` is the heading path; ``page`` is one-based.
    """

    key: str
    document: str
    title: str
    section: str
    text: str
    ordinal: int
    page: int | None = None
    payer: str
    plan: str | None = None
    lane: Lane | None = None
    kind: PolicyKind = "policy"
    policy_number: str | None = None
    effective_from: Day | None = None
    effective_through: Day | None = None
    source: str = ""
    provenance: Provenance = "user"

    @property
    def period(self) -> Period:
        """The days on which the passage's document is in force."""
        return Period(effective_from=self.effective_from, effective_through=self.effective_through)


class Hit(Frozen):
    """A passage that a search returned; ``signals`` explains the score, part by part."""

    passage: Passage
    score: float
    signals: dict[str, float] = Field(default_factory=dict)
    context: str = ""


#: How surely a statement was read: from a table or a list that says so, from a heading, from a loose sentence.
Confidence = Literal["high", "medium", "low"]

RequirementKind = Literal["exclusion", "prior_authorization", "documentation", "code_list"]


class Threshold(Frozen):
    """A number that a criterion compares with; ``upper`` is set for a range, both included."""

    measure: str
    comparison: Literal["at_least", "more_than", "at_most", "less_than", "between"]
    value: Decimal
    upper: Decimal | None = None
    unit: str = ""


class Criterion(Frozen):
    """One condition of coverage as the policy states it, possibly with alternatives below.

    ``mode`` says how the children combine; a leaf has none. ``needed`` is how many of
    ``any_of`` must be met ("two of the following"). ``text`` is verbatim from the
    passage ``passage``. ``condition`` is the part of ``text`` that limits when the group
    applies at all ("For an AHI of 15 or more, ..."). ``topic`` says what the list is about.
    """

    id: str
    text: str
    passage: str
    document: str
    mode: Literal["leaf", "all_of", "any_of"] = "leaf"
    needed: int = 1
    children: tuple[Criterion, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    condition: str = ""
    section: str = ""
    topic: Literal["coverage", "device", "documentation", "replacement", "exclusion", "other"] = "coverage"
    confidence: Literal["high", "medium", "low"] = "high"
    page: int | None = None


class Requirement(Frozen):
    """What a policy asks for, leaves out or lists, beside its conditions: one row, list item or sentence.

    ``codes`` are the procedures it names, ranges filled; none where it names none. ``needed`` is false where the words
    say that an approval is not needed, and ``None`` where they leave it open. ``items`` are the papers asked for, or
    the services left out. ``quote`` is verbatim from ``passage``.
    """

    kind: RequirementKind
    codes: tuple[str, ...] = ()
    needed: bool | None = True
    items: tuple[str, ...] = ()
    condition: str = ""
    section: str = ""
    document: str = ""
    passage: str = ""
    page: int | None = None
    quote: str = ""
    confidence: Confidence = "high"


class Limit(Frozen):
    """A frequency, age, waiting or replacement limit that a policy states for codes.

    ``per`` is what is counted (``tooth``, ``quadrant``, ``arch``, ``patient``); ``window``
    and ``window_unit`` say how far back; ``quote`` is verbatim from ``passage``.
    """

    codes: tuple[str, ...]
    kind: Literal["frequency", "age_minimum", "age_maximum", "waiting", "replacement", "lifetime"]
    count: int = 1
    window: int | None = None
    window_unit: Literal["day", "month", "year", "calendar_year", "benefit_year", "lifetime"] | None = None
    per: Literal["tooth", "quadrant", "arch", "patient"] = "patient"
    payer: str = GENERAL
    period: Period = Period()
    passage: str = ""
    quote: str = ""
    page: int | None = None
    confidence: Confidence = "high"

    def in_force(self, day: date) -> bool:
        """Whether the limit's document is in force on ``day``."""
        return self.period.contains(day)


Evidenced = Literal["met", "not_met", "missing", "contradicted"]


class EvidenceQuote(Frozen):
    """A quote that speaks for or against a criterion."""

    document: str
    quote: str


class CriterionResult(Frozen):
    """How the case stands against one criterion, with the quotes on both sides.

    ``obtain`` names what would settle a missing criterion; ``ask`` is the question to the
    clinician, with ``choices``.
    """

    criterion: Criterion
    status: Evidenced
    evidence: tuple[EvidenceQuote, ...] = ()
    reason: str = ""
    obtain: str = ""
    ask: str = ""
    choices: tuple[str, ...] = ()
    children: tuple[CriterionResult, ...] = ()
