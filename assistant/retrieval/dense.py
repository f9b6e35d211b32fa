"""Nearness of meaning: the exact scan over the ledger's vectors, and Chroma where that is faster.

The only importer of chromadb.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.domain.errors import Misconfigured
from assistant.retrieval.fusion import DEPTH, best

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.retrieval.generation import Generation
    from assistant.retrieval.scope import Slice

#: Folder of the embedded collection inside a generation.
CHROMA = "chroma"

#: In-scope rows up to which the exact scan is at least as fast as asking Chroma.
EXACT_ROWS = 8_000

#: Chroma is asked without a filter, so what is out of scope is dropped afterwards; below this share of rows in
#: scope too little would be left.
SHARE_IN_SCOPE = 0.5

_ASKED = 6 * DEPTH
_BATCH = 1_000

#: How long a Chroma server may take for one request.
_SECONDS = 30.0
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": _ASKED + DEPTH}}


def exact_scores(part: Slice, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosine of the query with every row in scope, in the order of ``part.rows``.

    Payers' rows are neighbours, so each span is one product over mapped memory without a copy.
    """
    import numpy as np

    scores: NDArray[np.float32] = np.concatenate(
        [part.generation.vectors[first:last] @ query for first, last in part.spans]
    )
    return scores[part.places]


class DenseIndex:
    """Answers the dense half of a search by whichever way is exact enough and fastest.

    ``exact_rows`` is the number of in-scope rows up to which no index is asked.
    """

    def __init__(self, chroma: ChromaStore | None = None, *, exact_rows: int = EXACT_ROWS) -> None:
        self._chroma = chroma
        self._exact_rows = exact_rows

    def scores(
        self, part: Slice, query: NDArray[np.float32], lexical: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], str]:
        """Scores of the rows in scope, and who found them.

        Rows that Chroma returns, and those that the ``lexical`` scores put first, are scored exactly; the others,
        which neither half of the search would show, share the lowest of these scores.
        """
        rows, size = len(part.rows), part.generation.size
        if self._chroma is None or rows <= self._exact_rows:
            return exact_scores(part, query), "exact"
        if rows < SHARE_IN_SCOPE * size:
            return exact_scores(part, query), "exact (the filter leaves too little for Chroma)"
        try:
            found = self._chroma.nearest(part.generation, query, _ASKED)
        except Misconfigured as error:
            return exact_scores(part, query), f"exact ({error.message})"
        places = _places_of(found, part)
        if len(places) < min(DEPTH, rows):
            return exact_scores(part, query), "exact (Chroma returned too few rows in scope)"
        return _rescored(part, query, places, best(lexical, 3 * DEPTH)), "chroma"


def _places_of(found: Sequence[int], part: Slice) -> NDArray[np.int64]:
    """Where the found rows stand among the rows in scope; others are left out."""
    import numpy as np

    wanted = np.array(sorted(found), dtype=np.int64)
    places = np.searchsorted(part.rows, wanted)
    inside = places < len(part.rows)
    places, wanted = places[inside], wanted[inside]
    kept: NDArray[np.int64] = places[part.rows[places] == wanted]
    return kept


def _rescored(
    part: Slice, query: NDArray[np.float32], near: NDArray[np.int64], worded: Sequence[int]
) -> NDArray[np.float32]:
    import numpy as np

    places = np.union1d(near, np.array(worded, dtype=np.int64))
    exact = part.generation.vectors[part.rows[places]] @ query
    scores = np.full(len(part.rows), exact.min(), dtype=np.float32)
    scores[places] = exact
    return scores


