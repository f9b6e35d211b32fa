"""What documents of one payer state and does not agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.domain.policy import GENERAL, Hit, Limit, Requirement
from assistant.recognise.everything import mentions

_MONTHS = {"month": 1, "year": 12}
#: Figures that two sentences on one subject cannot both be right about.
_FIGURES = frozenset({"duration", "percent", "measurement", "amount"})
#: The share of the shorter sentence's words that make two sentences speak of one subject.
_SAME_SUBJECT = 0.6
_WORD = re.compile(r"[a-z]{4,}")
Quoted = tuple[Hit, str]


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


def approvals(asked: Sequence[Requirement]) -> tuple[Requirement, Requirement] | None:
    """The first two statements of different documents of which one asks for an approval and the other does not."""
    sure = [each for each in asked if each.kind == "prior_authorization" and not each.condition]
    for one, other in combinations(sure, 2):
        shared = set(one.codes) & set(other.codes)
        if shared and one.document != other.document and {one.needed, other.needed} == {True, False}:
            return one, other
    return None


def differing_quotes(chosen: Sequence[Quoted]) -> tuple[Quoted, Quoted] | None:
    """The first two quotes of different documents of a payer that differ in their one figure alone.

    Both speak of the same subject in nearly the same words, as a filing time or a condition does, and each holds one
    figure of the same kind and unit.
    """
    for one, other in combinations(chosen, 2):
        mine, theirs = one[0].passage, other[0].passage
        if "\n" in one[1].strip() or "\n" in other[1].strip():
            continue  # a list holds conditions of its own, which are no other figure for the same thing
        if mine.payer != theirs.payer or mine.payer == GENERAL or mine.document == theirs.document:
            continue
        if _alike_in_words(one[1], other[1]) and _unlike(_one_figure(one[1]), _one_figure(other[1])):
            return one, other
    return None


def _alike_in_words(one: str, other: str) -> bool:
    first, second = (set(_WORD.findall(text.lower())) for text in (one, other))
    return bool(first and second) and len(first & second) >= _SAME_SUBJECT * min(len(first), len(second))


def _one_figure(text: str) -> tuple[str, str, str] | None:
    figures = [(each.kind, each.unit or "", each.value) for each in mentions(text) if each.kind in _FIGURES]
    return figures[0] if len(figures) == 1 else None


def _unlike(one: tuple[str, str, str] | None, other: tuple[str, str, str] | None) -> bool:
    return one is not None and other is not None and one[:2] == other[:2] and one[2] != other[2]


def _document(limit: Limit) -> str:
    return limit.passage.partition("#")[0]


def _alike(limit: Limit) -> tuple[object, ...]:
    unit = "month" if limit.window_unit in _MONTHS else limit.window_unit
    return (frozenset(limit.codes), limit.kind, limit.per, unit)


def _figure(limit: Limit) -> tuple[int, int | None]:
    many = _MONTHS.get(limit.window_unit or "", 1)
    return limit.count, None if limit.window is None else limit.window * many
