"""Search: how well it finds, how soon, and what taking documents in costs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from assistant.domain.ports import Embedder
from assistant.embedding import load_embedder
from assistant.retrieval.dense import ChromaStore, DenseIndex
from assistant.retrieval.generation import Generation
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.library import Library
from assistant.retrieval.question import prepare
from assistant.retrieval.ranking import rank
from assistant.retrieval.scope import Scope
from assistant.retrieval.setup import own_shelf, set_up
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.shipped import shipped_files, shipped_shelf
from assistant.settings import Settings
from evals.benches._plain_pipeline import PlainPipeline
from evals.benches._scaled_corpus import LARGE, SMALL, TODAY, publish_scaled
from evals.benches._search_cases import Score, SearchCase, auroc, interval, load_cases, mean, score
from evals.benches._twins import write_twins

#: Sizes of the speed part; ``CLAIMWRIGHT_BENCH_SIZES`` such as ``1000,10000`` shortens it.
SIZES = (1_000, 10_000, 100_000)
_QUESTIONS = 120


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every part needs."""

    cache: Path
    embedder: Embedder
    shipped: Shelf
    folder: Path

    def library(self, own: Path, *, chroma: ChromaStore | None = None) -> Library:
        return Library(self.shipped, own_shelf(own, "bench", None, chroma), lambda: self.embedder, DenseIndex(chroma))


def lines() -> Iterator[str]:
    """Every figure, one line each, as soon as it is known."""
    settings = Settings()
    set_up(settings.cache, lambda _: None)
    embedder = load_embedder(settings.cache)
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(settings.cache, embedder, shipped_shelf(settings.cache, embedder.model_id), Path(folder))
        yield from _finding(bench)
        yield from _twins(bench)
        yield from _plain(bench)
        yield from _ingest(bench)
        yield from _cold(bench)
        for size in _sizes():
            yield from _speed(bench, size)


def _sizes() -> tuple[int, ...]:
    named = os.environ.get("CLAIMWRIGHT_BENCH_SIZES")
    return tuple(int(size) for size in named.split(",")) if named else SIZES


# How well it finds


def _finding(bench: _Bench) -> Iterator[str]:
    library = bench.library(bench.folder / "none")
    cases = load_cases()
    yield f"search  {len(cases)} labelled questions, {library.find('crown', k=1, on=TODAY).searched} general passages"
    for half in ("tuning", "test"):
        yield from _figures(f"search  {half:<6}", library, [case for case in cases if case.half == half])
    for kind in dict.fromkeys(case.kind for case in cases if case.answerable):
        chosen = [case for case in cases if case.kind == kind]
        yield f"search  {kind:<12} n={len(chosen):<3} {_recall([_scored(library, case) for case in chosen])}"


def _figures(label: str, library: Library, cases: Sequence[SearchCase]) -> Iterator[str]:
    answerable = [case for case in cases if case.answerable]
    scores = [_scored(library, case) for case in answerable]
    low, high = interval([found.at_5 for found in scores])
    yield f"{label}  n={len(scores)} {_recall(scores)}  R@5 95 % interval {low:.3f}-{high:.3f}"
    around = [_scored(library, case, neighbours=True) for case in answerable]
    yield f"{label}  with neighbours {_recall(around)}"
    yield f"{label}  {_abstention(library, cases)}"


def _scored(library: Library, case: SearchCase, *, neighbours: bool = False) -> Score:
    hits = library.search(case.question, k=10, on=case.on, payer=case.payer)
    return score(case, hits, neighbours=neighbours)


def _recall(scores: Sequence[Score]) -> str:
    figures = {
        "R@1": [found.at_1 for found in scores],
        "R@5": [found.at_5 for found in scores],
        "R@10": [found.at_10 for found in scores],
        "MRR": [found.reciprocal for found in scores],
        "nDCG@10": [found.ndcg for found in scores],
    }
    return "  ".join(f"{name} {mean(values):.3f}" for name, values in figures.items())


def _abstention(library: Library, cases: Sequence[SearchCase]) -> str:
    judged = [(case, library.find(case.question, k=10, on=case.on, payer=case.payer).sufficiency) for case in cases]
    held = [found for case, found in judged if case.answerable]
    absent = [found for case, found in judged if not case.answerable]
    return (
        f"abstention: AUROC {auroc([found.score for found in held], [found.score for found in absent]):.3f}, "
        f"{mean([float(not found.supported) for found in absent]):.0%} of {len(absent)} unanswerable refused, "
        f"{mean([float(not found.supported) for found in held]):.0%} of {len(held)} answerable lost"
    )


def _twins(bench: _Bench) -> Iterator[str]:
    """The same questions among other payers' and superseded copies with other numbers."""
    library = bench.library(bench.folder / "twins")
    count = write_twins(bench.folder / "twin-files")
    library.add([bench.folder / "twin-files"])
    cases = [case for case in load_cases() if case.half == "test"]
    yield from _figures(f"search  test, with {count} twin documents", library, cases)


def _plain(bench: _Bench) -> Iterator[str]:
    """The usual first try on the same texts: a recursive splitter, one vector a chunk, the four nearest."""
    pipeline = PlainPipeline([path.read_text(encoding="utf-8") for _, path in shipped_files()], bench.embedder)
    library = bench.library(bench.folder / "none")
    for half in ("tuning", "test"):
        cases = [case for case in load_cases() if case.half == half and case.answerable]
        plain = mean([float(pipeline.finds(case)) for case in cases])
        ours = [score(case, library.search(case.question, k=4, on=case.on, payer=case.payer)).at_5 for case in cases]
        yield f"search  {half:<6}  words found in the top 4: plain pipeline {plain:.3f}, claimwright {mean(ours):.3f}"


