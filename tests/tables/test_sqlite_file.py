from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.domain.errors import Misconfigured
from assistant.tables.releases import Release
from assistant.tables.sqlite_file import opened, replacing

RELEASE = Release(table="cdt", name="first")


def _write(target: Path, *codes: str) -> None:
    with replacing(target) as writer:
        writer.schema("CREATE TABLE code (code TEXT)")
        writer.insert("code", 1, [(code,) for code in codes])
        writer.describe(RELEASE)


def _write_half(target: Path) -> None:
    with replacing(target) as writer:
        writer.schema("CREATE TABLE code (code TEXT)")
        writer.insert("code", 1, ((f"D{1 // number}",) for number in (1, 0)))


def test_a_table_is_written_and_read(tmp_path: Path) -> None:
    _write(tmp_path / "a b%20#.sqlite", "D0120", "D0140")
    file = opened(tmp_path / "a b%20#.sqlite")
    assert file.release == RELEASE
    assert file.rows("SELECT code FROM code WHERE code = ?", "D0140") == [("D0140",)]


def test_a_failure_leaves_the_old_table_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "cdt.sqlite"
    _write(target, "D0120")
    with pytest.raises(ZeroDivisionError):
        _write_half(target)
    assert opened(target).rows("SELECT code FROM code") == [("D0120",)]
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misconfigured, match="could not be written"), replacing(tmp_path / "file" / "cdt.sqlite"):
        pytest.fail("nothing can be written here")


def test_an_open_table_cannot_be_changed(tmp_path: Path) -> None:
    _write(tmp_path / "cdt.sqlite", "D0120")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened(tmp_path / "cdt.sqlite").rows("DELETE FROM code")


@pytest.mark.parametrize("entries", [[], [("layout", "1")], [("layout", "0"), ("release", RELEASE.model_dump_json())]])
def test_a_table_of_another_version_is_refused(tmp_path: Path, entries: list[tuple[str, str]]) -> None:
    connection = sqlite3.connect(tmp_path / "old.sqlite")
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", entries)
    connection.commit()
    connection.close()
    with pytest.raises(Misconfigured, match="another version"):
        opened(tmp_path / "old.sqlite")


def test_a_file_that_is_absent_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"none\.sqlite"):
        opened(tmp_path / "none.sqlite")
