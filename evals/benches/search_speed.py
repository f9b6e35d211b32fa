"""How soon search answers, beside the floor of its parts, and what taking documents in costs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import cast

import numpy as np
from numpy.typing import NDArray

from assistant.domain.ports import Embedder
from assistant.retrieval.dense import ChromaStore, DenseIndex
from assistant.retrieval.generation import Generation
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.library import Library
from assistant.retrieval.question import prepare
from assistant.retrieval.ranking import rank
from assistant.retrieval.scope import Scope
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.tokens import tokens
from evals.benches._scaled_corpus import LARGE, SMALL, TODAY, publish_scaled
from evals.benches._search_bench import Bench, opened
from evals.benches._search_cases import load_cases, mean
from evals.benches._twins import write_twins

#: Sizes of the speed part; ``CLAIMWRIGHT_BENCH_SIZES=100000`` measures a larger corpus, which takes minutes to publish.
#: Vectors beyond the shipped corpus are its own with noise.
SIZES = (1_000, 10_000)
_QUESTIONS = 120
_INGESTED = 40
_COLD_RUNS = 5


def lines() -> Iterator[str]:
    """Every figure, one line each, as soon as it is known."""
    with opened() as bench:
        yield from _ingest(bench)
        yield from _cold(bench)
        for size in _sizes():
            yield from _speed(bench, size)


def _sizes() -> tuple[int, ...]:
    named = os.environ.get("CLAIMWRIGHT_BENCH_SIZES")
    return tuple(int(size) for size in named.split(",")) if named else SIZES


# What it costs


def _ingest(bench: Bench) -> Iterator[str]:
    folder = bench.folder / "ingest"
    write_twins(folder, limit=_INGESTED)
    library = bench.library("ingest-home", chroma=ChromaStore())
    library.embedder.embed(["warm"])
    started, worked = time.perf_counter(), time.process_time()
    report = library.add([folder])
    seconds, busy = time.perf_counter() - started, time.process_time() - worked
    texts = [
        f"{passage.title} > {passage.section}\n{passage.text}"
        for taken in report.accepted
        for passage in library.passages_of(taken.document)
    ]
    started, worked = time.perf_counter(), time.process_time()
    bench.embedder.embed(texts)
    raw, raw_busy = time.perf_counter() - started, time.process_time() - worked
    yield (
        f"ingest  {len(texts)} passages of {len(report.accepted)} files: {len(texts) / seconds:.1f}/s, embedding alone "
        f"{len(texts) / raw:.1f}/s; ratio {raw / seconds:.2f} by the clock, {raw_busy / busy:.2f} by processor time"
    )
    started = time.perf_counter()
    library.add([folder])
    yield f"ingest  the same files again: {time.perf_counter() - started:.2f} s, nothing embedded"


def _cold(bench: Bench) -> Iterator[str]:
    """A whole process, by the clock and by processor time."""
    environment = {**os.environ, "CLAIMWRIGHT_HOME": str(bench.folder / "cold"), "CLAIMWRIGHT_CACHE": str(bench.cache)}
    words = ["search", "crown replacement", "--payer", "Brightsmile Dental"]
    program = [sys.executable, "-c", "from api.cli.main import run; run()", *words]
    seconds, busy = [], []
    for _ in range(_COLD_RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(program, env=environment, capture_output=True, check=True)
        seconds.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    yield (
        f"cold    claimwright search: median {median(seconds):.2f} s, fastest {min(seconds):.2f} s; "
        f"processor time {median(busy):.2f} s"
    )


# How soon


class _Fixed:
    """A shelf that holds one generation and is never written."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def generation(self) -> Generation:
        return self._generation

    def heal(self) -> bool:
        return False


def _speed(bench: Bench, size: int) -> Iterator[str]:
    shipped = bench.shipped.generation()
    assert shipped is not None
    chroma = ChromaStore()
    started = time.perf_counter()
    generation = publish_scaled(bench.folder / f"scaled-{size}", shipped, size, chroma)
    built = time.perf_counter() - started
    questions = [case.question for case in load_cases()][:_QUESTIONS]
    statistics = CorpusStatistics([generation.lexical])
    library = Library(None, cast(Shelf, _Fixed(generation)), lambda: bench.embedder, DenseIndex(chroma))
    yield f"speed   {size:>7} passages published in {built:.1f} s"
    for label, payer in (("largest payer", LARGE), ("small payer", SMALL[3])):
        search = partial(library.find, k=10, on=TODAY, payer=payer)
        floor, ours = _side_by_side(
            questions, partial(_floor, generation=generation, statistics=statistics, embedder=bench.embedder), search
        )
        yield (
            f"speed   {size:>7} {label}, whole search with as-of and payer filters: {_pair(ours)}; floor (embed + full "
            f"dot product + BM25): {_pair(floor)}; p95 {_p95(ours) / _p95(floor):.1f} x the floor"
        )
        scope = Scope((payer, "General"), TODAY)
        yield f"speed   {size:>7} {label}: {_overlap(questions, generation, statistics, bench.embedder, chroma, scope)}"
    chroma.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = sum(path.stat().st_size for path in generation.folder.rglob("*") if path.is_file()) / 1e6
    yield f"speed   {size:>7} index {held:.0f} MB on disk; peak memory of this process so far {peak:.0f} MB"


def _side_by_side(
    questions: Sequence[str], floor: Callable[[str], object], ours: Callable[[str], object]
) -> tuple[list[float], list[float]]:
    """Milliseconds of both for each question, in turn, so that a busy machine slows both alike."""
    for text in questions[:5]:
        floor(text)
        ours(text)
    taken: tuple[list[float], list[float]] = ([], [])
    for text in questions:
        for place, ask in enumerate((floor, ours)):
            started = time.perf_counter()
            ask(text)
            taken[place].append(1000 * (time.perf_counter() - started))
    return taken


def _p95(milliseconds: Sequence[float]) -> float:
    return float(np.percentile(milliseconds, 95))


def _pair(milliseconds: Sequence[float]) -> str:
    return f"p50 {np.percentile(milliseconds, 50):.1f} ms, p95 {_p95(milliseconds):.1f} ms"


def _floor(text: str, generation: Generation, statistics: CorpusStatistics, embedder: Embedder) -> object:
    vector = embedder.embed([text])[0]
    terms = {term: statistics.idf(term) for term in tokens(text)}
    return generation.vectors @ vector, generation.lexical.score(terms, statistics.mean_length)


def _rows(
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
        ours = _rows(text, generation, statistics, embedder, DenseIndex(chroma), scope)
        exact = _rows(text, generation, statistics, embedder, DenseIndex(), scope)
        ways |= {way for _, way in ours}
        shares.append(len({row for row, _ in ours} & {row for row, _ in exact}) / max(1, len(exact)))
    return f"overlap@10 with the filtered exact scan {mean(shares):.3f}, answered by {' / '.join(sorted(ways))}"


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
