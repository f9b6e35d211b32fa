"""Rights in an appeal that rest on a law, by who funds the plan."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.domain.base import Day, Frozen, Period


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
    text = (files("corpus") / "tables" / "appeal_rights.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Right.model_validate({key: value or None for key, value in row.items()}) for row in rows)


def right_to_file(funding: str | None, on: date) -> Right | None:
    """The right to the claim file where the funding is known and a law gives one; else ``None``."""
    for row in rights():
        period = Period(effective_from=row.effective_from, effective_through=row.effective_through)
        if row.funding == funding and row.right == "claim_file" and period.contains(on):
            return row
    return None
