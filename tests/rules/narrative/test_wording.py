"""Words are found whole, in any case, and not where they are denied."""

from __future__ import annotations

import pytest

from assistant.rules.narrative.wording import affirms_any, says_any


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Bone removed", ("bone", "section"), "Bone"),
        ("boneless", ("bone",), ""),
        ("40% remains", ("%",), "%"),
        ("5mm pockets", ("mm",), "mm"),
        ("soft tissue impaction", ("tissue", "soft tissue impaction"), "soft tissue impaction"),
        ("", ("bone",), ""),
    ],
)
def test_says_any(text: str, words: tuple[str, ...], expected: str) -> None:
    assert says_any(text, words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("forceps only, no bone removal", ""),
        ("bone removal and sectioning", "bone removal"),
        ("no flap. Bone removal done.", "Bone removal"),
    ],
)
def test_affirms_any(text: str, expected: str) -> None:
    assert affirms_any(text, ("bone removal",)) == expected
