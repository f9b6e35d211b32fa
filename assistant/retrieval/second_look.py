"""The best rows read once more: does the passage hold the kind of answer asked for, and does it fit the question?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.ports import Reranker
from assistant.retrieval.answer_kind import kinds_asked, share_given
from assistant.retrieval.ranking import Ranked

#: What it adds that a passage holds every kind of answer asked for.
ANSWER_BOOST = 0.25

#: What the best possible fit in the eyes of a cross-encoder adds.
RERANK_BOOST = 0.5

#: Rows that a cross-encoder reads; it takes tens of milliseconds for each.
RERANKED = 20


def look_again(text: str, rows: Sequence[Ranked], reranker: Reranker | None = None) -> list[Ranked]:
    """The rows in a new order, with the signals ``answer`` and ``rerank``; equal scores keep their order."""
    return _reranked(text, _by_answer(text, rows), reranker)


def _by_answer(text: str, rows: Sequence[Ranked]) -> list[Ranked]:
    kinds = kinds_asked(text)
    if not kinds:
        return list(rows)
    return _sorted([_raised(row, "answer", ANSWER_BOOST * share_given(kinds, _text(row))) for row in rows])


def _reranked(text: str, rows: Sequence[Ranked], reranker: Reranker | None) -> list[Ranked]:
    if reranker is None:
        return list(rows)
    first = rows[:RERANKED]
    fits = reranker.scores(text, [_text(row) for row in first])
    read = [_raised(row, "rerank", RERANK_BOOST * float(fit)) for row, fit in zip(first, fits, strict=True)]
    return [*_sorted(read), *rows[RERANKED:]]


def _text(row: Ranked) -> str:
    return row.generation.passage(row.row).text


def _raised(row: Ranked, signal: str, bonus: float) -> Ranked:
    return replace(row, score=row.score + bonus, signals={**row.signals, signal: bonus})


def _sorted(rows: Sequence[Ranked]) -> list[Ranked]:
    return sorted(rows, key=lambda row: -row.score)
