from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from assistant.domain.errors import Locked, Misconfigured
from assistant.domain.policy import Passage, PolicyDocument
from assistant.store.engine import BUSY_MILLISECONDS, database_url, open_engine, open_readonly, transaction
from assistant.store.ledger import DocumentRow, Ledger, PassageRow, open_ledger
from assistant.store.migrations import migrate


def document(name: str = "d") -> DocumentRow:
    stated = PolicyDocument(id=name, series=name, title="T", payer="A", effective_from=date(2026, 1, 1))
    return DocumentRow(stated, "hash", "a.md", "whole text")


def passages(name: str = "d", count: int = 3, model: str = "m") -> list[PassageRow]:
    return [
        PassageRow(
            Passage(key=f"{name}#{n}", document=name, title="T", section="", text=f"text {n}", ordinal=n, payer="A"),
            f"T\ntext {n}",
            f"hash{n}",
            model,
            bytes([n]) * 8,
        )
        for n in range(count)
    ]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return database_url(tmp_path / "home", None)


@pytest.fixture
def ledger(url: str) -> Ledger:
    return open_ledger(open_engine(url), "local")


def test_what_is_put_comes_back(ledger: Ledger, url: str) -> None:
    ledger.put(document(), passages())
    again = open_ledger(open_engine(url), "local")
    assert again.documents() == (DocumentRow(document().document, "hash", "a.md"),)
    assert again.text_of("d") == "whole text"
    assert list(again.passages()) == passages()
    assert again.counts() == (1, 3)


def test_putting_again_replaces(ledger: Ledger) -> None:
    ledger.put(document(), passages(count=3))
    ledger.put(document(), passages(count=2))
    assert ledger.counts() == (1, 2)


def test_a_failed_put_leaves_what_was_there(ledger: Ledger) -> None:
    ledger.put(document(), passages(count=2))
    twice = [*passages(count=3), passages(count=1)[0]]
    with pytest.raises(Misconfigured):
        ledger.put(document(), twice)
    assert list(ledger.passages()) == passages(count=2)


def test_removal_takes_passages_along(ledger: Ledger) -> None:
    ledger.put(document(), passages())
    assert ledger.remove("d")
    assert not ledger.remove("d")
    assert ledger.counts() == (0, 0)


def test_practices_are_apart(ledger: Ledger, url: str) -> None:
    other = open_ledger(open_engine(url), "other")
    ledger.put(document(), passages())
    other.put(document(), passages(count=1))
    assert (ledger.counts(), other.counts()) == ((1, 3), (1, 1))
    assert not other.remove("e")
    other.remove("d")
    assert ledger.counts() == (1, 3)
    assert other.text_of("d") is None


def test_vectors_are_found_by_text_and_model(ledger: Ledger) -> None:
    ledger.put(document(), passages())
    assert ledger.vectors(["hash1", "none"], "m") == {"hash1": b"\x01" * 8}
    assert ledger.vectors(["hash1"], "other") == {}
    ledger.replace_vectors("other", {"d#1": ("hash", b"new")})
    assert ledger.vectors(["hash"], "other") == {"hash": b"new"}


def test_generations_are_numbered_and_only_the_newest_kept(ledger: Ledger) -> None:
    assert ledger.newest_generation() is None
    for number in range(1, 31):
        assert ledger.record_generation(f"g{number}", "x")[0] == number
    assert ledger.newest_generation() == (30, "g30", "x")


def test_steps_run_once_and_in_order(url: str) -> None:
    done: list[str] = []

    def step(name: str) -> Callable[[Connection], None]:
        return lambda _connection: done.append(name)

    engine = open_engine(url)
    migrate(engine, "part", [step("one")])
    migrate(engine, "part", [step("one"), step("two")])
    migrate(engine, "other", [step("three")])
    assert done == ["one", "two", "three"]
    with pytest.raises(Misconfigured, match="newer release"):
        migrate(engine, "part", [step("one")])


def test_a_failing_step_is_undone(url: str) -> None:
    engine = open_engine(url)

    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (a INTEGER)"))
        raise Misconfigured("stopped")

    with pytest.raises(Misconfigured, match="stopped"):
        migrate(engine, "part", [half])
    with transaction(engine) as connection:
        found = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).scalar_one()
    assert found == 0


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "claimwright.sqlite"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(Misconfigured, match=r"claimwright\.sqlite"):
        open_ledger(open_engine(f"sqlite:///{path}"), "local")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misconfigured, match="cannot write here"):
        open_engine(database_url(tmp_path / "file" / "home", None))


def test_a_busy_database_is_locked_not_broken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.engine.BUSY_MILLISECONDS", 50)
    assert BUSY_MILLISECONDS > 50
    first, second = open_ledger(open_engine(url), "local"), open_ledger(open_engine(url), "local")
    with transaction(first._engine) as connection:
        connection.execute(text("INSERT INTO schema_versions VALUES ('x', 1)"))
        with pytest.raises(Locked, match="another process"):
            second.put(document(), passages())
    second.put(document(), passages())


def test_a_finished_file_is_read_without_writing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    written = open_ledger(open_engine(f"sqlite:///{path}", journal="DELETE"), "")
    written.put(document(), passages())
    written.close()
    before = {entry.name: entry.stat().st_mtime_ns for entry in tmp_path.iterdir()}
    reader = Ledger(open_readonly(path), "")
    assert reader.counts() == (1, 3)
    with pytest.raises(Misconfigured, match="readonly"):
        reader.remove("d")
    reader.close()
    assert {entry.name: entry.stat().st_mtime_ns for entry in tmp_path.iterdir()} == before
