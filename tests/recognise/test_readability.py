"""Reading grade: syllables and sentences against counts made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.recognise.readability import readability, sentences, syllables

BY_HAND = {
    1: "the your plan pays half cost crown tooth filled billed notes used eye through bridge paid owe change",
    2: "payment dental insured dentist table boxes ages wanted needed people being going paying seeing dial quiet "
    "claim-check surgeon region patient special person's teacher title braces denied appealed create trial x-ray's",
    3: "estimate insurance medical medicine guarantee actual video premium area idea radiate benefit remember "
    "in-network authorize dentistry covering",
    4: "deductible necessary initiate evaluate January explanation periodic coverages reconsider orthodontia",
    5: "university explanatory necessarily examination",
    6: "maxillofacially responsibility",
}


@pytest.mark.parametrize("count", BY_HAND)
def test_counts_the_syllables_of_a_word(count: int) -> None:
    assert {w: syllables(w) for w in BY_HAND[count].split()} == dict.fromkeys(BY_HAND[count].split(), count)


@pytest.mark.parametrize(
    ("token", "count"),
    [("$1,050.00", 1), ("E0486", 1), ("50%", 1), ("#30", 1), ("11/12/2026", 1), ("EOB", 3), ("HSW", 5), ("PLAN", 4)],
)
def test_figures_count_one_and_initialisms_are_spelled(token: str, count: int) -> None:
    assert syllables(token) == count


# words, sentences, syllables counted by hand; grade by the formula
TEXTS = [
    ("The cat sat on the mat.", 6, 1, 6, -1.4),  # 2.34 + 11.80 - 15.59 = -1.45
    ("Your plan pays half of the cost. You pay the rest.", 11, 2, 11, -1.6),  # 2.145 + 11.8 - 15.59
    ("This estimate is not a guarantee of payment.", 8, 1, 13, 6.7),  # 3.12 + 19.175 - 15.59
    ("What you pay\nYour share is $575.", 7, 2, 7, -2.4),  # 1.365 + 11.8 - 15.59
    ("1. Call us.\n2. Ask for [[needs: name]].", 5, 2, 5, -2.8),  # 0.975 + 11.8 - 15.59
]


@pytest.mark.parametrize(("text", "words", "count", "spoken", "grade"), TEXTS)
def test_measures_as_by_hand(text: str, words: int, count: int, spoken: int, grade: float) -> None:
    measured = readability(text)
    assert (measured.words, measured.sentences, measured.syllables) == (words, count, spoken)
    assert measured.grade == pytest.approx(grade, abs=0.06)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Reyes and J. Smith met at 5 p.m. on Friday. They agreed.", 2),
        ("See no. 4 of the list, e.g. the X-ray.", 1),
        ("The share is 1.5 mm.", 1),
        ("Is it paid? Yes! \u201cIt is.\u201d Good.", 4),
        ("A line that was\nwrapped by hand.", 1),
        ("First\n\nsecond", 2),
        ("- one\n- two\n- three", 3),
        ("", 0),
    ],
)
def test_ends_of_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_lengths_and_longest() -> None:
    measured = readability("One two three. One. One two.")
    assert (measured.lengths, measured.longest) == ((3, 1, 2), 3)


@pytest.mark.parametrize("text", ["", "...", "\n\n"])
def test_no_words_no_grade(text: str) -> None:
    assert readability(text).grade is None
    assert readability(text).longest == 0


def test_a_hard_text_grades_above_an_easy_one() -> None:
    hard = "Authorization determinations necessitate comprehensive documentation of periodontal deterioration."
    assert (readability(hard).grade or 0) > 12
    assert (readability("We need more notes on your gums.").grade or 99) < 3


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_measured(text: str) -> None:
    measured = readability(text)
    assert measured.syllables >= measured.words >= measured.sentences >= 0
    assert sum(measured.lengths) == measured.words
