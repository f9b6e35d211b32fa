"""The contact log and the verification records: sealed, per practice, newest first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.chains.calls.contact_note import contact_entry
from assistant.chains.calls.verification_record import verification_record
from assistant.domain.caller import Caller
from assistant.store.engine import open_engine
from assistant.store.keyring import open_keyring
from assistant.store.office import Office

ONE, OTHER = Caller(practice="one", user="amy"), Caller(practice="other", user="bob")
TODAY = date(2026, 11, 22)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    engine = open_engine(f"sqlite:///{tmp_path / 'office.sqlite'}")
    return Office(engine, open_keyring(tmp_path, None), now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


def test_entries_come_back_newest_first_and_only_to_their_practice(office: Office) -> None:
    for note, payer in (("called 11/18 spoke w/ Kim", "Metro PPO"), ("called 11/20 spoke w/ Ann", "Northlake Health")):
        office.contacts.add(ONE, contact_entry(note, payer=payer, on=TODAY))
    mine = office.contacts.list(ONE)
    assert [entry.rep for entry in mine] == ["Ann", "Kim"]
    assert {(entry.practice, entry.who) for entry in mine} == {("one", "amy")}
    assert len({entry.id for entry in mine}) == 2
    assert [entry.rep for entry in office.contacts.list(ONE, payer="Metro PPO")] == ["Kim"]
    assert len(office.contacts.list(ONE, most=1)) == 1
    assert office.contacts.list(OTHER) == ()


def test_a_record_comes_back_as_it_was(office: Office) -> None:
    record = verification_record("spoke w/ Kim, ded 1500/300 met, D2740 50%", payer="Metro PPO", on=TODAY)
    record = record.model_copy(update={"contact": office.contacts.add(ONE, record.contact)})
    office.verifications.add(ONE, record)
    assert office.verifications.list(ONE) == (record,)
    assert office.verifications.list(OTHER) == ()


def test_nothing_of_a_note_stands_readable_in_the_database(office: Office, tmp_path: Path) -> None:
    office.contacts.add(ONE, contact_entry("spoke w/ Kimberly ref 88213, zebra", payer="Metro PPO", on=TODAY))
    held = b"".join(path.read_bytes() for path in tmp_path.glob("office.sqlite*"))
    assert b"zebra" not in held
    assert b"Kimberly" not in held
