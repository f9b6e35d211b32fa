"""What a search and a change of the corpus report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import Field

from assistant.domain.base import Day, Frozen
from assistant.domain.policy import Hit, PolicyDocument

#: Called with how much is done, of how much, and what is at hand.
Progress = Callable[[int, int, str], None]


class Sufficiency(Frozen):
    """Whether the hits support an answer, the measures it was decided by, and what lies nearest."""

    supported: bool
    score: float
    reason: str = ""
    measures: dict[str, float] = Field(default_factory=dict)
    nearest: tuple[str, ...] = ()


class SearchResult(Frozen):
    """Hits, and what was searched: the payers, plan and day that were applied.

    ``payer_known`` is false when nothing is held for the payer that was named, and ``elsewhere`` lists
    payers whose own documents also match but were left out, because none of them was named. ``not_yet`` says that
    the payer, or the document that would match best, had no version in force on the day. ``understood``
    is the question as it was searched: shorthand and codes spelled out, names, days and teeth set aside.
    """

    text: str
    on: Day
    payer: str | None = None
    payer_known: bool | None = None
    plan: str | None = None
    hits: tuple[Hit, ...] = ()
    searched: int = 0
    notes: tuple[str, ...] = ()
    not_yet: str = ""
    choices: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    sufficiency: Sufficiency = Sufficiency(supported=False, score=0.0)
    understood: str = ""
    dense_by: str = ""
    generations: tuple[str, ...] = ()
    milliseconds: dict[str, float] = Field(default_factory=dict)


Change = Literal["added", "replaced", "unchanged"]


class Accepted(Frozen):
    """A file that was taken in, or would be: the version it is and how much of it the passages hold.

    ``seen`` counts the letters of its text, ``coverage`` is the share of them that stands in passages.
    """

    path: str
    document: str
    title: str
    payer: str
    plan: str | None = None
    lane: str | None = None
    kind: str = "policy"
    policy_number: str | None = None
    series: str = ""
    effective_from: Day | None = None
    effective_through: Day | None = None
    reviewed: Day | None = None
    change: Change = "added"
    passages: int = 0
    seen: int = 0
    coverage: float | None = None
    warnings: tuple[str, ...] = ()


def accepted(
    document: PolicyDocument,
    path: str,
    change: Change,
    *,
    passages: int = 0,
    seen: int = 0,
    coverage: float | None = None,
    warnings: tuple[str, ...] = (),
) -> Accepted:
    """The report on a file that is this document version."""
    return Accepted(
        path=path,
        document=document.id,
        title=document.title,
        payer=document.payer,
        plan=document.plan,
        lane=document.lane,
        kind=document.kind,
        policy_number=document.policy_number,
        series=document.series,
        effective_from=document.effective_from,
        effective_through=document.effective_through,
        reviewed=document.reviewed,
        change=change,
        passages=passages,
        seen=seen,
        coverage=coverage,
        warnings=warnings,
    )


class Rejected(Frozen):
    """A file that was not taken in, and why."""

    path: str
    reason: str


class AddReport(Frozen):
    """What ``corpus add`` did with each file."""

    accepted: tuple[Accepted, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    generation: str = ""
    dry_run: bool = False


class Divergence(Frozen):
    """Something in which the index does not agree with the ledger."""

    where: str
    what: str


class VerifyReport(Frozen):
    """The comparison of ledger, lexical index and vectors."""

    ok: bool
    documents: int
    passages: int
    generation: str = ""
    divergences: tuple[Divergence, ...] = ()
    notes: tuple[str, ...] = ()
