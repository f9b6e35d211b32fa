"""Limits of one payer that do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from assistant.domain.policy import Limit

_MONTHS = {"month": 1, "year": 12}


def differing(limits: Sequence[Limit]) -> tuple[Limit, Limit] | None:
    """The first two limits of different documents that count the same and give another number, the newer first.

    What is compared is typed: the same codes, the same kind and the same thing counted. Windows that are counted
    otherwise, as visits of a year beside months between visits, hold side by side and are no conflict.
    """
    for one, other in combinations(limits, 2):
        if _document(one) != _document(other) and _alike(one) == _alike(other) and _figure(one) != _figure(other):
            newer, older = sorted((one, other), key=lambda limit: str(limit.period.effective_from or ""), reverse=True)
            return newer, older
    return None


def _document(limit: Limit) -> str:
    return limit.passage.partition("#")[0]


def _alike(limit: Limit) -> tuple[object, ...]:
    unit = "month" if limit.window_unit in _MONTHS else limit.window_unit
    return (frozenset(limit.codes), limit.kind, limit.per, unit)


def _figure(limit: Limit) -> tuple[int, int | None]:
    many = _MONTHS.get(limit.window_unit or "", 1)
    return limit.count, None if limit.window is None else limit.window * many
