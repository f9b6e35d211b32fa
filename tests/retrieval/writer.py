"""A process that takes documents in, one call each, and says when each is safe. Started and killed by the tests.

Arguments: home, folder of documents, "chroma" or "plain".
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from fake_embedder import FakeEmbedder

from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.library import Library
from assistant.retrieval.setup import own_shelf


def main() -> None:
    home, folder, kind = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    chroma = ChromaStore() if kind == "chroma" else None
    embedder = FakeEmbedder()
    library = Library(None, own_shelf(home, "local", None, chroma), lambda: embedder)
    library.add([sorted(folder.iterdir())[0]], dry_run=True)  # everything is imported before the clock runs
    print("started", flush=True)
    for path in sorted(folder.iterdir()):
        taken = library.add([path]).accepted[0]
        print(f"safe {taken.document}", flush=True)


if __name__ == "__main__":
    main()
