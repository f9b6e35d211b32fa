"""The figures of a set of labelled questions, ours and the plain pipeline's alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.library import Library
from assistant.retrieval.results import SearchResult
from evals.benches._search_cases import Score, SearchCase, auroc, interval, mean, score

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question: its scores where it has an answer, and the decision to answer."""

    case: SearchCase
    scored: Score | None
    around: Score | None
    confidence: float
    supported: bool


def search_all(library: Library, cases: Sequence[SearchCase]) -> list[Found]:
    """Every question asked once."""
    return [_found(case, library.find(case.question, k=DEPTH, on=case.on, payer=case.payer)) for case in cases]


def _found(case: SearchCase, result: SearchResult) -> Found:
    return Found(
        case,
        score(case, result.hits) if case.answerable else None,
        score(case, result.hits, neighbours=True) if case.answerable else None,
        result.sufficiency.score,
        result.sufficiency.supported,
    )


def recall_line(scores: Sequence[Score]) -> str:
    """Recall at 1, 5 and 10, reciprocal rank and nDCG, each with its 95 % bootstrap interval."""
    figures = {
        "R@1": [found.at_1 for found in scores],
        "R@5": [found.at_5 for found in scores],
        "R@10": [found.at_10 for found in scores],
        "MRR": [found.reciprocal for found in scores],
        "nDCG@10": [found.ndcg for found in scores],
    }
    return "  ".join(f"{name} {_with_interval(values)}" for name, values in figures.items())


def _with_interval(values: Sequence[float]) -> str:
    low, high = interval(values)
    return f"{mean(values):.3f} [{low:.2f}-{high:.2f}]"


def lines_of(label: str, found: Sequence[Found]) -> list[str]:
    """Hits in the passage itself, with neighbours, and the decisions to abstain."""
    own = [entry.scored for entry in found if entry.scored]
    around = [entry.around for entry in found if entry.around]
    return [
        f"{label} n={len(own):<3} in the passage    {recall_line(own)}",
        f"{label} n={len(own):<3} with neighbours   {recall_line(around)}",
        f"{label} {abstention_line(found)}",
    ]


def abstention_line(found: Sequence[Found]) -> str:
    """AUROC of the confidence, accuracy of the decision, and both kinds of error, with intervals."""
    held = [entry for entry in found if entry.case.answerable]
    absent = [entry for entry in found if not entry.case.answerable]
    right = [float(entry.supported == entry.case.answerable) for entry in found]
    area = auroc([entry.confidence for entry in held], [entry.confidence for entry in absent])
    refused = _with_interval([float(not entry.supported) for entry in absent])
    lost = _with_interval([float(not entry.supported) for entry in held])
    return (
        f"abstention AUROC {area:.3f}  accuracy {_with_interval(right)}  "
        f"refused {refused} of {len(absent)} unanswerable  lost {lost} of {len(held)} answerable"
    )


def kind_lines(label: str, found: Sequence[Found]) -> list[str]:
    """Recall by kind of question, and refusals by kind of what is not held."""
    lines = []
    for kind in dict.fromkeys(entry.case.kind for entry in found):
        chosen = [entry for entry in found if entry.case.kind == kind]
        scores = [entry.scored for entry in chosen if entry.scored]
        if scores:
            at = [mean(values) for values in zip(*((s.at_1, s.at_5, s.at_10) for s in scores), strict=True)]
            lost = sum(not entry.supported for entry in chosen)
            lines.append(
                f"{label} {kind:<12} n={len(chosen):<3} R@1 {at[0]:.3f}  R@5 {at[1]:.3f}  R@10 {at[2]:.3f}  lost {lost}"
            )
        else:
            refused = sum(not entry.supported for entry in chosen)
            lines.append(f"{label} {kind:<12} n={len(chosen):<3} refused {refused}")
    return lines
