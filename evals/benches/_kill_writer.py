"""The process that ``kill_rounds`` kills: adds, replaces and removes documents, one call each, and says what is safe.

Arguments: home, folder for its files, seed, first version number, "plain" or "chroma".
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.library import Library
from assistant.retrieval.setup import own_shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOCUMENTS = 12
SECTIONS = 5
PAYER = "Example Dental"


class HashEmbedder:
    """Vectors from a hash of the text: what is measured is storing, not meaning."""

    model_id = "hash@1"
    dimensions = 32
    max_tokens = 256

    def count_tokens(self, text: str) -> int:
        """Words and the two marks around them."""
        return 2 + len(text.split())

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
            rows[row] = np.random.default_rng(seed).normal(size=self.dimensions)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def open_library(home: Path, kind: str) -> Library:
    """The library of the home, as a process of its own opens it."""
    embedder = HashEmbedder()
    chroma = ChromaStore() if kind == "chroma" else None
    return Library(None, own_shelf(home, "local", None, chroma), lambda: embedder)


def document_id(number: int) -> str:
    """The id that every version of a document has."""
    return f"kill-{number}"


def text_of(number: int, version: int) -> str:
    """A document whose every section carries number and version."""
    front = f"---\nid: {document_id(number)}\npayer: {PAYER}\neffective_from: 2026-01-01\ntitle: Paper {number}\n---\n"
    parts = [f"## Part {part}\nRule {part} of mark-{number}-{version}x is paid once.\n" for part in range(SECTIONS)]
    return f"{front}# Paper {number}\n" + "".join(parts)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> None:
    """Change documents until killed."""
    home, folder, seed, version, kind = Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:5]), sys.argv[5]
    chance = random.Random(seed)
    library = open_library(home, kind)
    held = {document.id for document in library.documents()}
    library.add([folder / "warm.md"], dry_run=True)
    _say("started")
    while True:
        number = chance.randrange(DOCUMENTS)
        name = document_id(number)
        if name in held and chance.random() < 0.25:
            _say(f"begin {number} 0")
            library.remove(name)
            held.discard(name)
            _say(f"safe {number} 0")
            continue
        version += 1
        (folder / f"{name}.md").write_text(text_of(number, version), encoding="utf-8")
        _say(f"begin {number} {version}")
        library.add([folder / f"{name}.md"])
        held.add(name)
        _say(f"safe {number} {version}")


if __name__ == "__main__":
    main()
