from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.retrieval.dense import ChromaStore, DenseIndex
from assistant.retrieval.library import Library
from assistant.retrieval.setup import own_shelf

HERE = Path(__file__).parent


def _fake(name: str) -> Any:
    spec = importlib.util.spec_from_file_location("fake_embedder", HERE / "fake_embedder.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


@pytest.fixture(scope="session")
def fake_embedder() -> Any:
    """The class of the embedder without a model."""
    return _fake("FakeEmbedder")


@pytest.fixture
def documents() -> Path:
    return HERE / "documents"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def open_library(home: Path, fake_embedder: Any) -> Callable[..., Library]:
    """Opens the library of a practice in the test's home, as a process would."""

    def opened(
        practice: str = "local",
        *,
        chroma: ChromaStore | None = None,
        embedder: Any = None,
        at: Path | None = None,
        url: str | None = None,
        dense: DenseIndex | None = None,
    ) -> Library:
        own = own_shelf(at or home, practice, url, chroma)
        chosen = embedder or fake_embedder()
        return Library(None, own, lambda: chosen, dense)

    return opened


@pytest.fixture
def library(open_library: Callable[..., Library], documents: Path) -> Library:
    """A library that holds the four test documents."""
    filled = open_library()
    report = filled.add([documents])
    assert not report.rejected
    return filled
