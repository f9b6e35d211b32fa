"""The best rows read once more: does the passage hold the kind of answer that is asked for?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.retrieval.answer_kind import kinds_asked, share_given
from assistant.retrieval.ranking import Ranked

#: What it adds that a passage holds every kind of answer asked for.
ANSWER_BOOST = 0.25


def look_again(text: str, rows: Sequence[Ranked]) -> list[Ranked]:
    """The rows in a new order, each with its ``answer`` signal; equal scores keep their order."""
    kinds = kinds_asked(text)
    if not kinds:
        return list(rows)
    seen = [_seen(row, ANSWER_BOOST * share_given(kinds, row.generation.passage(row.row).text)) for row in rows]
    return sorted(seen, key=lambda row: -row.score)


def _seen(row: Ranked, bonus: float) -> Ranked:
    return replace(row, score=row.score + bonus, signals={**row.signals, "answer": bonus})