class ChromaStore:
    """Chroma collections, one a generation: embedded in its folder, or on a server.

    A generation's collection is complete before the generation is published and never written again, by one
    writer under the lock, which is what embedded Chroma needs to be safe.
    """

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._clients: dict[str, Any] = {}
        self._collections: dict[Path, Any] = {}

    def write(
        self, folder: Path, name: str, keys: Sequence[str], vectors: NDArray[np.float32], previous: Generation | None
    ) -> None:
        """Write the collection of the generation ``name``, which is being built in ``folder``.

        Where most passages are those of the previous generation, its collection is copied and only the difference
        written. Raises ``Misconfigured`` when Chroma fails or does not hold every passage afterwards.
        """
        collection = self._collection(folder, name)
        if self._url is None and previous is not None:
            wanted = dict(zip(keys, range(len(keys)), strict=True))
            if self._copy(folder, previous):
                with self._client(folder) as client:
                    self._update(client, wanted, vectors, previous)
                    self._complete(client, collection, len(keys))
                return
        with self._client(folder) as client:
            self._fill(client, collection, keys, vectors)
            self._complete(client, collection, len(keys))

    def nearest(self, generation: Generation, query: NDArray[np.float32], count: int) -> list[int]:
        """Rows nearest to the query, unordered. Raises ``Misconfigured`` when Chroma cannot be asked."""
        collection = self._reader(generation)
        with _named_failures():
            answer = collection.query(query_embeddings=[query], n_results=min(count, generation.size), include=[])
        rows = (generation.row_of(key) for key in answer["ids"][0])
        return [row for row in rows if row is not None]

    def keys(self, generation: Generation) -> set[str]:
        """The passages that the generation's collection holds."""
        collection = self._reader(generation)
        with _named_failures():
            return set(collection.get(include=[])["ids"])

    def forget(self, folder: Path) -> None:
        """Drop what is held open of a generation, and its collection on a server."""
        self._collections.pop(folder, None)
        if self._url is None:
            if client := self._clients.pop(str(folder), None):
                client.close()
        else:
            name = self._collection(folder, folder.name)
            with self._client(folder) as client:
                if name in {collection.name for collection in client.list_collections()}:
                    client.delete_collection(name)

    def close(self) -> None:
        """Let go of every client and connection."""
        self._collections.clear()
        while self._clients:
            client = self._clients.popitem()[1]
            for session in _sessions(client):
                session.close()  # the client leaves its connections open
            client.close()

    def _collection(self, folder: Path, name: str) -> str:
        """On a server every collection of every practice needs its own name."""
        return "passages" if self._url is None else f"claimwright-{folder.parent.parent.name}-{name}"

    def _reader(self, generation: Generation) -> Any:
        folder = generation.folder
        if folder not in self._collections:
            if self._url is None and not (folder / CHROMA).is_dir():
                raise Misconfigured("the generation has no Chroma collection")
            with _named_failures():
                client = self._connect(folder)
                name = self._collection(folder, generation.name)
                self._collections[folder] = client.get_collection(name, embedding_function=None)
        return self._collections[folder]

    @contextmanager
    def _client(self, folder: Path) -> Iterator[Any]:
        """A client for one piece of work; an embedded one is closed after it, so that its folder can be renamed."""
        with _named_failures():
            client = self._connect(folder)
            try:
                yield client
            finally:
                if self._url is None:
                    self._clients.pop(str(folder)).close()

    def _connect(self, folder: Path) -> Any:
        place = self._url or str(folder)
        if place not in self._clients:
            self._clients[place] = _serve(self._url) if self._url else _embed(folder / CHROMA)
        return self._clients[place]

    def _fill(self, client: Any, name: str, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        if self._url is not None and name in {collection.name for collection in client.list_collections()}:
            client.delete_collection(name)
        collection = client.create_collection(name, embedding_function=None, configuration=_HNSW)
        _add(collection, keys, vectors)

    def _copy(self, folder: Path, previous: Generation) -> bool:
        source = previous.folder / CHROMA
        if not source.is_dir():
            return False
        shutil.copytree(source, folder / CHROMA)
        return True

    def _update(
        self, client: Any, wanted: Mapping[str, int], vectors: NDArray[np.float32], previous: Generation
    ) -> None:
        collection = client.get_collection("passages", embedding_function=None)
        held = set(collection.get(include=[])["ids"])
        kept = {key for key in held & wanted.keys() if _same_vector(previous, key, vectors[wanted[key]])}
        gone = sorted(held - kept)
        for start in range(0, len(gone), _BATCH):
            collection.delete(ids=gone[start : start + _BATCH])
        fresh = [key for key in wanted if key not in kept]
        if fresh:
            _add(collection, fresh, vectors[[wanted[key] for key in fresh]])

    def _complete(self, client: Any, name: str, size: int) -> None:
        held = client.get_collection(name, embedding_function=None).count()
        if held != size:
            raise Misconfigured(f"Chroma holds {held} of {size} passages", fix="run `claimwright corpus rebuild`")


def _embed(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _serve(url: str) -> Any:
    """A client of a server that answers; the connection is tried first, as the client would wait without end."""
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    host, secure = parts.hostname or "127.0.0.1", parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    socket.create_connection((host, port), timeout=_SECONDS).close()
    client = chromadb.HttpClient(host=host, port=port, ssl=secure, settings=Settings(anonymized_telemetry=False))
    for session in _sessions(client):
        session.timeout = _SECONDS
    return client


def _sessions(client: Any) -> list[Any]:
    """The HTTP sessions of a server's client, which it neither bounds in time nor closes."""
    servers = [getattr(owner, "_server", None) for owner in (client, getattr(client, "_admin_client", None))]
    return [session for server in servers if (session := getattr(server, "_session", None)) is not None]


def _same_vector(previous: Generation, key: str, vector: NDArray[np.float32]) -> bool:
    row = previous.row_of(key)
    return row is not None and bool((previous.vectors[row] == vector).all())


def _add(collection: Any, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
    for start in range(0, len(keys), _BATCH):
        collection.add(ids=list(keys[start : start + _BATCH]), embeddings=vectors[start : start + _BATCH])


@contextmanager
def _named_failures() -> Iterator[None]:
    """Say what failed in Chroma in one sentence, whatever it raises for it."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError) as error:
        raise Misconfigured(
            f"Chroma failed: {str(error).splitlines()[0] if str(error) else type(error).__name__}",
            fix="check CLAIMWRIGHT_CHROMA_URL, or run `claimwright corpus rebuild`",
        ) from error
