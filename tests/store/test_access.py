"""API keys, people and sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.domain.access import LockedOut, NotSignedIn
from assistant.domain.errors import BadInput, NotFound
from assistant.store.api_keys import PREFIX, ApiKeys
from assistant.store.engine import open_engine
from assistant.store.people import LOCKED_FOR, SESSION, TRIES, People

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'access.sqlite'}")


def test_a_key_opens_until_it_is_revoked(engine: Engine) -> None:
    keys = ApiKeys(engine)
    assert not keys.any()
    made = keys.make("cedar", "front desk", "draft", at=NOW)
    assert keys.any()
    assert keys.open(made.secret, at=NOW) == made.key
    keys.revoke("cedar", made.key.id, at=NOW)
    with pytest.raises(NotSignedIn):
        keys.open(made.secret, at=NOW)
    with pytest.raises(NotFound):
        keys.revoke("cedar", made.key.id, at=NOW)


def test_a_key_ends_on_its_day(engine: Engine) -> None:
    keys = ApiKeys(engine)
    made = keys.make("cedar", "trial", "ask", at=NOW, expires_at=NOW + timedelta(days=1))
    assert keys.open(made.secret, at=NOW + timedelta(hours=23)).name == "trial"
    with pytest.raises(NotSignedIn):
        keys.open(made.secret, at=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"),
        lambda s: s[1:],
        lambda s: s + " ",
        lambda s: "",
        lambda s: f"{PREFIX}{'0' * 12}_{'A' * 43}",
    ],
)
def test_anything_else_opens_nothing(engine: Engine, change) -> None:
    keys = ApiKeys(engine)
    made = keys.make("cedar", "front desk", "ask", at=NOW)
    with pytest.raises(NotSignedIn):
        keys.open(change(made.secret), at=NOW)


def test_the_secret_is_nowhere_on_the_disk(engine: Engine, tmp_path: Path) -> None:
    made = ApiKeys(engine).make("cedar", "front desk", "ask", at=NOW)
    People(engine).add("cedar", "dana", PASSWORD, "biller", at=NOW)
    token, _ = People(engine).sign_in("cedar", "dana", PASSWORD, at=NOW)
    engine.dispose()
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (made.secret.rpartition("_")[2], made.secret, PASSWORD, token):
        assert secret.encode() not in content


def test_another_practice_cannot_revoke_or_see_a_key(engine: Engine) -> None:
    keys = ApiKeys(engine)
    made = keys.make("cedar", "front desk", "ask", at=NOW)
    with pytest.raises(NotFound):
        keys.revoke("birch", made.key.id, at=NOW)
    assert keys.of("birch") == ()
    assert keys.of("cedar") == (made.key,)


@pytest.mark.parametrize("practice", ["", "Cedar", "a/b", "../x", "x" * 81, "-a"])
def test_a_practice_that_no_folder_could_carry_is_refused(engine: Engine, practice: str) -> None:
    with pytest.raises(BadInput):
        ApiKeys(engine).make(practice, "x", "ask", at=NOW)


def test_a_session_lasts_until_it_ends_or_is_ended(engine: Engine) -> None:
    people = People(engine)
    people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    token, session = people.sign_in("cedar", "dana", PASSWORD, at=NOW)
    assert (session.person.user, session.person.scope) == ("dana", "draft")
    assert people.session(token, at=NOW) == session
    with pytest.raises(NotSignedIn):
        people.session(token, at=NOW + SESSION)
    people.sign_out(token)
    with pytest.raises(NotSignedIn):
        people.session(token, at=NOW)


@pytest.mark.parametrize(
    ("practice", "user", "password"),
    [("cedar", "dana", "wrong password!"), ("cedar", "kim", PASSWORD), ("birch", "dana", PASSWORD)],
)
def test_wrong_names_and_wrong_passwords_look_alike(engine: Engine, practice: str, user: str, password: str) -> None:
    people = People(engine)
    people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    with pytest.raises(NotSignedIn, match="the name or the password is wrong"):
        people.sign_in(practice, user, password, at=NOW)


def test_wrong_passwords_lock_out_for_a_while(engine: Engine) -> None:
    people = People(engine)
    people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    for _ in range(TRIES):
        with pytest.raises(NotSignedIn):
            people.sign_in("cedar", "dana", "wrong password!", at=NOW)
    with pytest.raises(LockedOut) as locked:
        people.sign_in("cedar", "dana", PASSWORD, at=NOW)
    assert 0 < locked.value.seconds <= LOCKED_FOR.total_seconds() + 1
    assert people.sign_in("cedar", "dana", PASSWORD, at=NOW + LOCKED_FOR)[1].person.user == "dana"


def test_a_right_password_clears_the_count(engine: Engine) -> None:
    people = People(engine)
    people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    for _ in range(3):
        for _ in range(TRIES - 1):
            with pytest.raises(NotSignedIn):
                people.sign_in("cedar", "dana", "wrong password!", at=NOW)
        people.sign_in("cedar", "dana", PASSWORD, at=NOW)


def test_a_new_password_or_an_end_closes_the_sessions(engine: Engine) -> None:
    people = People(engine)
    people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    first, _ = people.sign_in("cedar", "dana", PASSWORD, at=NOW)
    people.set_password("cedar", "dana", "another long password")
    with pytest.raises(NotSignedIn):
        people.session(first, at=NOW)
    second, _ = people.sign_in("cedar", "dana", "another long password", at=NOW)
    people.disable("cedar", "dana")
    for attempt in (
        lambda: people.session(second, at=NOW),
        lambda: people.sign_in("cedar", "dana", "another long password", at=NOW),
    ):
        with pytest.raises(NotSignedIn):
            attempt()


def test_short_passwords_and_taken_names_are_refused(engine: Engine) -> None:
    people = People(engine)
    people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    with pytest.raises(BadInput, match="characters"):
        people.add("cedar", "kim", "short", "biller", at=NOW)
    with pytest.raises(BadInput, match="taken"):
        people.add("cedar", "dana", PASSWORD, "biller", at=NOW)
    people.add("birch", "dana", PASSWORD, "admin", at=NOW)
    assert [each.user for each in people.of("cedar")] == ["dana"]
