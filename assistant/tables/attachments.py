"""Kinds of enclosure in the words that offices use, and what payers ask to see with a procedure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from assistant.domain.codes import Lane
from assistant.tables.procedures import groups_of
from assistant.tables.source import rows, words

Family = Literal["radiograph", "photo", "record", "text"]
_SEPARATORS = re.compile(r"[\s_\-./]+")
#: Words beside the kind that do not change it.
_ASIDE = re.compile(r"pre|op|preop|(?:pre)?operative|initial|current|recent|new|old|copy|the|of|tooth|#?\d+|#[a-t]s?")
#: Shorter words mean other things too inside a sentence: "PA" is a prior authorization.
_SPEAKING = 4
_COUNT = re.compile(r"^\d+ | \d+$| of \d+$")


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """One kind of enclosure; ``name`` is the canonical word, ``picture`` that an office may upload it as an image."""

    name: str
    label: str
    family: Family
    picture: bool


@cache
def kinds() -> dict[str, AttachmentKind]:
    """Every kind by its canonical name."""
    return {
        cells["kind"]: AttachmentKind(
            cells["kind"], cells["label"], cast(Family, cells["family"]), cells["upload"] == "picture"
        )
        for cells in rows("attachment_kinds.csv")
    }


@cache
def _by_word() -> dict[str, str]:
    found = {_plain(name): name for name in kinds()}
    for cells in rows("attachment_kinds.csv"):
        found.update({_plain(word): cells["kind"] for word in words(cells["words"])})
    return found


def pictures() -> tuple[str, ...]:
    """The kinds that an office may upload as an image, of which nothing is read.

    >>> "periapical" in pictures(), "sleep_study" in pictures()
    (True, False)
    """
    return tuple(kind.name for kind in kinds().values() if kind.picture)


def known_words() -> tuple[str, ...]:
    """Every word that names a kind, in lower case with single blanks."""
    return tuple(_by_word())


def _plain(text: str) -> str:
    return _COUNT.sub("", _SEPARATORS.sub(" ", text.strip().lower())).strip()


@lru_cache(maxsize=2048)
def normalise(text: str) -> AttachmentKind | None:
    """The kind that a free word names, ``None`` when the table does not know the word.

    >>> normalise("Perio Charting").name, normalise("PA x-ray").name, normalise("pathology_report").name
    ('perio_chart', 'periapical', 'pathology_report')
    >>> normalise("pre-op PA of #30").name
    'periapical'
    >>> normalise("holiday snaps") is None
    True
    """
    plain = _plain(text)
    core = " ".join(word for word in plain.split() if not _ASIDE.fullmatch(word))
    found = (_by_word().get(word) for word in (plain, plain.removesuffix("s"), core, core.removesuffix("s")))
    name = next((each for each in found if each), None)
    return kinds()[name] if name else None


@lru_cache(maxsize=512)
def named_in(text: str) -> tuple[AttachmentKind, ...]:
    """Every kind that a payer's words name, the longest words first; words of three letters only alone.

    >>> [kind.name for kind in named_in("Six-point perio chart with attachment loss and bitewings")]
    ['perio_chart', 'bitewing']
    >>> named_in("date of extraction")
    ()
    """
    if (whole := normalise(text)) is not None:
        return (whole,)
    found: dict[str, int] = {}
    plain = f" {_plain(text)} "
    for word in sorted((word for word in _by_word() if len(word) >= _SPEAKING), key=len, reverse=True):
        if (place := re.search(rf" {re.escape(word)}s?(?=[ ,;:)])", plain)) is not None:
            found.setdefault(_by_word()[word], place.start())
            plain = plain[: place.start()] + " " * (place.end() - place.start()) + plain[place.end() :]
    return tuple(kinds()[name] for name in sorted(found, key=lambda name: found[name]))


@dataclass(frozen=True, slots=True)
class AttachmentNeed:
    """One of ``any_of`` is asked for with each of the subjects; ``max_age_months`` is payer custom.

    ``phase`` is ``before`` where the enclosure shows the state before the service.
    """

    id: str
    subjects: tuple[str, ...]
    any_of: tuple[str, ...]
    lane: Lane | None
    phase: Literal["before", "any"]
    max_age_months: int | None
    carc: str
    rarc: str
    confidence: str
    source: str


@cache
def needs() -> tuple[AttachmentNeed, ...]:
    """Every row of the table."""
    return tuple(
        AttachmentNeed(
            id=cells["id"],
            subjects=words(cells["subjects"]),
            any_of=words(cells["any_of"]),
            lane=None if cells["lane"] == "any" else cast(Lane, cells["lane"]),
            phase=cast(Literal["before", "any"], cells["phase"]),
            max_age_months=int(cells["max_age_months"]) if cells["max_age_months"] else None,
            carc=cells["carc"],
            rarc=cells["rarc"],
            confidence=cells["confidence"],
            source=cells["source"],
        )
        for cells in rows("attachment_needs.csv")
    )


@lru_cache(maxsize=4096)
def needs_for(code: str, lane: Lane) -> tuple[AttachmentNeed, ...]:
    """What payers of a lane ask to see with a procedure.

    >>> [need.any_of for need in needs_for("D4341", "dental")][0]
    ('perio_chart',)
    """
    subjects = {code, *groups_of(code)}
    return tuple(need for need in needs() if need.lane in (None, lane) and not subjects.isdisjoint(need.subjects))


def has_needs(code: str) -> bool:
    """Whether payers ask to see anything with the procedure, in either lane."""
    return bool(needs_for(code, "dental") or needs_for(code, "medical"))
