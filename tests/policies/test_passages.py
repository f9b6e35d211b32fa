from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.policy import PolicyDocument
from assistant.policies.passages import MAX_TOKENS, Cut, cut_passages
from assistant.readers.documents.markdown import read_markdown

DOCUMENT = PolicyDocument(id="d", series="d", title="Crowns", payer="Example Dental")


def count(text: str) -> int:
    """A stand-in for word-pieces: words and marks, two special tokens included."""
    return 2 + len(re.findall(r"\w+|[^\w\s]", text))


def cut(text: str) -> tuple[Cut, ...]:
    return cut_passages(read_markdown(text.encode(), "d.md"), DOCUMENT, count)


def test_no_passage_crosses_a_heading_and_the_path_is_kept() -> None:
    cuts = cut("# Crowns\nTop.\n## A\nOne.\n### B\nTwo.\n## C\nThree.\n")
    assert [(c.passage.section, c.passage.text) for c in cuts] == [
        ("", "Top."),
        ("A", "One."),
        ("A > B", "Two."),
        ("C", "Three."),
    ]
    assert cuts[2].indexed_text == "Crowns > B\nTwo."


def test_several_first_level_headings_are_sections() -> None:
    assert [c.passage.section for c in cut("# A\nOne.\n# B\nTwo.\n")] == ["A", "B"]


def test_a_list_stays_with_its_opening_line_as_written() -> None:
    text = "Covered when all are met:\n\n1. Pockets of 5 mm.\n2. Bone loss.\n   - on films\n\nNot otherwise."
    assert [c.passage.text for c in cut(text)] == [text]


def test_a_table_is_indexed_by_column_and_its_header_repeats() -> None:
    rows = "\n".join(f"| D{2000 + n} | crown number {n} | once in {n} months |" for n in range(40))
    header = "| Code | What | Limit |\n| --- | --- | --- |"
    cuts = cut(f"## Limits\n\n{header}\n{rows}\n")
    assert len(cuts) > 2
    for piece in cuts:
        assert piece.passage.text.startswith(header)
        assert "Code: D20" in piece.indexed_text
    kept = [line for piece in cuts for line in piece.passage.text.splitlines()[2:]]
    assert kept == rows.splitlines()


def test_a_row_or_an_item_is_never_divided_when_it_fits() -> None:
    items = [f"{n}. " + "word " * 90 + f"end{n}" for n in range(1, 6)]
    cuts = cut("\n".join(items))
    assert [line for piece in cuts for line in piece.passage.text.splitlines()] == items


def test_a_long_paragraph_is_divided_at_sentences() -> None:
    sentences = [f"Sentence number {n} speaks of crowns and of nothing else at all." for n in range(60)]
    cuts = cut(" ".join(sentences))
    assert len(cuts) > 1
    assert all(piece.passage.text.endswith(".") for piece in cuts)
    assert " ".join(piece.passage.text for piece in cuts) == " ".join(sentences)


def test_keys_come_from_the_content() -> None:
    first = [c.passage.key for c in cut("## A\nOne.\n## B\nTwo.\n")]
    later = [c.passage.key for c in cut("## New\nBefore.\n## A\nOne.\n## B\nTwo!\n")]
    assert later[1] == first[0]
    assert later[2] != first[1]
    assert all(re.fullmatch(r"d#[0-9a-f]{8}", key) for key in first + later)


def test_equal_passages_get_keys_of_their_own() -> None:
    keys = [c.passage.key for c in cut("## A\nSame.\n## A\nSame.\n## A\nSame.\n")]
    assert len(set(keys)) == 3


def test_a_very_long_title_leaves_room_for_the_text() -> None:
    long = DOCUMENT.model_copy(update={"title": "word " * 300})
    cuts = cut_passages(read_markdown(b"Text of the passage.", "d.md"), long, count)
    assert count(cuts[0].indexed_text) <= MAX_TOKENS
    assert cuts[0].indexed_text.endswith("Text of the passage.")


_PIECES = st.one_of(
    st.text(alphabet="abc. ,;:1-", min_size=1, max_size=400),
    st.builds(lambda n: "word " * n, st.integers(1, 900)),
    st.builds(lambda n: "x" * n, st.integers(1, 3000)),
    st.builds(lambda n: "\n".join(f"- item {i} " + "y " * i for i in range(n)), st.integers(1, 60)),
    st.builds(
        lambda n: "| A | B |\n| - | - |\n" + "\n".join(f"| {i} | {'z ' * i} |" for i in range(n)), st.integers(1, 60)
    ),
    st.sampled_from(["# One", "## Two", "### Three " + "long " * 120]),
)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=8).map("\n\n".join))
def test_no_passage_exceeds_the_limit_and_ordinals_run(text: str) -> None:
    if not text.strip() or text.startswith("---"):
        return
    cuts = cut(text)
    assert all(count(piece.indexed_text) <= MAX_TOKENS for piece in cuts)
    assert [piece.passage.ordinal for piece in cuts] == list(range(len(cuts)))
    assert len({piece.passage.key for piece in cuts}) == len(cuts)
