"""Pairs of lines that the conflict table names, and whether they stand near enough to each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Literal, NamedTuple

from assistant.rules.facts import Facts, Service
from assistant.tables.conflicts import Conflict, Reach, between


class Meeting(NamedTuple):
    """Two services that a row names; ``sure`` is false where the claim does not say whether they share the place."""

    row: Conflict
    first: Service
    second: Service
    sure: bool


def conflicting(facts: Facts, basis: Literal["code", "payer"]) -> Iterator[Meeting]:
    """Every pair of different services on one day that the table names on that day."""
    for first, second in combinations(facts.services, 2):
        if first.day != second.day or _same(first, second):
            continue
        for row in between(first.code, second.code):
            if row.basis != basis or not row.period.contains(first.day):
                continue
            near = meets(row.reach, first, second)
            if near is not False:
                yield Meeting(row, first, second, sure=near is True)


def meets(reach: Reach, first: Service, second: Service) -> bool | None:
    """Whether two services of one day share the place that ``reach`` asks for; ``None`` when it is not stated."""
    if reach == "same_date":
        return True
    if reach == "same_quadrant":
        return _share(first.quadrants, second.quadrants)
    if reach == "same_arch":
        return _share(first.arches, second.arches)
    if reach == "same_site":
        return _same_site(first, second)
    by_tooth = _share(first.numbers, second.numbers)
    if reach == "same_tooth" or by_tooth is not True:
        return by_tooth
    return _share(frozenset(first.surfaces), frozenset(second.surfaces))


def _same_site(first: Service, second: Service) -> bool | None:
    """By the narrowest place that both state: teeth, else quadrants, else arches."""
    steps = (
        _share(first.numbers, second.numbers),
        _share(first.quadrants, second.quadrants),
        _share(first.arches, second.arches),
    )
    return next((shared for shared in steps if shared is not None), None)


def _share(one: frozenset[str], other: frozenset[str]) -> bool | None:
    if not one or not other:
        return None
    return not one.isdisjoint(other)


def _same(first: Service, second: Service) -> bool:
    """Whether one line repeats the other; that is a duplicate and not a conflict."""
    return (first.code, first.teeth, first.surfaces, first.area) == (
        second.code,
        second.teeth,
        second.surfaces,
        second.area,
    )
