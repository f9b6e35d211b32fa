"""How well search finds: the labelled questions, alone and among twins, beside the plain pipeline of a tutorial."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from assistant.readers.documents.reader import read_document
from assistant.retrieval.library import Library
from assistant.retrieval.shipped import shipped_files
from evals.benches._office_files import write_office_files
from evals.benches._plain_pipeline import PlainPipeline
from evals.benches._remembering import Remembering
from evals.benches._search_bench import Bench, opened
from evals.benches._search_cases import SECOND, SearchCase, auroc, digest, frozen_digest, load_cases, mean
from evals.benches._search_figures import kind_lines, lines_of, recall_line, search_all
from evals.benches._twins import write_twins

_HALVES = ("tuning", "test")


def lines() -> Iterator[str]:
    """Every figure, one line each, as soon as it is known."""
    with opened() as bench:
        cases = load_cases()
        embedder = Remembering(bench.embedder)
        library = bench.library("office", embedder=embedder)
        texts = _take_office_files(bench, library)
        yield (
            f"search  {len(cases)} labelled questions, {sum(not case.answerable for case in cases)} of them without an "
            f"answer, to {len(library.documents())} documents; test half frozen as {frozen_digest(cases)[:12]}"
        )
        yield from _finding(library, cases)
        yield from _second(library)
        pipeline = PlainPipeline(texts, embedder)
        for half in _HALVES:
            yield from _plain(pipeline, half, [case for case in cases if case.half == half])
        yield from _twins(bench, library, cases)


def _take_office_files(bench: Bench, library: Library) -> dict[str, str]:
    """Add the files in every format; returns the read text of every document, shipped ones included."""
    folder = bench.folder / "files"
    write_office_files(folder)
    report = library.add([folder])
    assert not report.rejected, report.rejected
    texts = {path.stem: path.read_text(encoding="utf-8") for _, path in shipped_files()}
    for taken in report.accepted:
        with open(taken.path, "rb") as stream:
            texts[taken.document] = read_document(stream.read(), taken.path).text
    return texts


def _finding(library: Library, cases: Sequence[SearchCase]) -> Iterator[str]:
    for half in _HALVES:
        chosen = [case for case in cases if case.half == half]
        found = search_all(library, chosen)
        yield from lines_of(f"search  {half:<6}", found)
        yield from kind_lines(f"search  {half:<6}", found)


def _second(library: Library) -> Iterator[str]:
    """The set written after the first test half had been asked twice."""
    cases = load_cases(SECOND)
    found = search_all(library, cases)
    yield f"search  second {len(cases)} questions that no tuning has seen, frozen as {digest(cases)[:12]}"
    yield from lines_of("search  second", found)
    yield from kind_lines("search  second", found)


def _plain(pipeline: PlainPipeline, half: str, cases: Sequence[SearchCase]) -> Iterator[str]:
    """The usual first try on the same texts: a recursive splitter, one vector a chunk, the four nearest."""
    answers = [(case, *pipeline.score(case)) for case in cases]
    scores = [score for _, score, _, _ in answers if score]
    inside = mean([float(near) for case, _, _, near in answers if case.answerable])
    held = [cosine for case, _, cosine, _ in answers if case.answerable]
    absent = [cosine for case, _, cosine, _ in answers if not case.answerable]
    yield f"search  {half:<6} n={len(scores):<3} plain pipeline     {recall_line(scores)}"
    yield (
        f"search  {half:<6} plain pipeline: answered from its top 4 {inside:.3f}; "
        f"nearest cosine as confidence: AUROC {auroc(held, absent):.3f}"
    )


def _twins(bench: Bench, library: Library, cases: Sequence[SearchCase]) -> Iterator[str]:
    """The same questions among other payers' and superseded copies with other numbers."""
    folder = bench.folder / "twin-files"
    count = write_twins(folder)
    library.add([folder])
    found = search_all(library, [case for case in cases if case.half == "test"])
    yield from lines_of(f"search  test + {count} twins", found)


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
