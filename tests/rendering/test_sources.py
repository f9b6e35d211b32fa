"""Nothing that leaves the office names a place of a case by its path."""

from __future__ import annotations

import pytest

from assistant.domain.draft import ContradictionSide, CriterionRow, Source, Statement
from assistant.rendering.letter import printed_criteria
from assistant.rendering.proof import proof_rows
from assistant.rendering.sources import place_in_words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("claim.lines[1].date_of_service", "claim line 2, date of service"),
        ("lines[0].patient", "claim line 1, patient"),
        ("claim.payer", "claim, payer"),
        ("denials[0].amount", "denial 1, amount"),
        ("settled.lines[0].refused[1]", "settled, line 1, refused 2"),
        ("chart-2026-09.txt", "chart-2026-09.txt"),
        ("d1", "d1"),
    ],
)
def test_a_path_is_told_in_words(path: str, words: str) -> None:
    assert place_in_words(path) == words


def test_the_table_and_the_index_hold_no_path() -> None:
    row = CriterionRow(
        text="A crown.", status="met", evidence=(ContradictionSide(document="claim.lines[0].code", quote="D2740"),)
    )
    (printed,) = printed_criteria((row,), {})
    assert printed.record == '"D2740" (claim line 1, code)'
    statement = Statement(
        id="a",
        type="computed",
        text="a",
        sources=(
            Source(kind="calculation", key="reading[0]", quote="a"),
            Source(kind="claim", document="claim.lines[0].code", quote="D2740"),
            Source(kind="claim", document="claim.payer", quote="Tamarack"),
        ),
    )
    assert [each.source for each in proof_rows((statement,), {})] == [
        "calculation reading 1",
        "claim line 1",
        "claim, payer",
    ]
