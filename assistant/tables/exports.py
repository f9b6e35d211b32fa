"""Headings and status words of practice-management exports, and assumed chances of payment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Profile:
    """How one practice-management system heads its columns: plain heading to field, and its own status words."""

    name: str
    label: str
    headings: Mapping[str, str]
    states: Mapping[str, ClaimState]


@cache
def profiles() -> dict[str, Profile]:
    """Every mapping profile by name.

    >>> profiles()["open_dental"].headings["claimfee"]
    'billed'
    """
    heads: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {}
    for cells in rows("export_profiles.csv"):
        heads.setdefault(cells["profile"], {})[plain(cells["heading"])] = cells["field"]
        labels[cells["profile"]] = cells["label"]
    states: dict[str, dict[str, ClaimState]] = {}
    for cells in rows("export_profile_words.csv"):
        states.setdefault(cells["profile"], {})[plain(cells["word"])] = cast(ClaimState, cells["status"])
    return {name: Profile(name, labels[name], found, states.get(name, {})) for name, found in heads.items()}


def profile_of(written: Sequence[str]) -> Profile | None:
    """The system whose own headings a header row shows; ``None`` where none stands out.

    Headings that any system uses tell nothing: at least two must be this one's own, four in all.
    """
    header = {plain(heading) for heading in written}
    ranked = []
    for profile in profiles().values():
        met = header & set(profile.headings)
        own = [each for each in met if each not in headings()]
        if len(own) >= 2 and len(met) >= 4:
            ranked.append((len(own), len(met), profile.name))
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    return profiles()[ranked[0][2]]


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
