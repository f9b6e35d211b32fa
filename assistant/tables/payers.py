"""Payers by name, family and alias; a name is settled only when it can mean one payer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assistant.domain.base import Frozen
from assistant.domain.codes import Lane
from assistant.domain.policy import GENERAL
from assistant.tables.source import document

#: Words of a company's style that do not tell payers apart.
_STYLE_WORDS = frozenset({"inc", "llc", "corp", "corporation", "company", "co", "insurance", "the"})

#: Words that many payers share; they are left aside when names are compared for likeness.
_COMMON_WORDS = frozenset(
    {"dental", "health", "medical", "plan", "plans", "ppo", "hmo", "dhmo", "care", "mutual", "of"}
)

_CLOSE = 75

#: Kinds of plan whose names begin like a payer's; they name no payer.
_PLAN_KINDS = frozenset({"medicare advantage", "medicare supplement"})


class Payer(Frozen):
    """A payer as the table knows it. ``aliases`` are lower case; ``family`` joins sister companies."""

    name: str
    family: str
    aliases: tuple[str, ...] = ()
    lane: Lane | None = None
    invented: bool = False
    source: str = ""


class PayerMatch(Frozen):
    """What a written payer name means: ``name`` when it is settled, else the ``choices`` to ask about."""

    asked: str
    name: str | None = None
    choices: tuple[str, ...] = ()
    note: str = ""


@cache
def payers() -> tuple[Payer, ...]:
    """The payers that the shipped corpus speaks of."""
    return _table("payers.yaml")


@cache
def known_payers() -> tuple[Payer, ...]:
    """Every payer that is known by name, those without a document in the corpus last."""
    return (*payers(), *_table("known_payers.yaml"))


def _table(name: str) -> tuple[Payer, ...]:
    rows = document(name)
    return tuple(Payer.model_validate(row) for row in rows) if isinstance(rows, list) else ()


@lru_cache(maxsize=2048)
def normal_name(name: str) -> str:
    """A payer name for comparison: lower case, no punctuation, no company style.

    >>> normal_name("Northlake Dental, Inc.")
    'northlake dental'
    """
    words = _plain(name).split()
    return " ".join(word for word in words if word not in _STYLE_WORDS) or " ".join(words)


def resolve_payer(name: str, held: Collection[str] = ()) -> PayerMatch:
    """Settle a written name among the table's payers and ``held``, the names that documents carry.

    A family name settles only when one of its payers is held, or it has only one. A single slip of the
    keyboard in a long word is forgiven and noted; anything looser becomes a choice, because payers never mix.

    >>> resolve_payer("nld").name
    'Northlake Dental'
    >>> resolve_payer("northlake").choices
    ('Northlake Dental', 'Northlake Health')
    """
    asked = normal_name(name)
    names = _spellings(held)
    if asked in names:
        return PayerMatch(asked=name, name=names[asked])
    if family := [payer.name for payer in known_payers() if asked == normal_name(payer.family)]:
        return _of_family(name, family, held)
    slips = sorted({names[spelling] for spelling in names if _one_slip(asked, spelling)})
    if len(slips) == 1:
        return PayerMatch(asked=name, name=slips[0], note=f"{name!r} was read as {slips[0]}")
    return PayerMatch(asked=name, choices=tuple(slips) or _closest(asked, names))


def payers_in(text: str, held: Collection[str] = ()) -> tuple[PayerMatch, ...]:
    """The payers that a text names, in order, each once; the longest spelling wins.

    >>> [match.name for match in payers_in("Does Northlake Dental pay D2740 like BSD does?")]
    ['Northlake Dental', 'Brightsmile Dental']
    """
    names = _spellings(held)
    families = {normal_name(payer.family) for payer in known_payers()}
    phrases = sorted({*names, *families, *_PLAN_KINDS} - {normal_name(GENERAL)}, key=len, reverse=True)
    pattern = re.compile(r"(?<![a-z0-9])(?:" + "|".join(map(re.escape, phrases)) + r")(?![a-z0-9])")
    plain = _plain(text)
    found: dict[str, PayerMatch] = {}
    for match in pattern.finditer(plain):
        if match.group() in _PLAN_KINDS:
            continue
        meaning = resolve_payer(match.group(), held)
        found.setdefault(meaning.name or match.group(), meaning)
    return tuple(found.values())


def _plain(text: str) -> str:
    """Lower case words with single blanks between; an owner's ending (Northlake's) is dropped."""
    folded = re.sub(r"['\u2019]s\b", "", text.casefold()).replace("'", "").replace("\u2019", "").replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9]+", folded))


def _spellings(held: Collection[str]) -> dict[str, str]:
    """Every normal spelling with the payer it settles on; names as documents carry them come first."""
    spellings: dict[str, str] = {}
    for payer in known_payers():
        for spelling in (payer.name, *payer.aliases):
            spellings.setdefault(normal_name(spelling), payer.name)
    for name in held:
        spellings.setdefault(normal_name(name), name)
    spellings.setdefault(normal_name(GENERAL), GENERAL)
    return spellings


def _of_family(asked: str, family: list[str], held: Collection[str]) -> PayerMatch:
    present = sorted(set(family) & set(held)) or sorted(family)
    if len(present) == 1:
        return PayerMatch(asked=asked, name=present[0])
    return PayerMatch(asked=asked, choices=tuple(present))


def _one_slip(asked: str, spelling: str) -> bool:
    """Whether the two differ by one slip inside one word of five letters or more, its first letter kept."""
    mine, theirs = asked.split(), spelling.split()
    if len(mine) != len(theirs):
        return False
    different = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    if len(different) != 1:
        return False
    a, b = different[0]
    return min(len(a), len(b)) >= 5 and a[0] == b[0] and a.isalpha() and b.isalpha() and OSA.distance(a, b) == 1


def short_name(name: str) -> str:
    """The words of a payer's name that tell it from others, lower case.

    >>> short_name("Harrow Creek Dental")
    'harrow creek'
    """
    return _telling(normal_name(name))


def _telling(spelling: str) -> str:
    """The words that tell one payer from another."""
    return " ".join(word for word in spelling.split() if word not in _COMMON_WORDS) or spelling


def _closest(asked: str, names: dict[str, str]) -> tuple[str, ...]:
    telling = {spelling: _telling(spelling) for spelling in names}
    ranked: Iterable[tuple[str, float, str]] = process.extract(_telling(asked), telling, scorer=fuzz.WRatio, limit=8)
    chosen = dict.fromkeys(names[spelling] for _, score, spelling in ranked if score >= _CLOSE)
    return tuple(name for name in chosen if name != GENERAL)[:3]
