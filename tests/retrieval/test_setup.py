"""The shared cache: built once, read by everybody, never written by a search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.errors import Misconfigured
from assistant.embedding.load import DEFAULT_MODEL_ID
from assistant.retrieval import ingest, setup, shipped
from assistant.retrieval.library import Library
from assistant.retrieval.setup import folder_name
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.shipped import build_shipped, extent, is_built, shipped_shelf

TODAY = date(2026, 11, 22)


@pytest.fixture
def small_corpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, documents: Path) -> Path:
    """The four test documents in place of the shipped corpus."""
    folder = tmp_path / "corpus" / "policies"
    folder.mkdir(parents=True)
    for path in documents.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(shipped, "files", lambda _package: tmp_path / "corpus")
    return folder


def test_it_is_built_once_and_found_again(small_corpus: Path, tmp_path: Path, fake_embedder: Any) -> None:
    cache, embedder = tmp_path / "cache", fake_embedder()
    assert build_shipped(shipped_shelf(cache, embedder.model_id), embedder)
    made = embedder.embedded
    again = shipped_shelf(cache, embedder.model_id)
    assert is_built(again)
    assert not build_shipped(again, embedder)
    assert embedder.embedded == made


def test_a_changed_document_costs_only_itself(small_corpus: Path, tmp_path: Path, fake_embedder: Any) -> None:
    cache, embedder = tmp_path / "cache", fake_embedder()
    build_shipped(shipped_shelf(cache, embedder.model_id), embedder)
    made = embedder.embedded
    path = small_corpus / "copperline-crowns.md"
    path.write_text(path.read_text().replace("120 months", "96 months"))
    changed = shipped_shelf(cache, embedder.model_id)
    assert not is_built(changed)
    assert build_shipped(changed, embedder)
    assert embedder.embedded == made + 1
    assert len(list((cache / "corpus").iterdir())) == 2


@pytest.mark.parametrize("cause", [KeyboardInterrupt, SystemExit, MemoryError])
def test_a_build_cut_short_is_not_published_and_goes_on(
    small_corpus: Path,
    tmp_path: Path,
    fake_embedder: Any,
    monkeypatch: pytest.MonkeyPatch,
    cause: type[BaseException],
) -> None:
    monkeypatch.setattr(ingest, "BATCH_PASSAGES", 1)
    cache, embedder = tmp_path / "cache", fake_embedder()

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise cause

    shelf = shipped_shelf(cache, embedder.model_id)
    with pytest.raises(cause):
        build_shipped(shelf, embedder, stop)
    assert shelf.ledger.counts()[0] == 2
    again = shipped_shelf(cache, embedder.model_id)
    assert not again.heal(), "a reader publishes no part of it"
    assert (is_built(again), extent(again)) == (False, (0, 4))
    made = embedder.embedded
    assert build_shipped(again, embedder)
    assert (is_built(again), extent(again)) == (True, (4, 4))
    assert embedder.embedded == 8
    assert 0 < made < 8, "what was embedded is kept"


def test_a_published_part_is_not_the_whole(small_corpus: Path, tmp_path: Path, fake_embedder: Any) -> None:
    """Such as an earlier release left behind."""
    cache, embedder = tmp_path / "cache", fake_embedder()
    shelf = shipped_shelf(cache, embedder.model_id)
    part = Shelf(shelf.root, shelf._open_ledger)
    with part.writing() as ledger:
        ingest.take_all(ingest.Ingest(ledger, embedder), _named(small_corpus)[:1])
    part.ledger.close()
    assert (is_built(shelf), extent(shelf)) == (False, (1, 4))
    assert build_shipped(shelf, embedder)
    assert (is_built(shelf), extent(shelf)) == (True, (4, 4))


def _named(folder: Path) -> list[tuple[Path, str]]:
    return [(path, f"corpus/policies/{path.name}") for path in sorted(folder.glob("*.md"))]


def test_the_cache_can_be_read_only_afterwards(
    small_corpus: Path, tmp_path: Path, fake_embedder: Any, home: Path, open_library: Callable[..., Library]
) -> None:
    cache, embedder = tmp_path / "cache", fake_embedder()
    shelf = shipped_shelf(cache, embedder.model_id)
    build_shipped(shelf, embedder)
    before = {path: path.stat().st_mtime_ns for path in cache.rglob("*")}
    own = open_library()
    library = Library(shipped_shelf(cache, embedder.model_id), own._own, lambda: embedder)
    hits = library.search("crown replaced", k=3, on=TODAY, payer="Northlake Dental")
    assert hits[0].passage.document == "northlake-crowns-2026"
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*")} == before
    assert not home.exists(), "a search creates nothing"


def test_own_documents_join_the_shipped_ones_in_one_view(
    small_corpus: Path, tmp_path: Path, fake_embedder: Any, open_library: Callable[..., Library]
) -> None:
    embedder = fake_embedder()
    shelf = shipped_shelf(tmp_path / "cache", embedder.model_id)
    build_shipped(shelf, embedder)
    library = Library(shelf, open_library(embedder=embedder)._own, lambda: embedder)
    own = tmp_path / "own.md"
    own.write_text(
        "---\npayer: Northlake Dental\neffective_from: 2026-02-01\n---\n# Crowns\nA crown needs a photograph.\n"
    )
    library.add([own])
    hits = library.search("crown photograph seat date", k=9, on=TODAY, payer="Northlake Dental")
    assert {hit.passage.provenance for hit in hits} == {"user"}
    assert {hit.passage.document for hit in hits} >= {"northlake-crowns-2026", "northlake-dental-own-2026-02-01"}
    assert len(library.documents()) == 5
    assert library.passage(hits[0].passage.key) == hits[0].passage


def test_an_own_version_ends_the_shipped_one(
    small_corpus: Path, tmp_path: Path, fake_embedder: Any, open_library: Callable[..., Library]
) -> None:
    embedder = fake_embedder()
    shelf = shipped_shelf(tmp_path / "cache", embedder.model_id)
    build_shipped(shelf, embedder)
    library = Library(shelf, open_library(embedder=embedder)._own, lambda: embedder)
    newer = tmp_path / "newer.md"
    newer.write_text(
        "---\npayer: Northlake Dental\nseries: northlake-crowns\neffective_from: 2026-06-01\n---\n"
        "# Crowns\nA crown is replaced once in 48 months per tooth.\n"
    )
    library.add([newer])
    for on, months in ((date(2026, 5, 31), "60 months"), (date(2026, 6, 1), "48 months")):
        hits = library.search("crown replaced once in months", k=9, on=on, payer="Northlake Dental")
        own = [hit.passage for hit in hits if hit.passage.payer == "Northlake Dental"]
        assert months in own[0].text
        assert len({passage.document for passage in own}) == 1
    ended = next(document for document in library.documents() if document.id == "northlake-crowns-2026")
    assert ended.effective_through == date(2026, 5, 31)
    assert library.passages_of("northlake-crowns-2026")[0].effective_through == date(2026, 5, 31)
    library.remove("northlake-dental-newer-2026-06-01")
    assert library.passages_of("northlake-crowns-2026")[0].effective_through is None


def test_set_up_reports_what_it_built(
    small_corpus: Path, tmp_path: Path, fake_embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder, said = fake_embedder(DEFAULT_MODEL_ID), []
    monkeypatch.setattr(setup, "load_embedder", lambda _cache, _model: embedder)
    monkeypatch.setattr(setup, "_export", lambda _cache, _tell: False)
    monkeypatch.setattr(setup, "_compile_codes", lambda _cache, _tell: False)
    first = setup.set_up(tmp_path / "cache", said.append)
    assert first.built == ("shipped corpus",)
    assert (first.documents, first.passages) == (4, 8)
    assert said == [f"indexing the shipped corpus: {done} of 4 documents" for done in range(5)]
    said.clear()
    assert setup.set_up(tmp_path / "cache", said.append).built == ()
    assert said == []


def test_a_cache_that_cannot_be_written_is_named(small_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(Misconfigured, match="cache"):
        setup.set_up(tmp_path / "cache", lambda _: None)


@pytest.mark.parametrize("practice", ["local", "T0123", "a b", "../../etc", "", "Praxis Müller", "x" * 200])
def test_every_practice_has_a_folder_of_its_own(practice: str) -> None:
    name = folder_name(practice)
    assert "/" not in name
    assert ".." not in name
    assert len(name) <= 60
    assert (name == folder_name("local")) is (practice == "local")
