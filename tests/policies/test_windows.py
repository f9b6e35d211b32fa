"""The appeal period that a document states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.policy import Passage, PolicyDocument
from assistant.policies.windows import appeal_window, held_window

Made = Callable[..., Passage]


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("A member may appeal within 180 days after receiving the denial.", (180, "calendar_days", "receipt")),
        ("An appeal is due within 120 days of the date on the explanation.", (120, "calendar_days", "letter")),
        ("An appeal must be received within 60 days of the date of the notice.", (60, "calendar_days", "letter")),
        ("Appeals must arrive within 45 calendar days from the remittance.", (45, "calendar_days", "letter")),
        ("An appeal is due within 30 business days of receipt of the letter.", (30, "business_days", "receipt")),
        ("An appeal is due within 6 months from the date of the denial.", (6, "calendar_months", "letter")),
        ("It is appealed as a redetermination within 120 days of receipt.", (120, "calendar_days", "receipt")),
        ("A reconsideration is asked for within 90 days of the remittance date.", None),
        ("The plan decides an appeal within 30 days of receipt.", None),
        ("An appeal is acknowledged within 5 days of receipt.", None),
        ("A second-level appeal is due within 60 days of the notice.", None),
        ("An external appeal is due within 4 months of the notice.", None),
        ("Coverage continues when the member appeals within 10 days of the notice.", None),
        ("Please appeal soon after the denial.", None),
        ("", None),
    ],
)
def test_a_sentence(passage: Made, document: PolicyDocument, text: str, window: tuple[int, str, str] | None) -> None:
    found = appeal_window([passage(text, section="11. Appeals")], document)
    assert (found and (found.value, found.unit, found.counts_from)) == window
    assert found is None or found.source == "Policy 1, 11. Appeals"


def test_the_first_period_of_the_document_counts(passage: Made, document: PolicyDocument) -> None:
    first = passage("A first appeal is due within 180 days of the notice.", ordinal=1)
    second = passage("The second appeal is due within 60 days of the first answer.", ordinal=2)
    found = appeal_window([second, first], document)
    assert found is not None
    assert found.value == 180


@given(text=st.text(max_size=150))
def test_any_text(text: str) -> None:
    one = Passage(key="p", document="d", title="t", section="s", text=text, ordinal=1, payer="P")
    found = appeal_window([one], PolicyDocument(id="d", series="d", title="t", payer="P"))
    assert found is None or found.value > 0


class TwoManuals:
    """Two documents of one payer in force, which give different times."""

    def __init__(self, held: dict[PolicyDocument, Passage]) -> None:
        self.held = {document.id: (document, told) for document, told in held.items()}

    def in_force(self, payer: str, on: date, *, plan: str | None = None) -> tuple[PolicyDocument, ...]:
        return tuple(document for document, _ in self.held.values())

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        return (self.held[document][1],)


def test_of_two_manuals_the_shorter_time_counts_unless_it_may_not_speak(
    passage: Made, document: PolicyDocument
) -> None:
    other = document.model_copy(update={"id": "other", "title": "Policy 2"})
    long, short = (passage(f"A member may appeal within {days} days of the denial letter.") for days in (180, 60))
    library: Any = TwoManuals({document: long, other: short})
    found = held_window(library, "Northlake", "appeal", date(2026, 11, 22))
    assert found is not None
    assert (found.value, found.source.partition(",")[0]) == (60, "Policy 2")
    told = held_window(library, "Northlake", "appeal", date(2026, 11, 22), only=lambda each: each.id != "other")
    assert told is not None
    assert told.value == 180
