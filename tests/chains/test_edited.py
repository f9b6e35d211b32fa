"""The demo letter after a person's edits: what changes a value, a name or a proof blocks; the rest does not."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chains.edited import check_edited
from assistant.chains.finish import Drafted
from assistant.domain.draft import Draft
from assistant.readers.documents.docx import read_letter
from assistant.rendering.docx import letter_docx

EDITS = yaml.safe_load((Path(__file__).parent / "edits.yaml").read_text(encoding="utf-8"))
#: Numbers of the rows of the table and of the list of enclosures; renumbering them changes nothing.
LIST_NUMBER = re.compile(r"^ *\d{1,2}(?:\.\d{1,2})*\. ", re.MULTILINE)
DAY = re.compile(r"\d\d/\d\d/\d{4}|(?:January|March|April|June|July|August|September|November) \d{1,2}, \d{4}")


def of_edit(draft: Draft) -> list[tuple[str, str]]:
    """Rule and place of what was found on the edit itself."""
    return [(f.rule, f.where) for f in draft.findings if f.rule.startswith("DR2") and f.severity == "error"]


def names_line(draft: Draft, text: str, position: int) -> bool:
    """Whether a finding names the line on which the edit stands."""
    return f"line {text[:position].count(chr(10)) + 1}" in [where for _, where in of_edit(draft)]


def places(text: str) -> list[int]:
    """Where the digits of the letter stand, list numbers left out."""
    listed = {place for match in LIST_NUMBER.finditer(text) for place in range(*match.span())}
    return [match.start() for match in re.finditer(r"\d", text) if match.start() not in listed]


def other_digit(digit: str) -> str:
    return str((int(digit) + 1) % 10)


def test_every_changed_digit_blocks_and_names_its_line(demo: Drafted) -> None:
    text, unseen, unnamed = demo.draft.text, [], []
    for place in places(text):
        edited = text[:place] + other_digit(text[place]) + text[place + 1 :]
        checked = check_edited(edited, demo)
        if checked.status != "blocked":
            unseen.append(text[place - 30 : place + 20])
        elif not names_line(checked, edited, place):
            unnamed.append(text[place - 30 : place + 20])
    assert len(places(text)) > 300
    assert (unseen, unnamed) == ([], [])


def test_every_changed_digit_of_the_word_file_blocks(demo: Drafted) -> None:
    text = read_letter(letter_docx(demo.letter), "appeal.docx")
    listed = re.compile(r"^ *\d{1,2}(?:\.\d{1,2})*(?:\. |\t)", re.MULTILINE)
    skip = {place for match in listed.finditer(text) for place in range(*match.span())}
    digits = [match.start() for match in re.finditer(r"\d", text) if match.start() not in skip]
    unseen = [
        text[place - 30 : place + 20]
        for place in digits[::3]
        if check_edited(text[:place] + other_digit(text[place]) + text[place + 1 :], demo).status != "blocked"
    ]
    assert unseen == []


def test_one_changed_word_inside_a_quotation_blocks(demo: Drafted) -> None:
    text, unseen = demo.draft.text, []
    for quoted in re.finditer(r'"([^"]+)"', text):
        words = list(re.finditer(r"[A-Za-z][A-Za-z'-]+", quoted[1]))
        for word in words[:: max(1, len(words) // 3)]:
            start, end = quoted.start(1) + word.start(), quoted.start(1) + word.end()
            edited = text[:start] + "zebra" + text[end:]
            checked = check_edited(edited, demo)
            if checked.status != "blocked" or not names_line(checked, edited, start):
                unseen.append((word.group(), quoted[1][:50]))
    assert unseen == []


def test_two_dates_that_change_places_block(demo: Drafted) -> None:
    text, unseen = demo.draft.text, []
    days = list(DAY.finditer(text))
    pairs = [
        (one, two)
        for one, two in itertools.combinations(days, 2)
        if one.group() != two.group() and ("/" in one.group()) == ("/" in two.group())
    ]
    for one, two in pairs[::2]:
        edited = text[: one.start()] + two.group() + text[one.end() : two.start()] + one.group() + text[two.end() :]
        if check_edited(edited, demo).status != "blocked":
            unseen.append((one.group(), two.group(), text[one.start() - 30 : one.start()]))
    assert len(pairs) > 100
    assert unseen == []


def load(side: str) -> list[Any]:
    return [pytest.param(edit, id=edit["name"]) for edit in EDITS[side]]


def apply(edit: dict[str, Any], text: str) -> tuple[str, int]:
    """The edited text and the place of the first change."""
    first = len(text)
    for old, new in edit["replace"]:
        assert old in text, f"the letter does not hold {old!r}"
        first = min(first, text.index(old) + len(_shared(old, new)))
        text = text.replace(old, new, 1)
    return text, first


def _shared(one: str, two: str) -> str:
    """What two texts begin with alike."""
    return "".join(a for a, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


@pytest.mark.parametrize("edit", load("blocks"))
def test_an_edit_without_proof_blocks_and_names_the_line(edit: dict[str, Any], demo: Drafted) -> None:
    edited, place = apply(edit, demo.draft.text)
    checked = check_edited(edited, demo)
    assert checked.status == "blocked"
    assert edit["rule"] in [rule for rule, _ in of_edit(checked)]
    line = edited[:place].count("\n") + 1 + edit.get("below", 0)
    assert f"line {line}" in [where for _, where in of_edit(checked)], (line, of_edit(checked))
    assert all(finding.fix for finding in checked.findings)


@pytest.mark.parametrize("edit", load("passes"))
def test_a_harmless_edit_does_not_block(edit: dict[str, Any], demo: Drafted) -> None:
    edited, _ = apply(edit, demo.draft.text)
    checked = check_edited(edited, demo)
    assert of_edit(checked) == []
    assert checked.status == demo.draft.status


def wrapped(width: int) -> Callable[[str], str]:
    return lambda text: "\n".join(textwrap.fill(line, width) if line.strip() else line for line in text.splitlines())


def curly(text: str) -> str:
    return re.sub(r'"([^"]*)"', "“\\1”", text).replace("'", "’")


def reordered(text: str) -> str:
    return "\n\n".join(reversed(text.split("\n\n")))


@pytest.mark.parametrize(
    "change",
    [
        str,
        wrapped(72),
        wrapped(40),
        wrapped(110),
        curly,
        reordered,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" of ", "\u00a0of "),
        lambda text: text.replace("    ", "\t"),
        lambda text: text + "\n\n",
    ],
    ids=["nothing", "72 wide", "40 wide", "110 wide", "curly", "reordered", "CRLF", "hard blanks", "tabs", "end"],
)
def test_the_form_of_the_text_does_not_matter(change: Callable[[str], str], demo: Drafted) -> None:
    checked = check_edited(change(demo.draft.text), demo)
    assert of_edit(checked) == []
    assert checked.status == demo.draft.status


def test_the_word_file_read_back_has_no_changes(demo: Drafted) -> None:
    checked = check_edited(read_letter(letter_docx(demo.letter), "appeal.docx"), demo)
    assert of_edit(checked) == []
    assert checked.status == demo.draft.status


def test_a_placeholder_filled_without_proof_stays_blocked(demo: Drafted) -> None:
    mark = "[[needs: the dates of the positive airway pressure trial, or the reason it could not be tried]]"
    edited = demo.draft.text.replace(mark, "The trial lasted from 05/04/2026 to 06/10/2026.")
    checked = check_edited(edited, demo)
    assert checked.status == "blocked"
    assert not [placeholder for placeholder in checked.placeholders if "trial" in placeholder.text]


def test_an_empty_letter_is_not_an_approved_one(demo: Drafted) -> None:
    assert check_edited("", demo).status != "ready"


@settings(max_examples=40)
@given(text=st.text(max_size=400), at=st.integers(0, 8000), cut=st.integers(0, 300))
def test_anything_may_be_handed_in(demo: Drafted, text: str, at: int, cut: int) -> None:
    fresh = demo.draft.text
    for edited in (text, fresh[:at] + text + fresh[at + cut :]):
        checked = check_edited(edited, demo)
        assert checked.text == edited
        lines = len(edited.splitlines())
        assert all(0 < int(where.removeprefix("line ")) <= lines for _, where in of_edit(checked))
