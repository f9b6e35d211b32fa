"""Rights in an appeal that rest on a law, by who funds the plan."""

from __future__ import annotations

from datetime import date
from functools import cache

from assistant.domain.base import Day, Frozen, Period
from assistant.tables.source import rows


class Right(Frozen):
    """A row of ``corpus/tables/appeal_rights.csv``; ``text`` is our own wording with its citation."""

    id: str
    funding: str
    right: str
    text: str
    citation: str
    effective_from: Day
    effective_through: Day | None = None
    confidence: str
    source: str


@cache
def rights() -> tuple[Right, ...]:
    """Every row of the table."""
    return tuple(
        Right.model_validate({key: value or None for key, value in row.items()}) for row in rows("appeal_rights.csv")
    )


def right_to_file(funding: str | None, on: date) -> Right | None:
    """The right to the claim file where the funding is known and a law gives one; else ``None``."""
    return _right("claim_file", funding, on)


def right_to_external_review(funding: str | None, on: date, *, lane: str) -> Right | None:
    """The right to an external review of a medical plan's denial; a stand-alone dental plan has none.

    >>> right_to_external_review("self_funded", date(2026, 9, 1), lane="medical").citation
    '45 CFR 147.136(d)(2)(i)'
    >>> right_to_external_review("unknown", date(2026, 9, 1), lane="medical") is None
    True
    """
    return _right("external_review", funding, on) if lane == "medical" else None


def _right(name: str, funding: str | None, on: date) -> Right | None:
    for row in rights():
        period = Period(effective_from=row.effective_from, effective_through=row.effective_through)
        if row.funding == funding and row.right == name and period.contains(on):
            return row
    return None
