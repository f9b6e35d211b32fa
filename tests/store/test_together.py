"""Threads that change things together the moment an office is opened do not wait for each other's parts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from sqlalchemy import Connection, event

from assistant.domain.caller import LOCAL
from assistant.store.engine import database_url, open_engine, transaction
from assistant.store.keyring import open_keyring
from assistant.store.office import Office
from assistant.store.retention import PARTS

AT_ONCE = 6
#: How SQLite calls the setting that waits for the disk.
FULL = 2


def test_the_first_changes_of_an_office_may_come_at_once(tmp_path: Path) -> None:
    engine = open_engine(database_url(tmp_path, None))
    office = Office(engine, open_keyring(tmp_path, None), now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    ready = Barrier(AT_ONCE)

    def change(number: int) -> None:
        ready.wait(20)
        with office.together():
            office.audit.record(LOCAL, "answer", str(number))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(change, range(AT_ONCE)))
    verdict = office.audit.verify(LOCAL.practice)
    assert (verdict.ok, verdict.lines) == (True, AT_ONCE)
    engine.dispose()


def test_only_what_was_looked_at_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    engine = open_engine(database_url(tmp_path, None))
    office = Office(engine, open_keyring(tmp_path, None), now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    waits: list[bool] = []

    @event.listens_for(engine, "commit")
    def committed(connection: Connection) -> None:
        waits.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == FULL)

    office.audit.record(LOCAL, "view", "case_1")
    office.audit.record(LOCAL, "approve", "draft_1")
    assert waits[-2:] == [False, True]
    with office.together(awaits_disk=False):
        office.audit.record(LOCAL, "answer", "a")
    with office.together():
        office.audit.record(LOCAL, "view", "case_1")
    assert waits[-2:] == [False, True]
    engine.dispose()


def test_a_database_at_its_present_shape_opens_while_another_process_writes(tmp_path: Path) -> None:
    first, second = (open_engine(database_url(tmp_path, None)) for _ in range(2))
    for part in PARTS:
        part.bring_up(first)
    with transaction(first):
        for part in PARTS:
            part.bring_up(second)
    first.dispose()
    second.dispose()
