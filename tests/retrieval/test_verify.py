"""Every way in which ledger, words and vectors can part is found, and ``rebuild`` mends what the ledger can mend."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.generation import CURRENT, MANIFEST
from assistant.retrieval.library import Library

TODAY = date(2026, 11, 22)
Open = Callable[..., Library]


def folder_of(home: Path) -> Path:
    root = home / "index" / "local"
    return root / "generations" / (root / CURRENT).read_text()


def reseal(folder: Path, name: str) -> None:
    """Make the manifest agree with a changed file, as an unlucky or a clever hand would."""
    manifest = json.loads((folder / MANIFEST).read_text())
    data = (folder / name).read_bytes()
    manifest["files"][name] = [len(data), zlib.crc32(data)]
    (folder / MANIFEST).write_text(json.dumps(manifest))


def change_array(folder: Path, name: str, value: float) -> None:
    array = np.load(folder / name)
    array.flat[0] = value
    np.save(folder / name, array)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("vectors.npy", 0.5),
        ("columns.npy", 1),
        ("lexical-rows.npy", 1),
        ("lexical-counts.npy", 9.0),
        ("lexical-lengths.npy", 99.0),
    ],
)
def test_a_sealed_change_of_the_index_is_found_and_mended(
    library: Library, open_library: Open, home: Path, name: str, value: float
) -> None:
    wanted = library.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental")
    folder = folder_of(home)
    change_array(folder, name, value)
    reseal(folder, name)
    report = open_library().verify()
    assert not report.ok
    assert any(name in divergence.where or "vector" in divergence.what for divergence in report.divergences)
    open_library().rebuild()
    assert open_library().verify().ok
    assert open_library().search("crown replacement", k=5, on=TODAY, payer="Northlake Dental") == wanted


@pytest.mark.parametrize("name", ["lexical-terms.txt", "passages.jsonl", "documents.json"])
def test_sealed_changes_of_texts(library: Library, open_library: Open, home: Path, name: str) -> None:
    folder = folder_of(home)
    text = (folder / name).read_text()
    (folder / name).write_text(text.replace("crown", "crowm", 1))
    reseal(folder, name)
    assert not open_library().verify().ok
    open_library().rebuild()
    assert open_library().verify().ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passages SET vector = zeroblob(128) WHERE ordinal = 0",
        "UPDATE passages SET vector = x'00' WHERE ordinal = 0",
        "UPDATE passages SET indexed_hash = 'x' WHERE ordinal = 1",
        "UPDATE passages SET model = 'other@9'",
    ],
)
def test_damaged_rows_of_the_ledger_are_embedded_anew(
    library: Library, open_library: Open, home: Path, statement: str
) -> None:
    wanted = library.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental")
    with closing(sqlite3.connect(home / "claimwright.sqlite")) as connection, connection:
        connection.execute(statement)
    assert not open_library().verify().ok
    open_library().rebuild()
    assert open_library().verify().ok
    assert open_library().search("crown replacement", k=5, on=TODAY, payer="Northlake Dental") == wanted


def test_a_lost_passage_is_named_and_adding_the_file_brings_it_back(
    library: Library, open_library: Open, home: Path, documents: Path
) -> None:
    wanted = {document.id: len(library.passages_of(document.id)) for document in library.documents()}
    with closing(sqlite3.connect(home / "claimwright.sqlite")) as connection, connection:
        connection.execute("DELETE FROM passages WHERE ordinal = 0")
    fresh = open_library()
    assert any("add its file again" in divergence.what for divergence in fresh.verify().divergences)
    changed = [taken.change for taken in fresh.add([documents]).accepted]
    assert set(changed) == {"replaced"}
    assert open_library().verify().ok
    assert {document.id: len(fresh.passages_of(document.id)) for document in fresh.documents()} == wanted


def test_a_stopped_rebuild_keeps_what_it_embedded(
    open_library: Open, fake_embedder: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sections = "".join(f"## Part {n}\nRule {n}: word{n} is paid once in {n} months.\n" for n in range(10))
    path = tmp_path / "m.md"
    path.write_text(f"---\npayer: Example Dental\neffective_from: 2026-01-01\n---\n# Manual\n{sections}")
    open_library().add([path])
    monkeypatch.setattr("assistant.retrieval.verify._EMBEDDED_AT_ONCE", 4)
    told: list[tuple[int, int]] = []

    def interrupt(done: int, total: int, _what: str) -> None:
        told.append((done, total))
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_library(embedder=fake_embedder("other@1")).rebuild(interrupt)
    assert told == [(0, 10), (4, 10), (8, 10)]
    second = fake_embedder("other@1")
    library = open_library(embedder=second)
    library.rebuild(lambda done, total, _what: told.append((done, total)))
    assert second.embedded == 2
    assert told[3:] == [(0, 2), (2, 2)]
    assert library.verify().ok
    assert library.search("word3", k=1, on=TODAY, payer="Example Dental")
