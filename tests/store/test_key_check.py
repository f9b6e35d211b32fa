"""A database is opened with one key alone: the one that it was sealed with."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.bootstrap import build_assistant
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.errors import Misconfigured
from assistant.settings import Settings
from assistant.store.engine import DATABASE_FILE, open_engine, reading, transaction
from assistant.store.keyring import KEY_FILE, Keyring
from assistant.store.office import Office
from assistant.store.retention import PARTS

CASE = Case.model_validate({"claim": {"lane": "dental"}})
ANOTHER = base64.b64encode(bytes(32)).decode()


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'held.sqlite'}")


def opened(engine: Engine, key: bytes = bytes(range(32))) -> Office:
    return Office(engine, Keyring(key), now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


def everything(engine: Engine) -> list[object]:
    with reading(engine) as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'")).scalars().all()
        return [(name, connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in sorted(names)]


def test_another_key_opens_nothing_and_writes_nothing(engine: Engine) -> None:
    office = opened(engine)
    office.cases.add(LOCAL, CASE, at=office.now())
    before = everything(engine)
    with pytest.raises(Misconfigured, match="sealed with another key"):
        opened(engine, bytes(32))
    assert everything(engine) == before
    assert len(opened(engine).cases.recent(LOCAL)) == 1


@pytest.mark.parametrize(("key", "opens"), [(bytes(range(32)), True), (bytes(32), False)])
def test_what_an_earlier_release_kept_tells_its_key_by_its_trail(engine: Engine, key: bytes, opens: bool) -> None:
    opened(engine).audit.record(LOCAL, "view", "case_1")
    with transaction(engine) as connection:
        connection.execute(text("DELETE FROM key_checks"))
    if opens:
        assert opened(engine, key).audit.verify("local").ok
        return
    with pytest.raises(Misconfigured, match="sealed with another key"):
        opened(engine, key)


def test_an_installation_whose_key_file_is_gone_makes_no_other(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert build_assistant(Settings(home=home)).office.cases.recent(LOCAL) == ()
    kept = (home / KEY_FILE).read_text(encoding="ascii")
    (home / KEY_FILE).unlink()
    with pytest.raises(Misconfigured, match="is gone"):
        _ = build_assistant(Settings(home=home)).office
    assert not (home / KEY_FILE).exists()
    with pytest.raises(Misconfigured, match="sealed with another key"):
        _ = build_assistant(Settings(home=home, key=ANOTHER)).office
    (home / KEY_FILE).write_text(kept, encoding="ascii")
    assert build_assistant(Settings(home=home)).office.cases.recent(LOCAL) == ()


@pytest.mark.parametrize("kept", ["trail", "case"])
def test_what_an_earlier_release_kept_gets_no_fresh_key(tmp_path: Path, kept: str) -> None:
    home = tmp_path / "home"
    office = build_assistant(Settings(home=home)).office
    if kept == "trail":
        office.audit.record(LOCAL, "view", "case_1")
    else:
        office.cases.add(LOCAL, CASE, at=office.now())
    with transaction(open_engine(f"sqlite:///{home / DATABASE_FILE}")) as connection:
        connection.execute(text("DROP TABLE key_checks"))
    (home / KEY_FILE).unlink()
    with pytest.raises(Misconfigured, match="is gone"):
        _ = build_assistant(Settings(home=home)).office
    assert not (home / KEY_FILE).exists()


def test_a_database_that_holds_nothing_sealed_gets_a_fresh_key(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for part in PARTS:
        part.bring_up(open_engine(f"sqlite:///{home / DATABASE_FILE}"))
    assert build_assistant(Settings(home=home)).office.cases.recent(LOCAL) == ()
    assert (home / KEY_FILE).exists()


def test_a_shared_database_needs_the_key_named(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(Misconfigured, match="needs the key named"):
        _ = build_assistant(settings).office
    assert not (tmp_path / "home" / KEY_FILE).exists()
