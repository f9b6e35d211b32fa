"""Every table says how long its rows stay, and what is past its time is gone from the disk as well."""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, LargeBinary, Table, delete, event, func, insert, inspect, select

import assistant.store
from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.draft import Draft
from assistant.domain.errors import Locked, NotFound
from assistant.domain.stamps import stamp
from assistant.domain.stored import DraftOptions
from assistant.store import engine as database
from assistant.store import retention
from assistant.store.engine import open_engine, transaction
from assistant.store.keyring import Keyring
from assistant.store.office import Office
from assistant.store.part import Part, Stay
from assistant.store.retention import PARTS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ONE = Caller(practice="one", user="dana")
CANARY = "quillfeather"
DAYS = {"case": 300, "thread": 90}
TABLES: dict[str, tuple[Table, Stay]] = {
    table.name: (table, part.stays[table.name]) for part in PARTS for table in part.meta.sorted_tables
}
AGED = sorted(name for name, (_, stay) in TABLES.items() if stay.since or stay.with_)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine(f"sqlite:///{tmp_path / 'held.sqlite'}")
    for part in PARTS:
        part.bring_up(made)
    return made


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine, Keyring(bytes(range(32))), now=lambda: NOW)


def term(stay: Stay) -> timedelta:
    stay = TABLES[stay.with_][1] if stay.with_ else stay
    return stay.term if isinstance(stay.term, timedelta) else timedelta(days=DAYS[stay.term])


def row(name: str, word: str, at: datetime) -> dict[str, Any]:
    """A row whose every text holds a word, as old as a moment."""
    table, stay = TABLES[name]
    values: dict[str, Any] = {}
    for column in table.c:
        if column.autoincrement is True:
            continue
        kind = column.type.python_type
        said = f"{word}-{column.name}"
        values[column.name] = (
            said.encode() * 40 if isinstance(column.type, LargeBinary) else said if kind is str else kind(1)
        )
        if column.name.endswith("_at") and column.name != stay.since:
            values[column.name] = stamp(NOW)
    known = {"practice": "one", "case_id": f"{word}-case"}
    values |= {key: value for key, value in known.items() if key in table.c}
    if name == "cases":
        values["id"] = f"{word}-case"
    if since := stay.since or next((each for each in ("changed_at", "added_at") if each in table.c), ""):
        values[since] = at.date().isoformat() if since == "day" else stamp(at)
    return values


def end(office: Office) -> int:
    return office.retain(today=NOW.date(), case_days=DAYS["case"], thread_days=DAYS["thread"])


def fill(engine: Engine) -> None:
    """An old and a young row in every table whose rows come to an end."""
    with transaction(engine) as connection:
        for name in AGED:
            table, stay = TABLES[name]
            for word, at in ((CANARY, NOW - term(stay) - timedelta(days=1)), ("young", NOW)):
                connection.execute(insert(table).values(row(name, word, at)))


def count(engine: Engine, name: str) -> int:
    with transaction(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(TABLES[name][0])).scalar() or 0)


def test_every_part_of_the_store_is_listed() -> None:
    found = set()
    for module in pkgutil.iter_modules(assistant.store.__path__):
        loaded = importlib.import_module(f"assistant.store.{module.name}")
        found |= {value for value in vars(loaded).values() if isinstance(value, Part)}
    assert found == set(PARTS)


def test_every_table_of_the_database_says_how_long_its_rows_stay(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) == set(TABLES) | {"schema_versions"}
    for name, (table, stay) in TABLES.items():
        assert sum((bool(stay.since), bool(stay.with_), bool(stay.until))) == 1, name
        assert not stay.since or stay.since in table.c, name
        assert not stay.with_ or stay.with_ in TABLES, name


@pytest.mark.parametrize("name", AGED)
def test_an_old_row_goes_and_a_young_one_stays(engine: Engine, office: Office, name: str) -> None:
    fill(engine)
    assert count(engine, name) == 2
    end(office)
    assert count(engine, name) == 1
    assert end(office) == 0


