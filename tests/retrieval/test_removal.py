"""What was removed stands in no file any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.errors import NotFound
from assistant.retrieval import shelf
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.library import Library
from assistant.retrieval.shelf import ERASE, PENDING

TODAY = date(2026, 11, 22)
CANARY = "zanzibarquetzal"
Open = Callable[..., Library]


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "GRACE_SECONDS", 0.0)


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.md"
    front = "---\nid: canary\npayer: Example Dental\neffective_from: 2026-01-01\n---\n"
    path.write_text(f"{front}# Rules\nThe {CANARY} clause pays D2740 once per tooth in 60 months.\n")
    return path


def holding(home: Path, words: str = CANARY) -> list[str]:
    """Files below the home that contain the words in any case."""
    return sorted(
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes().lower()
    )


def test_no_file_holds_what_was_removed(library: Library, canary: Path, home: Path) -> None:
    library.add([canary])
    snapshot = home / "index" / "limits-0.json"
    snapshot.write_text(f"limits of the {CANARY} clause")
    assert any("passages.jsonl" in name for name in holding(home))
    assert any("claimwright.sqlite" in name for name in holding(home))
    library.remove("canary")
    assert holding(home) == []
    assert library.verify().ok
    assert not any(CANARY in hit.passage.text for hit in library.search(CANARY, k=9, on=TODAY, payer="Example Dental"))


def test_the_last_document_leaves_nothing(open_library: Open, canary: Path, home: Path) -> None:
    library = open_library()
    library.add([canary])
    library.remove("canary")
    assert holding(home) == []
    assert open_library().documents() == ()


@pytest.mark.slow
def test_chroma_holds_it_no_longer(open_library: Open, canary: Path, documents: Path, home: Path) -> None:
    chroma = ChromaStore()
    library = open_library(chroma=chroma)
    library.add([documents, canary])
    key = library.passages_of("canary")[0].key
    library.remove("canary")
    chroma.close()
    assert holding(home) == []
    assert not [name for name in holding(home, key) if "generations" in name and "chroma" not in name]


def test_a_writer_killed_while_erasing_is_finished_by_the_next_reader(
    library: Library, open_library: Open, canary: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add([canary])

    def stop(*_: object, **__: object) -> tuple[str, ...]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "prune", stop)
        with pytest.raises(KeyboardInterrupt):
            library.remove("canary")
    root = home / "index" / "local"
    assert (root / ERASE).exists()
    assert (root / PENDING).exists()
    assert holding(home)
    open_library().documents()
    assert holding(home) == []
    assert not (root / ERASE).exists()


def test_a_name_that_is_not_there_changes_nothing(library: Library) -> None:
    before = library.documents()
    with pytest.raises(NotFound):
        library.remove("canary")
    assert library.documents() == before
    assert library.verify().ok
