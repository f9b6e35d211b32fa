"""Which reading of one stretch of text stands."""

from __future__ import annotations

from itertools import permutations

from assistant.domain.fact import Mention, MentionKind
from assistant.recognise.overlaps import settle


def seen(kind: MentionKind, start: int, end: int, value: str = "x", unit: str = "") -> Mention:
    return Mention(kind=kind, value=value, quote="q" * (end - start), start=start, end=end, unit=unit)


def test_the_longest_stands_whatever_the_order() -> None:
    readings = [seen("duration", 0, 5), seen("date", 0, 4), seen("tooth", 4, 9), seen("code", 5, 9)]
    expect = (seen("duration", 0, 5), seen("code", 5, 9))
    assert {settle(order) for order in permutations([readings[0], readings[1], readings[3]])} == {expect}


def test_the_more_specific_stands_between_equals() -> None:
    assert settle([seen("identifier", 0, 5), seen("code", 0, 5)]) == (seen("code", 0, 5),)


def test_values_of_one_span_stay_together() -> None:
    teeth = tuple(seen("tooth", 0, 5, value=value) for value in ("9", "10", "11"))
    assert settle(reversed(teeth)) == teeth


def test_a_reading_that_knows_its_unit_stands() -> None:
    assert settle([seen("measurement", 0, 3), seen("measurement", 0, 3, unit="mm")]) == (
        seen("measurement", 0, 3, unit="mm"),
    )


def test_nothing_yields_nothing() -> None:
    assert settle([]) == ()
