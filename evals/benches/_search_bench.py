"""What every bench of search needs: the shared cache, the embedder, the shipped corpus and a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.ports import Embedder
from assistant.embedding import load_embedder
from assistant.retrieval.dense import ChromaStore, DenseIndex
from assistant.retrieval.library import Library
from assistant.retrieval.setup import own_shelf, set_up
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.shipped import shipped_shelf
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Bench:
    """The parts, opened once."""

    cache: Path
    embedder: Embedder
    shipped: Shelf
    folder: Path

    def library(self, name: str, *, chroma: ChromaStore | None = None, embedder: Embedder | None = None) -> Library:
        """The shipped corpus with own documents in a folder of this name."""
        own = own_shelf(self.folder / name, "bench", None, chroma)
        return Library(self.shipped, own, lambda: embedder or self.embedder, DenseIndex(chroma))


@contextmanager
def opened() -> Iterator[Bench]:
    """Everything built and open; what is written is removed afterwards."""
    settings = Settings()
    set_up(settings.cache, lambda _: None)
    embedder = load_embedder(settings.cache)
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(settings.cache, embedder, shipped_shelf(settings.cache, embedder.model_id), Path(folder))
