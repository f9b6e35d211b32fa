"""Headings and status words of practice-management exports, and assumed chances of payment."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import cast

from assistant.domain.kpi import ClaimState
from assistant.tables.source import rows, words

_OTHER = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """A heading or status word for comparison.

    >>> plain(" Claim #_ID ")
    'claim id'
    """
    return _OTHER.sub(" ", text.lower()).strip()


@cache
def headings() -> dict[str, str]:
    """The field that each known heading means; ``private`` for columns that are never read."""
    return {plain(word): cells["field"] for cells in rows("export_columns.csv") for word in words(cells["headers"])}


@cache
def fields() -> tuple[str, ...]:
    """Every field of the table."""
    return tuple(cells["field"] for cells in rows("export_columns.csv") if cells["field"] != "private")


@cache
def _states() -> dict[str, ClaimState]:
    return {
        plain(word): cast(ClaimState, cells["status"])
        for cells in rows("claim_statuses.csv")
        for word in (cells["status"], *words(cells["words"]))
    }


def state(word: str) -> ClaimState:
    """Where a claim stands by the file's word; ``unknown`` when the table does not know it.

    >>> state("Records Requested"), state("on the moon")
    ('records', 'unknown')
    """
    return _states().get(plain(word), "unknown")


@cache
def open_states() -> frozenset[str]:
    """States in which money may still come; an unknown state counts as open."""
    return frozenset({cells["status"] for cells in rows("claim_statuses.csv") if cells["open"] == "yes"} | {"unknown"})


@cache
def stuck_states() -> dict[str, str]:
    """The pile in which a state waits."""
    return {cells["status"]: cells["stuck"] for cells in rows("claim_statuses.csv") if cells["stuck"]}


@cache
def chances() -> dict[str, Decimal]:
    """Assumed chance of payment by action or state."""
    return {cells["key"]: Decimal(cells["chance"]) for cells in rows("worklist_chances.csv")}
