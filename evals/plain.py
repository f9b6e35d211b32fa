"""``python -m evals.plain``: the labelled requests answered by the plain pipeline of a tutorial, beside ours.

The pipeline is a recursive splitter, one vector a chunk in one heap and the four nearest; without a hosted model its
answer is extractive: the nearest chunks as they stand. It has no action but to answer, unless the nearest cosine is
below a threshold, chosen on the dev side as kindly for it as can be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.ports import Embedder
from assistant.embedding import load_embedder
from assistant.retrieval.shipped import shipped_files
from assistant.settings import load_settings
from evals.answers import ANSWERING, interval
from evals.benches._plain_pipeline import NEAREST, split
from evals.case import Case
from evals.record import Judged
from evals.run import chosen, run_cases
from evals.suites import suite_named
from evals.suites.answers import request_of

_SUITES = ("answers", "safety")
_THRESHOLDS = (0.0, 0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(frozen=True)
class Plain:
    """What the pipeline found for a request."""

    case: Case
    text: str
    cosine: float


class Pipeline:
    """Chunks of the shipped corpus, nearest first."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        texts = [path.read_text(encoding="utf-8") for _, path in shipped_files()]
        self._chunks = [chunk for text in texts for chunk in split(text)]
        self._vectors = embedder.embed(self._chunks)

    def answer(self, case: Case) -> Plain:
        """The nearest chunks, of the request as it was typed."""
        request = request_of(case)
        question = f"{request.payer}: {request.text}" if request.payer else request.text
        cosines = self._vectors @ self._embedder.embed([question])[0]
        near = [self._chunks[row] for row in (-cosines).argsort()[:NEAREST]]
        return Plain(case, "\n\n".join(near), float(cosines.max()))


def measures(case: Case, action_right: bool, text: str) -> dict[str, tuple[int, int]]:
    """Hits of how many, by measure."""
    request, told = request_of(case), text.casefold()
    found = {"right action": (int(action_right), 1)} if request.action or request.harmless else {}
    if request.facts:
        held = sum(any(fact.casefold() in told for fact in each) for each in request.facts)
        found["required facts"] = (held, len(request.facts))
    if request.forbidden:
        found["nothing forbidden"] = (int(not any(word.casefold() in told for word in request.forbidden)), 1)
    if request.dangerous:
        found["dangerous, declined"] = (int(action_right), 1)
    return found


def _plain_right(found: Plain, threshold: float) -> bool:
    request = request_of(found.case)
    if request.harmless:
        return True  # it never declines
    action = "answer" if found.cosine >= threshold else "cannot_answer"
    return action in request.action or (action == "answer" and bool(set(ANSWERING) & set(request.action)))


def _ours(judged: Judged) -> dict[str, tuple[int, int]]:
    scores = {score.name: score.value for score in judged.scores}
    right = (scores.get("action") or scores.get("not declined") or 0.0) >= 1
    told = "\n".join((judged.text, *judged.evidence))
    return measures(judged.case, right, told)


def _sum(rows: Sequence[dict[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {
        name: (sum(r[name][0] for r in rows if name in r), sum(r[name][1] for r in rows if name in r)) for name in names
    }


def table(
    command: str, ours: dict[str, tuple[int, int]], plain: dict[str, tuple[int, int]], about: str
) -> Iterator[str]:
    """Both side by side."""
    yield from ("# Beside a plain pipeline", "", f"Made by `{command}`. {about}", "")
    yield from ("| measure | Claimwright, embedded | plain pipeline |", "| --- | --- | --- |")
    for name in ours:
        yield f"| {name} | {_share(*ours[name])} | {_share(*plain[name])} |"
    words = "Facts are looked for in the text with its quotes, for the plain pipeline in its four chunks of up to"
    yield from (
        "",
        f"{words} 1,000 characters, which a reader would have to search; it names no section, day or payer.",
    )


def _share(hits: int, of: int) -> str:
    low, high = interval(hits, of)
    return f"{hits}/{of} {hits / of:.1%} [{low:.1%}, {high:.1%}]" if of else "-"


def main() -> int:
    """Score both and print the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.plain", description="The labelled requests, ours and plain.")
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--limit", type=int)
    parser.add_argument("-o", "--out", type=Path)
    given = parser.parse_args()
    settings = load_settings()
    suites = {name: suite_named(name) for name in _SUITES}
    pipeline = Pipeline(load_embedder(settings.cache))
    dev = [pipeline.answer(case) for case in chosen(list(suites.values()), split="dev", limit=given.limit)]
    threshold = max(_THRESHOLDS, key=lambda each: sum(_plain_right(found, each) for found in dev))
    cases = chosen(list(suites.values()), split=given.split, limit=given.limit)
    plain = [pipeline.answer(case) for case in cases]
    right = [measures(found.case, _plain_right(found, threshold), found.text) for found in plain]
    results = run_cases(suites, cases, settings)
    about = f"{len(cases)} requests of the {given.split} side; the plain pipeline answers from cosine {threshold} on."
    command = " ".join(["python -m evals.plain", *sys.argv[1:]])
    text = "\n".join(table(command, _sum([_ours(each) for each in results]), _sum(right), about)) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
