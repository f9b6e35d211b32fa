"""What holds for any text at all: offsets are exact, nothing is raised, nothing overlaps."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.recognise import everything, negation, normalise, quotes, sentences
from assistant.recognise.payers import find_payers

PIECES = st.sampled_from(
    [
        *("#", "tooth ", "teeth ", "19", "3-", "/", "12/5", "2026", "-", "\u2013", "$", "1,250.00", "%", "D4341", "d "),
        *(
            "E0486",
            "NU",
            "K02.9",
            "CARC ",
            "CO-50",
            "AHI ",
            "of ",
            "22.4",
            " mm",
            "pain ",
            "7/10",
            "UR",
            "left ",
            "TMJ",
        ),
        *(
            "March ",
            "4th",
            ", ",
            ". ",
            "\n",
            " ",
            "\u00a0",
            "\u200b",
            "claim # ",
            "NPI ",
            "1234567893",
            "555-0100",
            "(",
        ),
        *(
            ")",
            "MOD",
            "six ",
            "months",
            "no ",
            "not ",
            "Dr. ",
            "\u201c",
            "\u201d",
            '"',
            "[[",
            "]]",
            "\u0663",
            "\u212a",
            "\x00",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))
QUIET = settings(max_examples=200, derandomize=True, deadline=None)


@QUIET
@given(text=TEXTS)
@example(text="#1" + ",1" * 40)
@example(text="\u212a02.9 \u0661\u0662/\u0663 tooth \uff11\uff19")
def test_offsets_are_exact_and_mentions_apart(text: str) -> None:
    found = everything.mentions(text, as_of=date(2026, 11, 22))
    assert all(text[m.start : m.end] == m.quote and m.quote and m.value for m in found)
    for one, other in pairwise(found):
        same = (one.start, one.end, one.kind) == (other.start, other.end, other.kind)
        assert same or one.end <= other.start
    assert everything.mentions(text, as_of=date(2026, 11, 22)) == found


@QUIET
@given(text=TEXTS)
def test_dates_that_are_not_flagged_are_on_the_calendar(text: str) -> None:
    for found in everything.mentions(text, as_of=date(2026, 11, 22)):
        if found.kind == "date" and found.unit in ("", "year assumed", "day first"):
            assert date.fromisoformat(found.value)


@QUIET
@given(text=TEXTS)
def test_sentences_hold_every_visible_character(text: str) -> None:
    found = sentences.split(text)
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentences.containing(found, sentence.start) == sentence


@QUIET
@given(text=TEXTS, ends=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_negation_quotes_its_cue(text: str, ends: tuple[int, int]) -> None:
    start, end = sorted(min(place, len(text)) for place in ends)
    reading = negation.read(text, start, end)
    if reading.polarity == "present":
        assert reading.cue == ""
    else:
        assert text[reading.start : reading.end] == reading.cue != ""


@QUIET
@given(text=TEXTS)
def test_normalising_maps_back(text: str) -> None:
    plain = normalise.normalise(text)
    restored = plain.text
    for change in reversed(plain.changes):
        assert text[change.start : change.end] == change.written
        assert plain.text[change.new_start : change.new_end] == change.plain
        assert plain.origin(change.new_start) == change.start
        restored = restored[: change.new_start] + change.written + restored[change.new_end :]
    assert restored == text


@QUIET
@given(text=TEXTS)
def test_quotes_and_payers_never_raise(text: str) -> None:
    for found in quotes.find(text):
        assert text[found.start : found.end] == found.quote
    for payer in find_payers(text, {"Northlake Dental": ["D4341"], "Six Months": ["teeth"]}):
        assert text[payer.start : payer.end] == payer.quote


@pytest.mark.parametrize(
    "piece", ["#1,", " ", "1-", "$", "AHI ", "1/1/", "D4341/", "no ", "teeth 1, ", "(", "E0486-NU"]
)
def test_a_long_repetition_is_read_to_its_end(piece: str) -> None:
    text = piece * 3000 + " D2740"
    assert everything.mentions(text)[-1].value in ("D2740", "2740")


@pytest.mark.parametrize("system", ["universal", "iso"])
def test_the_tooth_system_is_passed_on(system: str) -> None:
    found = everything.mentions("#16", tooth_system=system)
    assert [(m.value, m.unit) for m in found] == [("16", system)]