# What it costs


def _ingest(bench: _Bench) -> Iterator[str]:
    folder = bench.folder / "ingest"
    write_twins(folder, limit=40)
    library = bench.library(bench.folder / "ingest-home", chroma=ChromaStore())
    started = time.perf_counter()
    report = library.add([folder])
    seconds = time.perf_counter() - started
    passages = sum(taken.passages for taken in report.accepted)
    texts = [
        f"{passage.title} > {passage.section}\n{passage.text}"
        for taken in report.accepted
        for passage in library.passages_of(taken.document)
    ]
    started = time.perf_counter()
    bench.embedder.embed(texts)
    raw = len(texts) / (time.perf_counter() - started)
    yield (
        f"ingest  {passages} passages of {len(report.accepted)} files in {seconds:.1f} s: {passages / seconds:.1f}/s; "
        f"embedding alone {raw:.1f}/s; ratio {passages / seconds / raw:.2f}"
    )
    started = time.perf_counter()
    library.add([folder])
    yield f"ingest  the same files again: {time.perf_counter() - started:.2f} s, nothing embedded"


def _cold(bench: _Bench) -> Iterator[str]:
    """A whole process, and what of it is the question's own work."""
    environment = {**os.environ, "CLAIMWRIGHT_HOME": str(bench.folder / "cold"), "CLAIMWRIGHT_CACHE": str(bench.cache)}
    words = ["search", "crown replacement", "--payer", "Brightsmile Dental", "--explain"]
    program = [sys.executable, "-c", "from api.cli.main import run; run()", *words]
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(program, env=environment, capture_output=True, check=True)
        seconds.append(time.perf_counter() - started)
    yield f"cold    claimwright search: median {median(seconds):.2f} s, fastest {min(seconds):.2f} s"


# How soon


def _speed(bench: _Bench, size: int) -> Iterator[str]:
    shipped = bench.shipped.generation()
    assert shipped is not None
    chroma = ChromaStore()
    started = time.perf_counter()
    generation = publish_scaled(bench.folder / f"scaled-{size}", shipped, size, chroma)
    built = time.perf_counter() - started
    questions = [case.question for case in load_cases()][:_QUESTIONS]
    statistics = CorpusStatistics([generation.lexical])
    floor = _times(questions, lambda text: _floor(text, generation, statistics, bench.embedder))
    yield f"speed   {size:>7} passages, built in {built:.1f} s; floor (embed + full dot product + BM25): {_pair(floor)}"
    for label, payer in (("largest payer", LARGE), ("small payer", SMALL[3])):
        scope = Scope((payer, "General"), TODAY)
        for way, dense in (("", DenseIndex(chroma)), (" exact", DenseIndex())):
            ask = partial(_ask, generation=generation, statistics=statistics, embedder=bench.embedder)
            found = _times(questions, partial(ask, dense=dense, scope=scope))
            yield f"speed   {size:>7} {label}{way}, as-of and payer filters: {_pair(found)}"
        yield f"speed   {size:>7} {label}: {_overlap(questions, generation, statistics, bench.embedder, chroma, scope)}"
    chroma.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"speed   {size:>7} peak memory of this process so far: {peak:.0f} MB"


def _times(questions: Sequence[str], ask: Callable[[str], object]) -> list[float]:
    """Milliseconds of each question after a few that are not counted."""
    for text in questions[:5]:
        ask(text)
    taken = []
    for text in questions:
        started = time.perf_counter()
        ask(text)
        taken.append(1000 * (time.perf_counter() - started))
    return taken


def _pair(milliseconds: Sequence[float]) -> str:
    return f"p50 {np.percentile(milliseconds, 50):.1f} ms, p95 {np.percentile(milliseconds, 95):.1f} ms"


def _floor(text: str, generation: Generation, statistics: CorpusStatistics, embedder: Embedder) -> object:
    query = prepare(text, statistics)
    vector = embedder.embed([query.dense_text])[0]
    terms = {term: weight * statistics.idf(term) for term, weight in query.weights.items()}
    return generation.vectors @ vector, generation.lexical.score(terms, statistics.mean_length)


def _ask(
    text: str,
    generation: Generation,
    statistics: CorpusStatistics,
    embedder: Embedder,
    dense: DenseIndex,
    scope: Scope,
) -> list[tuple[int, str]]:
    query = prepare(text, statistics)
    vector: NDArray[np.float32] = embedder.embed([query.dense_text])[0]
    ranking = rank([generation], statistics, dense, query, vector, scope, 10)
    return [(entry.row, ranking.dense_by) for entry in ranking.rows]


def _overlap(
    questions: Sequence[str],
    generation: Generation,
    statistics: CorpusStatistics,
    embedder: Embedder,
    chroma: ChromaStore,
    scope: Scope,
) -> str:
    shares, ways = [], set()
    for text in questions:
        ours = _ask(text, generation, statistics, embedder, DenseIndex(chroma), scope)
        exact = _ask(text, generation, statistics, embedder, DenseIndex(), scope)
        ways |= {way for _, way in ours}
        shares.append(len({row for row, _ in ours} & {row for row, _ in exact}) / max(1, len(exact)))
    return f"overlap@10 with the exact scan {mean(shares):.3f}, answered by {' / '.join(sorted(ways))}"


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