def test_nothing_of_what_went_is_on_the_disk(engine: Engine, office: Office, tmp_path: Path) -> None:
    fill(engine)
    assert CANARY.encode() in on_disk(tmp_path)
    end(office)
    assert CANARY.encode() not in on_disk(tmp_path).replace(f"{CANARY}-case".encode(), b"")  # which the trail names
    assert b"young" in on_disk(tmp_path)


def test_the_look_at_the_disk_would_find_what_was_only_unlinked(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'careless.sqlite'}")
    for part in PARTS:
        part.bring_up(engine)
    fill(engine)
    with transaction(engine) as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        for name in AGED:
            connection.execute(delete(TABLES[name][0]))
    assert CANARY.encode() in on_disk(tmp_path)


def test_a_case_whose_draft_is_worked_on_stays(office: Office) -> None:
    line = {"id": "1", "code": "D2740", "tooth": "19"}
    case = office.cases.add(
        ONE, Case.model_validate({"claim": {"lane": "dental", "lines": [line]}}), at=NOW - timedelta(days=400)
    )
    draft = Draft(kind="appeal", status="ready", text="Dear Reviewer")
    options = DraftOptions(dated=NOW.date())
    kept = office.drafts.add(ONE, case.id, draft, options=options, at=NOW - timedelta(days=10))
    assert end(office) == 0
    office.drafts.remove(ONE, kept.id)
    assert end(office) == 1
    assert [line.subject for line in office.audit.lines("one")] == [case.id]


def test_what_the_settings_end_is_told_in_the_trail(engine: Engine, office: Office) -> None:
    fill(engine)
    end(office)
    told = {line.subject for line in office.audit.lines("one")}
    assert told == {f"{CANARY}-case", "contacts", "verifications", "feedback", "exchanges", "thread_cases"}
    assert office.audit.verify("one").ok


def test_the_last_day_still_counts(engine: Engine, office: Office) -> None:
    with transaction(engine) as connection:
        for word, days in (("kept", 90), ("gone", 91)):
            values = row("exchanges", word, NOW - timedelta(days=days))
            connection.execute(insert(TABLES["exchanges"][0]).values(values))
    assert office.forget_threads(today=NOW.date(), thread_days=90) == 1
    assert [line.detail for line in office.audit.lines("one")] == ["1 past their time"]
    assert office.forget_threads(today=NOW.date() + timedelta(days=1), thread_days=90) == 1


