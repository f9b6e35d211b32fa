"""Lists and sentences of a policy as conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.policy import Criterion, Passage
from assistant.policies.criteria import criteria

Made = Callable[..., Passage]


def shape(criterion: Criterion) -> object:
    """Mode and words, nested."""
    if not criterion.children:
        return criterion.text
    return {criterion.mode: [shape(child) for child in criterion.children]}


def leaves(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for child in criterion.children:
        yield from leaves(child)


ALL = "All of the following are required:\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ALL}1. One thing.\n2. Another thing.", {"all_of": ["One thing.", "Another thing."]}),
        ("One of the following is required:\n\n- This.\n- That.", {"any_of": ["This.", "That."]}),
        ("Either of these is enough:\n\n- This.\n- That.", {"any_of": ["This.", "That."]}),
        ("At least one of the following:\n\n* This.\n* That.", {"any_of": ["This.", "That."]}),
        ("The following are needed:\n\na) This.\nb) That.", {"all_of": ["This.", "That."]}),
        (
            f"{ALL}1. First.\n2. Any of the following:\n   - This.\n   - That.\n3. Last.",
            {"all_of": ["First.", {"any_of": ["This.", "That."]}, "Last."]},
        ),
        (
            f"{ALL}1. A long condition that goes\n   on in the next line.\n2. Next.",
            {"all_of": ["A long condition that goes on in the next line.", "Next."]},
        ),
        (f"{ALL}1. Real.\n2. The severity rule of section 2 is met.", {"all_of": ["Real."]}),
        ("Words before.\n\nOne of these:\n\n- This.", {"any_of": ["This."]}),
    ],
)
def test_how_the_items_of_a_list_combine(passage: Made, text: str, found: object) -> None:
    (group,) = criteria([passage(text)])
    assert shape(group) == found
    assert group.topic == "coverage"


def test_a_list_that_goes_on_in_the_next_passage_is_one_list(passage: Made) -> None:
    first, second = passage(f"{ALL}1. One.\n2. Two.", ordinal=1), passage("3. Three.", ordinal=2)
    (group,) = criteria([first, second])
    assert [child.text for child in group.children] == ["One.", "Two.", "Three."]
    assert [child.passage for child in group.children] == ["p1", "p1", "p2"]


def test_two_lists_of_a_section_are_two_groups(passage: Made) -> None:
    text = f"{ALL}1. One.\n\nOne of the following is required:\n\n- This.\n- That."
    assert [group.mode for group in criteria([passage(text)])] == ["all_of", "any_of"]


def test_a_condition_before_the_list_says_when_it_applies(passage: Made) -> None:
    text = "For an AHI of 15 or more events per hour, one of the following is required:\n\n- This.\n- That."
    (group,) = criteria([passage(text)])
    assert group.condition == "For an AHI of 15 or more events per hour"
    assert group.mode == "any_of"


@pytest.mark.parametrize(
    ("section", "topic"),
    [
        ("2. Coverage criteria > 2.2 Severity", "coverage"),
        ("6. Not covered", "exclusion"),
        ("8. Documentation to send", "documentation"),
        ("5. Replacement and repair", "replacement"),
        ("4. Device requirements", "device"),
        ("12. What changed", "other"),
    ],
)
def test_the_heading_says_what_a_list_is_about(passage: Made, section: str, topic: str) -> None:
    (group,) = criteria([passage("- This.\n- That.", section=section)])
    assert group.topic == topic


def test_sentences_that_demand_count_where_there_is_no_list(passage: Made) -> None:
    text = "The order must be signed. The weather is fine. The test is required before delivery."
    assert [found.text for found in criteria([passage(text)])] == [
        "The order must be signed.",
        "The test is required before delivery.",
    ]
    assert criteria([passage(text, section="12. History")]) == ()


def test_limits_stand_with_their_condition(passage: Made) -> None:
    (group,) = criteria([passage(f"{ALL}1. At least 8 teeth in each arch.")])
    assert [(t.comparison, str(t.value), t.unit) for t in group.children[0].thresholds] == [("at_least", "8", "teeth")]


LINES = st.lists(
    st.sampled_from(
        [
            *("1. One thing.", "2. Another thing of 12 months.", "- This.", "  - That.", "    * Deeper.", "a) Letter."),
            *("All of the following are required:", "One of the following:", "", "   wrapped words", "Prose. More."),
            *("| a | b |", "# Heading", "For an AHI of 5, all of these:", "iv. Roman.", "- ", "1."),
        ]
    ),
    max_size=14,
).map("\n".join)


@given(st.lists(st.one_of(LINES, st.text(max_size=120)), max_size=4))
def test_any_text_gives_conditions_quoted_from_it(texts: list[str]) -> None:
    passages = [
        Passage(key=f"p{n}", document="d", title="t", section="2. Coverage criteria", text=text, ordinal=n, payer="P")
        for n, text in enumerate(texts)
    ]
    words = " ".join(" ".join(text.split()) for text in texts) + " 2. Coverage criteria"
    for group in criteria(passages):
        for criterion in leaves(group):
            assert " ".join(criterion.text.split()) in words
            assert criterion.passage in {passage.key for passage in passages}
            assert (criterion.mode == "leaf") == (not criterion.children)
