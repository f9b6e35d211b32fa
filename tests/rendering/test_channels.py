"""Channel versions: exact lengths, priorities, nothing cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.draft import Source, Statement
from assistant.rendering.channels import CHANNELS, Fitted, Part, claim_note, fit, fit_channel, parts_of
from assistant.rendering.plain import ascii_text, printable

CROWN: list[Part] = [
    (1, ("#30 MB and ML cusps fractured below gingiva.", "#30 MB+ML cusps fx below gingiva.")),
    (
        1,
        (
            "Recurrent decay at the distal margin of a failing MOD amalgam.",
            "Recurrent decay D margin failing MOD amalgam.",
        ),
    ),
    (2, ("Less than 50% of the coronal tooth is left.", "<50% tooth left.")),
    (3, "Initial crown."),
    (4, ("Periapical radiograph and photograph of 2026-11-12 enclosed.", "PA+photo.")),
]


def test_the_dental_narrative_of_125_characters() -> None:
    fitted = fit_channel(CROWN, "dentrix125")
    assert fitted.text == (
        "#30 MB+ML cusps fx below gingiva. Recurrent decay D margin failing MOD amalgam. "
        "<50% tooth left. Initial crown. PA+photo."
    )
    assert len(fitted.text) <= 125
    assert fitted.dropped == ()
    assert fitted.shortened[-1] == "Periapical radiograph and photograph of 2026-11-12 enclosed."


CLAUSES: list[Part] = [
    (1, "#30"),
    (1, ("MB and ML cusps fractured below gingiva;", "MB+ML cusps fx below gingiva;")),
    (
        1,
        (
            "recurrent decay distal margin of failing MOD amalgam;",
            "recurrent decay D margin failing MOD amalgam;",
        ),
    ),
    (2, ("<50% coronal tooth left;", "<50% tooth left;")),
    (3, "Initial crown."),
    (4, ("PA and photo 2026-11-12.", "PA+photo.")),
]


def test_clauses_run_on_and_what_was_lost_is_told() -> None:
    fitted = fit_channel(CLAUSES, "dentrix125")
    assert fitted.text == (
        "#30 MB+ML cusps fx below gingiva; recurrent decay D margin failing MOD amalgam; "
        "<50% tooth left. Initial crown. PA+photo."
    )
    assert len(fitted.text) <= 125
    assert fitted.dropped == ()
    assert fitted.lost == ("2026-11-12",)
    whole = fit_channel(CLAUSES, "dxc2000")
    assert whole.text.endswith("<50% coronal tooth left. Initial crown. PA and photo 2026-11-12.")
    assert (whole.lost, whole.shortened) == ((), ())


def test_the_last_clause_that_fits_ends_the_sentence() -> None:
    fitted = fit_channel(CLAUSES, "nte80")
    assert fitted.text == "#30 MB+ML cusps fx below gingiva; recurrent decay D margin failing MOD amalgam."
    assert fitted.dropped == ("<50% coronal tooth left;", "Initial crown.", "PA and photo 2026-11-12.")


def test_what_the_payer_asks_for_is_kept_first() -> None:
    statements = [
        Statement(id="a", type="courtesy", text="Thank you for your review."),
        Statement(id="b", type="fact", text="Tooth 30 has a crown.", sources=(Source(kind="span", quote="crown"),)),
        Statement(id="c", type="fact", text="AHI 22.4 per hour.", sources=(Source(kind="span", quote="AHI 22.4"),)),
    ]
    parts = parts_of(statements, asked={"AHI 22.4"})
    assert fit(parts, 20) == Fitted("AHI 22.4 per hour.", ("Thank you for your review.", "Tooth 30 has a crown."))
    assert fit(parts_of(statements, shorter=lambda text: text.replace(" per hour", "/h")), 34).text == (
        "Tooth 30 has a crown. AHI 22.4/h."
    )


def test_what_matters_most_is_kept_and_the_rest_reported() -> None:
    fitted = fit_channel(CROWN, "nte80")
    assert fitted.text == "#30 MB+ML cusps fx below gingiva. Recurrent decay D margin failing MOD amalgam."
    assert len(fitted.text) == 79
    assert [words.split()[0] for words in fitted.dropped] == ["Less", "Initial", "Periapical"]


def test_long_wordings_where_there_is_room() -> None:
    fitted = fit_channel(CROWN, "short350")
    assert fitted.text == " ".join(words if isinstance(words, str) else words[0] for _, words in CROWN)
    assert fitted == fit_channel(CROWN, "letter")
    assert not fitted.dropped
    assert not fitted.shortened


@pytest.mark.parametrize(
    ("parts", "limit", "text", "dropped"),
    [
        ([(1, "12345"), (1, "678")], 9, "12345 678", ()),
        ([(1, "12345"), (1, "678")], 8, "12345", ("678",)),
        ([(2, "12345"), (1, "678")], 8, "678", ("12345",)),
        ([(1, "too long"), (2, "ok")], 3, "ok", ("too long",)),
        ([(1, "D2740")], 4, "", ("D2740",)),
        ([(1, " "), (1, "a"), (1, ())], 1, "a", ()),
        ([], 80, "", ()),
    ],
)
def test_edges(parts: list[Part], limit: int, text: str, dropped: tuple[str, ...]) -> None:
    assert fit(parts, limit)[:2] == (text, dropped)


def test_claim_notes_hold_no_separators_and_no_signs() -> None:
    fitted = fit_channel([(1, "AHI \u226515 \u2013 5*3 mm ~9 \u201cse\u00f1al\u201d\nnext")], "nte80")
    assert fitted.text == 'AHI >=15 - 5x3 mm about 9 "senal" next'
    assert fit_channel([(1, "AHI \u226515")], "dxc2000").text == "AHI \u226515"
    assert claim_note("10\u00b2") == "10?"


def test_plain_text_never_steers_a_terminal() -> None:
    assert printable("a\x1b]0;title\x07b\u202ec\r\n") == "a]0;titlebc\n"
    assert ascii_text("\u0142\u00f3d\u017a") == "?odz"


PARTS = st.lists(
    st.tuples(st.integers(1, 4), st.lists(st.text("ab 1$.", max_size=30), min_size=1, max_size=3).map(tuple)),
    max_size=8,
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(PARTS, st.sampled_from([1, 10, 25, 80]))
def test_never_over_the_limit_never_inside_a_part(parts: list[Part], limit: int) -> None:
    fitted = fit(parts, limit)
    assert len(fitted.text) <= limit
    wordings = [tuple(w.strip() for w in words if w.strip()) for _, words in parts]
    assert joined_of(fitted.text, [w for w in wordings if w], len(fitted.dropped))


def joined_of(text: str, wordings: list[tuple[str, ...]], dropped: int) -> bool:
    """Whether ``text`` is one wording of each part in order, with ``dropped`` parts left out."""
    if not wordings:
        return not text and not dropped
    if dropped and joined_of(text, wordings[1:], dropped - 1):
        return True
    last = len(wordings) - 1 == dropped
    ends = [w if last else w + " " for w in wordings[0]]
    return any(text.startswith(e) and joined_of(text[len(e) :], wordings[1:], dropped) for e in ends)


WORD = st.from_regex(r"#?[a-z]{1,8}|[0-9]{1,4}(?:\.[0-9]{2})?|[A-Z][0-9]{4}", fullmatch=True)
SENTENCE = st.tuples(st.lists(WORD, min_size=1, max_size=6), st.sampled_from([".", ";"])).map(
    lambda given: " ".join(given[0]) + given[1]
)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.lists(SENTENCE, min_size=1, max_size=2).map(tuple)), max_size=8),
    st.sampled_from(sorted(CHANNELS)),
)
def test_no_channel_cuts_a_word_or_number_or_adds_one(parts: list[Part], channel: str) -> None:
    fitted = fit_channel(parts, channel)
    limit = CHANNELS[channel].limit
    assert limit is None or len(fitted.text) <= limit
    given_words = {word.rstrip(".;") for _, wordings in parts for text in wordings for word in text.split()}
    assert {word.rstrip(".;") for word in fitted.text.split()} <= given_words
    assert not fitted.text.endswith(";")
    told = " ".join((*fitted.dropped, *fitted.shortened, fitted.text))
    for _, wordings in parts:
        assert all(word.rstrip(".;") in told for word in wordings[0].split())


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.from_regex(r"[a-z0-9]{1,12}\.", fullmatch=True)), max_size=10))
def test_kept_and_dropped_are_all_there_is(parts: list[Part]) -> None:
    fitted = fit(parts, 40)
    assert sorted(fitted.text.split() + list(fitted.dropped)) == sorted(str(words) for _, words in parts)


def test_limits_of_the_channels() -> None:
    assert {name: channel.limit for name, channel in CHANNELS.items()} == {
        "nte80": 80,
        "dentrix125": 125,
        "short350": 350,
        "dxc2000": 2000,
        "letter": None,
    }