def statements(engine: Engine) -> list[str]:
    """What is carried out on a database from now on, past the transactions as well."""
    said: list[str] = []

    def listen(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(said.append)

    event.listen(engine, "checkout", listen)
    return said


def test_whoever_opens_the_threads_waits_for_no_rewrite(engine: Engine, office: Office) -> None:
    fill(engine)
    said = statements(engine)
    assert office.forget_threads(today=NOW.date(), thread_days=90)
    assert "VACUUM" not in said
    end(office)
    assert said.count("VACUUM") == 1
    end(office)
    assert said.count("VACUUM") == 1


def test_a_rewrite_that_broke_off_is_made_good_by_another_process(
    engine: Engine, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)

    def locked(_engine: Engine) -> None:
        raise Locked("another process is writing to the database")

    monkeypatch.setattr(retention, "rewrite", locked)
    with pytest.raises(Locked):
        end(office)
    monkeypatch.undo()
    again = open_engine(f"sqlite:///{tmp_path / 'held.sqlite'}")
    said = statements(again)
    assert end(Office(again, Keyring(bytes(range(32))), now=lambda: NOW)) == 0
    assert said.count("VACUUM") == 1


def test_what_is_deleted_during_a_rewrite_asks_for_another(
    engine: Engine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    past = database._past_sqlalchemy

    def delete_meanwhile(held: Engine, statement: str) -> None:
        past(held, statement)
        if statement == "VACUUM":
            with transaction(held) as connection:
                database.mark_torn(connection)

    monkeypatch.setattr(database, "_past_sqlalchemy", delete_meanwhile)
    end(office)
    monkeypatch.undo()
    said = statements(engine)
    end(office)
    assert said.count("VACUUM") == 1


def test_a_database_is_given_no_table_that_it_does_not_hold(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'held.sqlite'}")
    office = Office(engine, Keyring(bytes(range(32))), now=lambda: NOW)
    end(office)
    assert {"deliveries", "jobs"}.isdisjoint(inspect(engine).get_table_names())
    assert not (tmp_path / "deliveries.sqlite").exists()


def test_deliveries_go_from_the_file_that_holds_them(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'held.sqlite'}")
    office = Office(engine, Keyring(bytes(range(32))), now=lambda: NOW)
    for word, days in ((CANARY, 8), ("young", 1)):
        office.deliveries.take(ONE, [word], b"question", at=NOW - timedelta(days=days))
    assert CANARY.encode() in on_disk(tmp_path)
    later = Office(engine, Keyring(bytes(range(32))), now=lambda: NOW)
    assert end(later) == 1
    assert CANARY.encode() not in on_disk(tmp_path)
    assert not later.deliveries.take(ONE, ["young"], b"question", at=NOW)


@pytest.mark.parametrize("what", ["case", "paper", "draft"])
def test_what_is_changed_in_the_last_moment_keeps_the_case(
    office: Office, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    line = {"id": "1", "code": "D2740", "tooth": "19"}
    case = Case.model_validate({"claim": {"lane": "dental", "lines": [line]}})
    old = NOW - timedelta(days=400)
    kept = office.cases.add(ONE, case, at=old)
    office.cases.put_paper(ONE, kept.id, "note.txt", b"x", media_type="text/plain", at=old)
    options = DraftOptions(dated=NOW.date())
    draft = office.drafts.add(ONE, kept.id, Draft(kind="appeal", status="ready", text="Dear"), options=options, at=old)
    listed = office.cases.unchanged_since

    def change() -> None:
        if what == "case":
            office.cases.replace(ONE, kept.id, case, revision=1, at=NOW)
        elif what == "paper":
            office.cases.put_paper(ONE, kept.id, "new.txt", b"y", media_type="text/plain", at=NOW)
        else:
            office.drafts.approve(ONE, draft.id, who="Dr. Marlow", revision=1, at=NOW)

    def list_then_change(before: datetime) -> tuple[tuple[str, str], ...]:
        found = listed(before)
        change()
        return found

    monkeypatch.setattr(office.cases, "unchanged_since", list_then_change)
    assert end(office) == 0
    assert office.cases.paper(ONE, kept.id, "note.txt") == b"x"
    assert office.drafts.get(ONE, draft.id).text == draft.text
    assert list(office.audit.lines("one")) == []


def test_what_is_changed_together_is_kept_together_or_not_at_all(office: Office) -> None:
    line = {"id": "1", "code": "D2740", "tooth": "19"}
    made: list[str] = []

    def half() -> None:
        with office.together():
            case = office.cases.add(ONE, Case.model_validate({"claim": {"lane": "dental", "lines": [line]}}), at=NOW)
            office.cases.put_paper(ONE, case.id, "note.txt", b"x", media_type="text/plain", at=NOW)
            office.audit.record(ONE, "create", case.id)
            made.append(case.id)
            office.cases.paper(ONE, case.id, "other.txt")

    with pytest.raises(NotFound):
        half()
    assert made
    assert office.cases.recent(ONE) == ()
    assert list(office.audit.lines("one")) == []
    assert office.audit.verify("one").ok


def test_no_piece_of_a_row_that_once_moved_is_left(engine: Engine, office: Office, tmp_path: Path) -> None:
    dice = Random(1)
    with office.together():
        for number in range(800):
            word, days = (CANARY, 200) if number % 3 else ("young", 0)
            thread = f"{dice.random()} {word * dice.choice((1, 3, 5))}"[:80]
            file = Path("x" * dice.choice((1, 5, 30, 200, 700)))
            office.thread_cases.keep(ONE, thread, file, on=NOW.date() - timedelta(days=days))
    end(office)
    assert CANARY.encode() not in on_disk(tmp_path)
    assert b"young" in on_disk(tmp_path)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
