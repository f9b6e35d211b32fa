"""The rules of the order of benefits, with their words and sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assistant.tables.source import rows


@dataclass(frozen=True, slots=True)
class OrderRule:
    """One rule in our own words."""

    id: str
    rule: str
    statement: str
    confidence: str
    citation: str
    source: str


@cache
def order_rules() -> dict[str, OrderRule]:
    """Every rule by its word.

    >>> order_rules()["birthday"].id
    'OB09'
    """
    return {cells["rule"]: OrderRule(**cells) for cells in rows("order_of_benefits.csv")}
