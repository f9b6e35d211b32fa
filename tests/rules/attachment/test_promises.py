"""Promised enclosures are read where a word for one stands beside a word for sending."""

from __future__ import annotations

import pytest

from assistant.rules.attachment.promises import promised_kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo enclosed.", ["photo"]),
        ("See attached perio chart.", ["perio_chart"]),
        ("Bitewings and sleep study attached", ["bitewing"]),
        ("Enclosed: sleep study.", ["sleep_study"]),
        ("PERIO CHARTING IS ATTACHED", ["perio_chart"]),
        ("Path report and op note: see op note.", ["operative_report"]),
        ("Narrative enclosed.", []),
        ("Radiograph shows caries. Crown enclosed in splint.", []),
        ("Photo enclosed. Photos attached.", ["photo"]),
        ("no enclosure here", []),
        ("", []),
    ],
)
def test_promised_kinds(text: str, expected: list[str]) -> None:
    assert [kind.name for kind, _ in promised_kinds(text)] == expected


def test_the_quote_is_verbatim() -> None:
    text = "#14 broken. Intraoral photos are enclosed."
    assert all(quote in text for _, quote in promised_kinds(text))
