"""The case of a thread: its own practice's, sealed, replaced, removed and forgotten in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import text

from assistant.domain.caller import Caller
from assistant.store.engine import open_engine
from assistant.store.seal import Seal
from assistant.store.thread_cases import ThreadCases

ONE = Caller(practice="one", user="a")
TWO = Caller(practice="two", user="a")
DAY = date(2026, 6, 1)
FILE = Path("/cases/ortiz/case.yaml")


def held(folder: Path) -> ThreadCases:
    return ThreadCases(open_engine(f"sqlite:///{folder / 'threads.sqlite'}"), Seal(b"k" * 32))


def test_a_thread_has_its_own_case_and_no_other(tmp_path: Path) -> None:
    cases = held(tmp_path)
    cases.keep(ONE, "t", Path("/cases/earlier.yaml"), on=DAY)
    cases.keep(ONE, "t", FILE, on=DAY)
    assert held(tmp_path).file(ONE, "t", since=DAY) == FILE
    assert cases.file(ONE, "other", since=DAY) is None
    assert cases.file(TWO, "t", since=DAY) is None
    cases.remove(TWO, "t")
    assert cases.file(ONE, "t", since=DAY) == FILE
    cases.remove(ONE, "t")
    assert cases.file(ONE, "t", since=DAY) is None


def test_its_place_is_sealed(tmp_path: Path) -> None:
    held(tmp_path).keep(ONE, "t", FILE, on=DAY)
    engine = open_engine(f"sqlite:///{tmp_path / 'threads.sqlite'}")
    with engine.connect() as connection:
        rows = connection.execute(text("select * from thread_cases")).all()
    assert len(rows) == 1
    assert "ortiz" not in repr(rows)


def test_what_is_past_its_time_is_not_gone_on_with(tmp_path: Path) -> None:
    cases = held(tmp_path)
    cases.keep(ONE, "old", FILE, on=date(2026, 1, 1))
    cases.keep(ONE, "new", FILE, on=DAY)
    assert [cases.file(ONE, name, since=date(2026, 3, 1)) for name in ("old", "new")] == [None, FILE]
