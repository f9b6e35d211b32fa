"""Chroma as the dense index: embedded beside each generation, or on a server."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.retrieval.dense import CHROMA, ChromaStore, DenseIndex
from assistant.retrieval.generation import CURRENT
from assistant.retrieval.library import Library
from evals.listening import listening

TODAY = date(2026, 11, 22)
Open = Callable[..., Library]
Store = Callable[..., ChromaStore]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """One payer's manual of four hundred rules, one a passage."""
    rules = "".join(
        f"## Rule {n}\nService number{n} group{n % 7} kind{n % 11} is paid once in {n} months.\n" for n in range(400)
    )
    path = tmp_path / "manual.md"
    path.write_text(f"---\npayer: Example Dental\neffective_from: 2026-01-01\n---\n# Manual\n{rules}")
    return path


@pytest.fixture
def store() -> Iterator[Store]:
    """Opens stores that are closed when the test ends."""
    opened: list[ChromaStore] = []

    def make(url: str | None = None) -> ChromaStore:
        opened.append(ChromaStore(url))
        return opened[-1]

    yield make
    for made in opened:
        made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server on loopback."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")
    if program is None:
        pytest.skip("the chroma command is not installed")
    folder = str(tmp_path_factory.mktemp("server"))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with listening(
        lambda port: [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", folder], **quiet
    ) as (port, _):
        yield f"http://127.0.0.1:{port}"


def agrees(library: Library, exact: Library, by: str = "chroma") -> None:
    """The same hits, whoever answers the dense half."""
    for text in ("service number17 group3", "paid once in 200 months", "kind5 group2 rule"):
        found = library.find(text, k=10, on=TODAY, payer="Example Dental")
        assert found.dense_by == by
        wanted = exact.find(text, k=10, on=TODAY, payer="Example Dental")
        assert wanted.dense_by == "exact"
        assert [hit.passage.key for hit in found.hits[:5]] == [hit.passage.key for hit in wanted.hits[:5]]


def test_embedded_chroma_agrees_with_the_exact_scan(store: Store, open_library: Open, many: Path) -> None:
    chroma = store()
    library = open_library(chroma=chroma, dense=DenseIndex(chroma, exact_rows=0))
    library.add([many])
    agrees(library, open_library())
    assert library.verify().ok


def test_the_next_generation_is_the_last_one_and_the_difference(
    store: Store, open_library: Open, many: Path, home: Path
) -> None:
    chroma = store()
    library = open_library(chroma=chroma, dense=DenseIndex(chroma, exact_rows=0))
    library.add([many])
    many.write_text(
        many.read_text().replace("once in 17 months", "twice in 17 months").replace("## Rule 3\n", "## R3\n")
    )
    library.add([many])
    assert library.verify().ok
    agrees(library, open_library())
    library.remove("example-dental-manual-2026-01-01")
    assert library.verify().ok


def test_few_rows_or_a_narrow_filter_are_scanned_exactly(
    store: Store, open_library: Open, many: Path, documents: Path
) -> None:
    chroma = store()
    library = open_library(chroma=chroma, dense=DenseIndex(chroma, exact_rows=3))
    library.add([many, documents])
    assert library.find("crown", k=2, on=TODAY, payer="Example Dental").dense_by == "chroma"
    narrow = library.find("crown", k=2, on=TODAY, payer="Northlake Dental").dense_by
    assert narrow == "exact (the filter leaves too little for Chroma)"
    assert library.find("crown", k=2, on=TODAY).dense_by == "exact"


def test_a_lost_collection_is_found_answered_around_and_rebuilt(
    store: Store, open_library: Open, many: Path, home: Path
) -> None:
    chroma = store()
    open_library(chroma=chroma).add([many])
    root = home / "index" / "local"
    shutil.rmtree(root / "generations" / (root / CURRENT).read_text() / CHROMA)
    other = store()
    library = open_library(chroma=other, dense=DenseIndex(other, exact_rows=0))
    found = library.find("number17", k=1, on=TODAY, payer="Example Dental")
    assert "number17" in found.hits[0].passage.text
    assert found.dense_by.startswith("exact (the generation has no Chroma")
    report = library.verify()
    assert [divergence.what for divergence in report.divergences] == ["the generation has no Chroma collection"]
    library.rebuild()
    assert library.verify().ok
    assert library.find("number17", k=1, on=TODAY, payer="Example Dental").dense_by == "chroma"


@pytest.mark.slow
def test_a_server_answers_like_the_exact_scan(
    store: Store, open_library: Open, many: Path, server: str, documents: Path
) -> None:
    chroma = store(server)
    library = open_library(chroma=chroma, dense=DenseIndex(chroma, exact_rows=0))
    library.add([many])
    agrees(library, open_library())
    library.add([documents])
    library.remove("copperline-dental-copperline-crowns-2025-01-01")
    assert library.verify().ok
    agrees(library, open_library())
    other = open_library("other practice", chroma=chroma, dense=DenseIndex(chroma, exact_rows=0))
    other.add([documents])
    assert other.verify().ok
    assert library.verify().ok


@pytest.mark.slow
def test_a_server_that_is_gone_stops_writing_not_reading(
    store: Store, open_library: Open, many: Path, server: str
) -> None:
    open_library(chroma=store(server)).add([many])
    gone = store("http://127.0.0.1:1")
    library = open_library(chroma=gone, dense=DenseIndex(gone, exact_rows=0))
    found = library.find("number17", k=1, on=TODAY, payer="Example Dental")
    assert "number17" in found.hits[0].passage.text
    assert found.dense_by.startswith("exact (Chroma failed")
    assert "Chroma" in library.verify().divergences[0].where
