"""What a killed, doubled or watched writer leaves behind."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.errors import Locked, Misconfigured
from assistant.retrieval.generation import CURRENT
from assistant.retrieval.ingest import BATCH_PASSAGES
from assistant.retrieval.library import Library
from assistant.retrieval.lock import is_locked, writer_lock
from assistant.retrieval.shelf import PENDING

TODAY = date(2026, 11, 22)
WRITER = Path(__file__).with_name("writer.py")
Open = Callable[..., Library]

ROUNDS = 12
DOCUMENTS = 30
SECTIONS = 4


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Thirty documents of four passages each; no text is like another."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(DOCUMENTS):
        sections = "".join(
            f"## Part {part}\nRule {number}-{part}: word{number} item{part} is paid once in {number + part} months.\n"
            for part in range(SECTIONS)
        )
        front = f"---\npayer: Example Dental\neffective_from: 2026-01-01\ntitle: Manual {number}\n---\n"
        (folder / f"m{number:02d}.md").write_text(f"{front}# Manual {number}\n{sections}")
    return folder


@contextmanager
def writer(home: Path, folder: Path, kind: str = "plain") -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(WRITER), str(home), str(folder), kind],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def kill_rounds(home: Path, folder: Path, rounds: int, seed: int, kind: str = "plain") -> set[str]:
    """Kill the writer at random moments; returns the documents that it had called safe."""
    chance = random.Random(seed)
    safe: set[str] = set()
    for _ in range(rounds):
        with writer(home, folder, kind) as process:
            assert next_line(process) == "started"
            time.sleep(chance.uniform(0.0, 2.5 if kind == "chroma" else 0.6))
            process.kill()
            assert process.stdout
            safe |= {line.split()[1] for line in process.stdout.read().splitlines() if line.startswith("safe ")}
    return safe


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["plain"])
def test_a_writer_killed_at_any_moment_loses_and_doubles_nothing(
    home: Path, many: Path, open_library: Open, kind: str
) -> None:
    safe = kill_rounds(home, many, ROUNDS, seed=7, kind=kind)
    library = open_library()
    held = [document.id for document in library.documents()]
    assert safe
    assert safe <= set(held)
    assert len(held) == len(set(held))
    for document in held:
        assert len(library.passages_of(document)) == SECTIONS, "half a document"
    assert library.verify().divergences == ()
    library.add([many])
    assert len(library.documents()) == DOCUMENTS
    keys = [passage.key for document in library.documents() for passage in library.passages_of(document.id)]
    assert len(keys) == len(set(keys)) == DOCUMENTS * SECTIONS
    assert library.verify().ok
    generations = home / "index" / "local" / "generations"
    assert len(list(generations.iterdir())) <= 2, "nothing half-built stays behind"


def test_what_a_stopped_writer_stored_is_published_by_the_next_reader(
    library: Library, open_library: Open, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "late.md"
    path.write_text("---\npayer: Metro PPO\neffective_from: 2026-01-01\n---\n# Late\nStored, not yet published.\n")

    def stop(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("assistant.retrieval.shelf.publish", stop)
        with pytest.raises(KeyboardInterrupt):
            library.add([path])
    assert (home / "index" / "local" / PENDING).exists()
    reader = open_library()
    hits = reader.search("stored not yet published", k=1, on=TODAY, payer="Metro PPO")
    assert hits[0].passage.title == "Late"
    assert not (home / "index" / "local" / PENDING).exists()
    assert reader.verify().ok


def test_an_interrupt_keeps_what_was_finished(open_library: Open, many: Path) -> None:
    library = open_library()

    def interrupt(done: int, _total: int, _name: str) -> None:
        if done == 2 * BATCH_PASSAGES // SECTIONS + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add([many], progress=interrupt)
    assert len(library.documents()) == 2 * BATCH_PASSAGES // SECTIONS
    assert library.verify().ok


def test_a_second_writer_is_told_who_holds_the_lock(library: Library, documents: Path, home: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from assistant.retrieval.lock import writer_lock\n"
        f"with writer_lock(Path({str(home / 'index' / 'local')!r})):\n    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert next_line(holder) == "held"
            with pytest.raises(Locked, match=f"process {holder.pid}") as caught:
                library.add([documents])
            assert caught.value.holder == str(holder.pid)
            assert library.search("crown", k=1, on=TODAY, payer="Northlake Dental"), "readers go on"
        finally:
            holder.kill()
    assert library.add([documents]).accepted, "the lock dies with its holder"


@pytest.mark.slow
def test_two_writers_at_once_never_write_together(home: Path, many: Path, tmp_path: Path, open_library: Open) -> None:
    halves = [tmp_path / "one", tmp_path / "two"]
    for number, path in enumerate(sorted(many.iterdir())):
        half = halves[number % 2]
        half.mkdir(exist_ok=True)
        path.rename(half / path.name)
    with writer(home, halves[0]) as first, writer(home, halves[1]) as second:
        said = []
        for process in (first, second):
            assert process.stdout
            said.append([line.split()[1] for line in process.stdout if line.startswith("safe ")])
    library = open_library()
    safe = set(said[0]) | set(said[1])
    assert safe
    assert safe <= {document.id for document in library.documents()}
    assert library.verify().ok


def test_an_open_reader_sees_what_another_process_published(
    library: Library, home: Path, many: Path, open_library: Open
) -> None:
    reader = open_library()
    assert reader.find("rule 7-2 word7 item2", k=1, on=TODAY, payer="Example Dental").payer_known is False
    with writer(home, many) as process:
        assert next_line(process) == "started"
        while "m07" not in next_line(process):
            pass
        found = reader.find("rule 7-2 word7 item2", k=1, on=TODAY, payer="Example Dental")
    assert "word7 item2" in found.hits[0].passage.text


def test_a_reader_keeps_answering_while_generations_change(library: Library, open_library: Open, many: Path) -> None:
    """Searches run against whole generations only: every one finds the crown rule, whatever is being written."""
    reader = open_library()
    reader.search("crown", k=1, on=TODAY, payer="Northlake Dental")
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            hits = reader.search("crown replaced once in months", k=1, on=TODAY, payer="Northlake Dental")
            if not hits or "60 months" not in hits[0].passage.text:
                wrong.append(hits)

    thread = threading.Thread(target=read)
    thread.start()
    for path in sorted(many.iterdir())[:8]:
        library.add([path])
    done.set()
    thread.join()
    assert wrong == []


@pytest.mark.parametrize("name", ["vectors.npy", "passages.jsonl", "lexical-rows.npy", "columns.npy", "manifest.json"])
def test_a_changed_byte_is_found_and_rebuild_repairs_it(
    library: Library, open_library: Open, home: Path, name: str
) -> None:
    wanted = library.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental")
    root = home / "index" / "local"
    path = root / "generations" / (root / CURRENT).read_text() / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    fresh = open_library()
    with pytest.raises(Misconfigured, match="corpus rebuild"):
        fresh.search("crown", k=1, on=TODAY, payer="Northlake Dental")
    report = fresh.verify()
    assert not report.ok
    assert name in report.divergences[0].where or name == "manifest.json"
    fresh.rebuild()
    assert fresh.verify().ok
    assert open_library().search("crown replacement", k=5, on=TODAY, payer="Northlake Dental") == wanted


@pytest.mark.parametrize("pointer", ["", "nonsense", "000009-abcdefabcdef", "../../etc"])
def test_a_pointer_that_leads_nowhere(library: Library, open_library: Open, home: Path, pointer: str) -> None:
    (home / "index" / "local" / CURRENT).write_text(pointer)
    fresh = open_library()
    with pytest.raises(Misconfigured, match="corpus rebuild"):
        fresh.search("crown", k=1, on=TODAY, payer="Northlake Dental")
    assert not fresh.verify().ok
    fresh.rebuild()
    assert fresh.verify().ok
    assert fresh.search("crown", k=1, on=TODAY, payer="Northlake Dental")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM passages WHERE ordinal = 1", "holds"),
        ("UPDATE passages SET indexed_text = indexed_text || ' more'", "hash"),
        ("UPDATE passages SET vector = zeroblob(128) WHERE ordinal = 0", "another vector"),
        ("UPDATE passages SET metadata = replace(metadata, '60 months', '61 months')", "another text"),
        ("DELETE FROM documents WHERE id = 'northlake-crowns-2024'", "holds"),
    ],
)
def test_verify_finds_where_ledger_and_index_part(library: Library, home: Path, statement: str, words: str) -> None:
    import sqlite3

    with sqlite3.connect(home / "claimwright.sqlite") as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(statement)
    connection.close()
    report = library.verify()
    assert not report.ok
    assert any(words in divergence.what for divergence in report.divergences)


def test_a_lost_index_is_made_again_by_the_next_reader(library: Library, open_library: Open, home: Path) -> None:
    import shutil

    wanted = library.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental")
    shutil.rmtree(home / "index")
    assert open_library().search("crown replacement", k=5, on=TODAY, payer="Northlake Dental") == wanted


def test_an_index_of_another_release_is_made_again(
    library: Library, open_library: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = library.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental")
    monkeypatch.setattr("assistant.retrieval.generation.FORMAT", 999)
    fresh = open_library()
    assert fresh.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental") == wanted
    assert fresh.verify().ok


def test_another_machine_on_the_same_database_follows(
    open_library: Open, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.shelf.FOLLOW_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    here, there = (open_library(at=tmp_path / name, url=url) for name in ("here", "there"))
    assert there.documents() == ()
    here.add([documents])
    assert len(there.documents()) == 4
    there.remove("copperline-dental-copperline-crowns-2025-01-01")
    assert len(here.documents()) == 3
    assert here.verify().ok
    assert there.verify().ok


def test_rebuild_from_the_ledger_alone(library: Library, open_library: Open, home: Path) -> None:
    import shutil

    wanted = library.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental")
    shutil.rmtree(home / "index")
    fresh = open_library()
    assert fresh.rebuild()
    assert fresh.search("crown replacement", k=5, on=TODAY, payer="Northlake Dental") == wanted


def test_another_model_is_never_mixed_in(library: Library, open_library: Open, fake_embedder: type) -> None:
    other = fake_embedder("other@2")
    changed = open_library(embedder=other)
    with pytest.raises(Misconfigured, match=r"words@1.*rebuild"):
        changed.search("crown", k=1, on=TODAY, payer="Northlake Dental")
    changed.rebuild()
    assert other.embedded
    assert changed.search("crown", k=1, on=TODAY, payer="Northlake Dental")
    assert changed.verify().ok


def test_a_folder_that_cannot_be_written_is_one_clear_message(
    tmp_path: Path, open_library: Open, documents: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misconfigured, match="CLAIMWRIGHT_HOME"):
        open_library(at=tmp_path / "file").add([documents])


def test_the_lock_is_seen_from_outside(tmp_path: Path) -> None:
    assert not is_locked(tmp_path)
    with writer_lock(tmp_path):
        assert is_locked(tmp_path)
        with pytest.raises(Locked), writer_lock(tmp_path):
            pass
    assert not is_locked(tmp_path)
