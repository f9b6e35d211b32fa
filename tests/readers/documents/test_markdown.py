from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.errors import BadInput
from assistant.readers.decode import MAX_BYTES, decode_text
from assistant.readers.documents.blocks import dense_length
from assistant.readers.documents.front_matter import split_front_matter
from assistant.readers.documents.markdown import name_cells, read_markdown, read_text, split_cells

PAGE = """# Crowns

An opening
in two lines.

## Criteria

All of the following:

1. The tooth is restorable.
   With a second line.
   - nested item
2. A dated film is sent.

| Code | Limit |
| :--- | ---: |
| D2740 | once in 60 months |
| D2950 | |

Setext
------

After the table. <!-- hidden words -->

***

```
kept as it is
# no heading
```
"""


def test_blocks_in_reading_order() -> None:
    found = read_markdown(PAGE.encode(), "page.md")
    assert [(block.kind, block.level, block.text) for block in found.blocks] == [
        ("heading", 1, "Crowns"),
        ("paragraph", 0, "An opening\nin two lines."),
        ("heading", 2, "Criteria"),
        ("paragraph", 0, "All of the following:"),
        ("list_item", 0, "1. The tooth is restorable.\n   With a second line."),
        ("list_item", 1, "   - nested item"),
        ("list_item", 0, "2. A dated film is sent."),
        ("table_row", 0, "| D2740 | once in 60 months |"),
        ("table_row", 0, "| D2950 | |"),
        ("heading", 2, "Setext"),
        ("paragraph", 0, "After the table."),
        ("paragraph", 0, "kept as it is\n# no heading"),
    ]
    assert "hidden" not in found.text
    assert found.warnings == ("comments were left out",)


def test_a_row_carries_its_header_and_its_record() -> None:
    row = next(block for block in read_markdown(PAGE.encode(), "page.md").blocks if block.kind == "table_row")
    assert row.header == "| Code | Limit |\n| :--- | ---: |"
    assert row.record == "Code: D2740; Limit: once in 60 months"


def test_two_tables_are_told_apart() -> None:
    text = "| A |\n| - |\n| 1 |\n\n| B |\n| - |\n| 2 |\n"
    assert [block.table for block in read_markdown(text.encode(), "t.md").blocks] == [1, 2]


def test_plain_text_has_no_headings_but_items() -> None:
    found = read_text(b"# not a heading\n\nFollowing:\n- one\n(b) two\n", "a.txt")
    assert [block.kind for block in found.blocks] == ["paragraph", "paragraph", "list_item", "list_item"]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        ("| |", [""]),
        ("||", [""]),
    ],
)
def test_cells(line: str, cells: list[str]) -> None:
    assert split_cells(line) == cells


def test_a_row_longer_than_its_header_keeps_every_cell() -> None:
    assert name_cells(["Code"], ["D2740", "60 months", ""]) == "Code: D2740; 60 months"


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(st.text(alphabet="ab1.|-#*> \n\t`=()", max_size=30), max_size=12).map("\n".join))
def test_no_text_is_lost_and_nothing_crashes(text: str) -> None:
    """Every letter and digit of the source stands in some block or table header."""
    if not text.strip() or text.startswith("---"):
        return
    blocks = read_markdown(text.encode(), "x.md").blocks
    headers = {block.table: block.header for block in blocks if block.table}
    kept = sum(_letters(block.text) for block in blocks) + sum(_letters(header) for header in headers.values())
    assert kept == _letters(text)


def _letters(text: str) -> int:
    return sum(character in "ab1" for character in text)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve".encode(), "naïve"),
        (b"\xef\xbb\xbfbom", "bom"),
        ("wide".encode("utf-16"), "wide"),
        (b"caf\xe9 \x96 dash", "café \u2013 dash"),
        (b"a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_bytes_are_decoded_without_loss(data: bytes, text: str) -> None:
    assert decode_text(data, "a.txt") == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \n ", "no text"),
        (b"%PDF-1.4", "a PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"a\x00b", "binary"),
        (b"\x81 not any of the two", "cp1252"),
        (b"x" * (MAX_BYTES + 1), "more than"),
    ],
)
def test_what_is_not_text_is_named(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        decode_text(data, "a.txt")


def test_front_matter_is_split_off() -> None:
    assert split_front_matter("no front matter\n---\n", "a.md") == ({}, "no front matter\n---\n")
    assert split_front_matter("---\n---\nbody", "a.md") == ({}, "body")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\npayer: A\n", "not closed"),
        ("---\npayer: [A\n---\n", "not YAML"),
        ("---\n- a\n- b\n---\n", "not a list of keys"),
        ("---\na: &x [1]\nb: *x\n---\n", "not YAML"),
        ("---\na: !!python/object:os.system x\n---\n", "not YAML"),
    ],
)
def test_front_matter_that_is_not_in_order(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        split_front_matter(text, "a.md")


def test_seen_counts_what_is_not_blank_and_no_marks() -> None:
    assert read_markdown(b"# A\n\nbc d\n---\n***\n", "a.md").seen == dense_length("Abcd")
