"""A database that the first release wrote opens, reads, and has the tables that are made today."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, inspect

from assistant.domain.caller import Caller
from assistant.store.deliveries import Deliveries
from assistant.store.engine import open_engine
from assistant.store.keyring import Keyring
from assistant.store.ledger import open_ledger
from assistant.store.office import Office
from assistant.store.part import Part
from assistant.store.retention import PARTS
from assistant.store.seal import Seal
from assistant.store.threads import Threads

HELD = Path(__file__).with_name("first_release.sql")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ONE = Caller(practice="one", user="dana")
TOKEN = "-EduKohqrtaXV7UccpcdN4emNQzlmMFSpS9Y-Sh4pTA"
KEY = "cw_live_a6807d38607a_6hODhYv8jq1emnhZcfcpehMpI3HX1IvW8fI4d31-uhU"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    path = tmp_path / "held.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(HELD.read_text(encoding="utf-8"))
    connection.close()
    return open_engine(f"sqlite:///{path}")


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine, Keyring(bytes(range(32))), now=lambda: NOW)


def shape(engine: Engine) -> dict[str, object]:
    """Every table with its columns, keys and indexes."""
    looked = inspect(engine)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(name)],
            looked.get_pk_constraint(name)["constrained_columns"],
            sorted((str(each["name"]), tuple(each["column_names"])) for each in looked.get_indexes(name)),
            sorted(tuple(each["column_names"]) for each in looked.get_unique_constraints(name)),
            [tuple(each["constrained_columns"]) for each in looked.get_foreign_keys(name)],
        )
        for name in sorted(looked.get_table_names())
    }


def test_a_new_database_has_the_same_tables(engine: Engine, tmp_path: Path) -> None:
    fresh = open_engine(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    for part in PARTS:
        part.bring_up(fresh)
        part.bring_up(engine)
    assert shape(fresh) == shape(engine)


def test_what_was_kept_is_read(office: Office) -> None:
    (case,) = office.cases.recent(ONE)
    assert case.case.claim.lines[0].code == "D2740"
    assert office.cases.paper(ONE, case.id, "note.txt") == b"crown fractured"
    (draft,) = office.drafts.recent(ONE, case_id=case.id)
    assert (draft.text, draft.approved) == ("Dear Reviewer", True)
    assert office.people.session(TOKEN, at=NOW).person.user == "dana"
    assert office.api_keys.open(KEY, at=NOW).name == "scheduler"
    answer = office.idempotent_answers.begin(ONE, "key-1", "0" * 64, at=NOW)
    assert answer is not None
    assert (answer.status, answer.headers) == (201, {"location": "/v1/x"})
    assert [each.comment for each in office.feedback.of("one")] == ["helped"]
    assert office.verifications.list(ONE)[0].contact == office.contacts.list(ONE)[0]
    assert office.thread_cases.file(ONE, "t-1", since=date(2026, 11, 1)) == Path("case.yaml")
    assert office.jobs.get(ONE, "job_qV_wvn86Rru10hRP", at=NOW).result == '{"a":1}'


def test_the_trail_still_verifies_and_goes_on(office: Office) -> None:
    assert office.audit.verify("one").ok
    office.audit.record(ONE, "view", "case_1")
    assert office.audit.verify("one").lines == 2


def test_deliveries_are_read(engine: Engine) -> None:
    deliveries = Deliveries(engine, Seal(Keyring(bytes(range(32))).key("records")))
    assert deliveries.kept(ONE, "n1") == b"note"


def test_moved_deliveries_are_on_the_disk_before_they_leave_their_old_place(office: Office) -> None:
    said: list[tuple[str, str]] = []

    def listen(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        said.append((Path(str(connection.engine.url.database)).name, statement))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        assert office.deliveries.kept(ONE, "n1") == b"note"
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    moved = [statement for file, statement in said if file == "deliveries.sqlite"]
    insert = next(number for number, each in enumerate(moved) if each.startswith("INSERT INTO deliveries"))
    (*_, waits) = (each for each in moved[:insert] if "synchronous" in each)
    assert waits == "PRAGMA synchronous=FULL"


def test_deliveries_move_once_into_the_file_of_their_own(engine: Engine, office: Office) -> None:
    assert office.deliveries.kept(ONE, "n1") == b"note"
    assert not office.deliveries.take(ONE, ["m2"], b"again", at=NOW)
    assert office.deliveries.claim_unfinished(ONE, before=NOW + timedelta(days=1), at=NOW) == (("m1", b"hello"),)
    assert {"deliveries", "delivery_notes"}.isdisjoint(inspect(engine).get_table_names())
    office.deliveries.done(ONE, "m1")
    again = Office(engine, Keyring(bytes(range(32))), now=lambda: NOW)
    assert again.deliveries.claim_unfinished(ONE, before=NOW + timedelta(days=1), at=NOW) == ()
    assert again.deliveries.kept(ONE, "n1") == b"note"


def test_a_move_that_breaks_off_is_made_at_the_next_opening(
    engine: Engine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Part, "take_down", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            office.deliveries.kept(ONE, "n1")
    assert Deliveries(engine, Seal(Keyring(bytes(range(32))).key("records"))).kept(ONE, "n1") == b"note"
    assert office.deliveries.kept(ONE, "n1") == b"note"
    assert "deliveries" not in inspect(engine).get_table_names()


def test_threads_and_the_ledger_are_read(engine: Engine) -> None:
    assert [each.answer for each in Threads(engine).history(ONE, "t-1")] == ["a"]
    assert open_ledger(engine, "one").newest_generation() == (1, "g1", "d" * 64)


def test_it_can_be_changed(office: Office) -> None:
    (case,) = office.cases.recent(ONE)
    office.cases.replace(ONE, case.id, case.case, revision=1, at=NOW)
    office.thread_cases.keep(ONE, "t-1", Path("other.yaml"), on=date(2026, 11, 22))
    assert office.cases.get(ONE, case.id).revision == 2
