"""Dated customs of payers on claims: modifiers that a line needs, services that a payer excludes, usual tooth ages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.codes.tooth import Tooth
from assistant.domain.base import Period
from assistant.domain.codes import Lane
from assistant.domain.finding import Severity
from assistant.tables.procedures import groups_of
from assistant.tables.source import period, rows, words

#: Whose custom a row is: Medicare's own, or that of payers at large.
PayerKind = Literal["medicare", "any"]


@dataclass(frozen=True, slots=True)
class ModifierNeed:
    """One of ``any_of`` belongs on the line. ``other_severity`` is for other payers; ``None`` is silence."""

    id: str
    subjects: tuple[str, ...]
    payer: PayerKind
    lane: Lane | None
    any_of: tuple[str, ...]
    severity: Severity
    other_severity: Severity | None
    period: Period
    advice: str
    carc: str
    rarc: str
    source: str


@cache
def _modifier_needs() -> tuple[ModifierNeed, ...]:
    return tuple(
        ModifierNeed(
            id=cells["id"],
            subjects=words(cells["subjects"]),
            payer=cast(PayerKind, cells["payer"]),
            lane=None if cells["lane"] == "any" else cast(Lane, cells["lane"]),
            any_of=words(cells["any_of"]),
            severity=cast(Severity, cells["severity"]),
            other_severity=cast(Severity, cells["other_severity"]) if cells["other_severity"] else None,
            period=period(cells),
            advice=cells["advice"],
            carc=cells["carc"],
            rarc=cells["rarc"],
            source=cells["source"],
        )
        for cells in rows("modifier_needs.csv")
    )


@lru_cache(maxsize=4096)
def _needs_of(code: str) -> tuple[ModifierNeed, ...]:
    subjects = {code, *groups_of(code)}
    return tuple(need for need in _modifier_needs() if not subjects.isdisjoint(need.subjects))


def has_modifier_needs(code: str) -> bool:
    """Whether any row speaks of the code, whatever the day, lane and payer."""
    return bool(_needs_of(code))


def modifier_needs(code: str, on: date, lane: Lane) -> tuple[ModifierNeed, ...]:
    """Modifiers that a code needs on a day.

    >>> [need.any_of for need in modifier_needs("E0486", date(2026, 6, 1), "medical")][0]
    ('NU', 'RR')
    """
    return tuple(need for need in _needs_of(code) if need.lane in (None, lane) and need.period.contains(on))


@dataclass(frozen=True, slots=True)
class PayerExclusion:
    """A service that a payer does not cover; ``modifier`` narrows it to lines that carry one."""

    id: str
    subjects: tuple[str, ...]
    payer: PayerKind
    modifier: str
    severity: Severity
    advice: str
    carc: str
    rarc: str
    source: str


@cache
def _exclusions() -> tuple[PayerExclusion, ...]:
    return tuple(
        PayerExclusion(
            id=cells["id"],
            subjects=words(cells["subjects"]),
            payer=cast(PayerKind, cells["payer"]),
            modifier=cells["modifier"],
            severity=cast(Severity, cells["severity"]),
            advice=cells["advice"],
            carc=cells["carc"],
            rarc=cells["rarc"],
            source=cells["source"],
        )
        for cells in rows("payer_exclusions.csv")
    )


@lru_cache(maxsize=4096)
def exclusions_of(code: str) -> tuple[PayerExclusion, ...]:
    """What payers exclude about a code.

    >>> [row.payer for row in exclusions_of("E0485")]
    ['medicare']
    """
    subjects = {code, *groups_of(code)}
    return tuple(row for row in _exclusions() if not subjects.isdisjoint(row.subjects))


@dataclass(frozen=True, slots=True)
class ToothAge:
    """Whole years between which a mouth usually holds a kind of tooth; ``last`` is ``None`` for life."""

    first: int
    last: int | None
    source: str


@cache
def _tooth_ages() -> dict[tuple[str, str], ToothAge]:
    return {
        (cells["dentition"], cells["kind"]): ToothAge(
            int(cells["first_age"]), int(cells["last_age"]) if cells["last_age"] else None, cells["source"]
        )
        for cells in rows("tooth_ages.csv")
    }


@lru_cache(maxsize=256)
def tooth_age(tooth: Tooth) -> ToothAge:
    """The usual ages of a tooth.

    >>> from assistant.codes.tooth import find
    >>> tooth_age(find("18", "universal")).first, tooth_age(find("K", "universal")).last
    (8, 14)
    """
    if tooth.is_primary:
        return _tooth_ages()["primary", "any"]
    kind = next((kind for kind in ("first molar", "second molar", "third molar") if tooth.name.endswith(kind)), None)
    return _tooth_ages()["permanent", kind or tooth.group]


@dataclass(frozen=True, slots=True)
class NarrativeWords:
    """Words that a narrative for a procedure needs, or that contradict its code; ``asks`` says what they show."""

    id: str
    subjects: tuple[str, ...]
    relation: Literal["needs", "contradicts"]
    words: tuple[str, ...]
    asks: str
    severity: Severity
    source: str


@cache
def _narrative_words() -> tuple[NarrativeWords, ...]:
    return tuple(
        NarrativeWords(
            id=cells["id"],
            subjects=words(cells["subjects"]),
            relation=cast(Literal["needs", "contradicts"], cells["relation"]),
            words=words(cells["words"]),
            asks=cells["asks"],
            severity=cast(Severity, cells["severity"]),
            source=cells["source"],
        )
        for cells in rows("narrative_words.csv")
    )


@lru_cache(maxsize=4096)
def narrative_words(code: str) -> tuple[NarrativeWords, ...]:
    """What to look for in the narrative of a procedure.

    >>> [row.relation for row in narrative_words("D7210")]
    ['needs']
    """
    subjects = {code, *groups_of(code)}
    return tuple(row for row in _narrative_words() if not subjects.isdisjoint(row.subjects))
