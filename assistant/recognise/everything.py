"""All kinds of mentions in one pass over a text, with overlaps settled."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from assistant.domain.codes import ToothSystem
from assistant.domain.fact import Mention
from assistant.recognise import (
    areas,
    codes,
    dates,
    durations,
    identifiers,
    measures,
    money,
    percent,
    sides,
    surfaces,
    teeth,
)
from assistant.recognise.overlaps import settle

#: Texts up to this many characters are remembered with what was found in them.
_SHORT = 1_000


def mentions(
    text: str, *, as_of: date | None = None, tooth_system: ToothSystem = "universal", dental: bool = False
) -> tuple[Mention, ...]:
    """Every code, tooth, surface, area, side, date, amount, percentage, measurement, duration and identifier.

    ``as_of`` settles dates without a year, ``dental`` lets bare digits be codes, as in a message about billing. Where
    two readings overlap the longer one stands, then the more specific; quotations are apart, see
    ``assistant.recognise.quotes``.

    >>> found = mentions("#19 MOD on 3/4/26, AHI 22, D2740 at $1,250.00")
    >>> [(m.kind, m.value) for m in found[:4]]
    [('tooth', '19'), ('surface', 'MOD'), ('date', '2026-03-04'), ('measurement', '22')]
    >>> [(m.kind, m.value) for m in found[4:]]
    [('code', 'D2740'), ('amount', '1250.00')]
    """
    read = _of_short if len(text) <= _SHORT else _of
    return read(text, as_of, tooth_system, dental)


def _of(text: str, as_of: date | None, tooth_system: ToothSystem, dental: bool) -> tuple[Mention, ...]:
    return settle(
        (
            *codes.find(text, dental=dental),
            *dates.find(text, as_of=as_of),
            *money.find(text),
            *measures.find(text),
            *percent.find(text),
            *identifiers.find(text),
            *teeth.find(text, system=tooth_system),
            *areas.find(text),
            *surfaces.find(text),
            *sides.find(text),
            *durations.find(text),
        )
    )


_of_short = lru_cache(maxsize=512)(_of)  # a turn reads its message and its statements several times each
