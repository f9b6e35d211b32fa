"""The audit chain: order, practices, and that no change goes unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from assistant.domain.audit import AuditHead, AuditLine
from assistant.domain.caller import Caller
from assistant.store.audit import AuditChain
from assistant.store.engine import open_engine, transaction

ONE = Caller(practice="one", user="dana", role="biller")
TWO = Caller(practice="two", user="kim")
KEY = bytes(range(32))
FIELDS = ("at", "user", "role", "action", "subject", "detail", "previous", "hash")


def clock() -> Iterator[datetime]:
    moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    while True:
        yield moment
        moment += timedelta(seconds=7)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'audit.sqlite'}")


def chain(engine: Engine, key: bytes = KEY) -> AuditChain:
    moments = clock()
    return AuditChain(engine, key, now=lambda: next(moments))


def filled(engine: Engine, lines: int = 12) -> AuditChain:
    held = chain(engine)
    for number in range(lines):
        held.record(ONE, "draft", f"draft_{number}", "asked for in the page")
    held.record(TWO, "export", "draft_x")
    return held


def test_lines_stand_in_order_and_each_practice_sees_its_own(engine: Engine) -> None:
    held = filled(engine)
    assert [line.seq for line in held.lines("one")] == list(range(1, 13))
    assert [line.subject for line in held.lines("two")] == ["draft_x"]
    assert [line.seq for line in held.lines("one", after=10)] == [11, 12]
    assert [line.seq for line in held.lines("one", after=3, most=2)] == [4, 5]
    assert held.practices() == ("one", "two", "-")
    assert held.verify("one").ok
    assert held.verify("none").lines == 0
    first = next(held.lines("one"))
    assert (first.user, first.role, first.at) == ("dana", "biller", datetime(2026, 11, 22, 9, 0, 7, tzinfo=UTC))


def test_no_practice_can_tell_of_the_beginning_of_another(engine: Engine) -> None:
    held = filled(engine)
    for _ in range(2):
        held.record(ONE, "create", "trail of two", "its first line follows")
    assert held.verify("two").ok


@pytest.mark.parametrize("seed", range(100))
def test_one_changed_or_removed_line_is_seen(tmp_path: Path, seed: int) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'audit.sqlite'}")
    held = filled(engine)
    chance = random.Random(seed)
    seq = chance.randint(1, 12)
    with transaction(engine) as connection:
        if chance.random() < 0.4:
            connection.execute(text("DELETE FROM audit_lines WHERE practice='one' AND seq=:seq"), {"seq": seq})
        else:
            field = chance.choice(FIELDS)
            change = f"UPDATE audit_lines SET \"{field}\" = \"{field}\" || '0' WHERE practice='one' AND seq=:seq"
            connection.execute(text(change), {"seq": seq})
    verdict = held.verify("one")
    assert not verdict.ok
    assert verdict.broken_at is not None
    assert verdict.reason
    assert held.verify("two").ok


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM audit_lines WHERE practice='one' AND seq > 9",
        "DELETE FROM audit_heads WHERE practice='one'",
        "UPDATE audit_heads SET seq = 11 WHERE practice='one'",
        "UPDATE audit_lines SET practice='one', seq=13 WHERE practice='two'",
        "UPDATE audit_lines SET seq = 99 WHERE practice='one' AND seq=12",
        *(
            f"INSERT INTO audit_lines SELECT practice, {seq}, at, user, role, action, subject, detail, previous, hash "
            "FROM audit_lines WHERE practice='one' AND seq=3"
            for seq in (-5, 0, 13)
        ),
        "UPDATE audit_lines SET detail = CAST(detail AS BLOB) WHERE practice='one' AND seq=3",
    ],
)
def test_a_cut_tail_or_a_moved_or_doubled_line_is_seen(engine: Engine, change: str) -> None:
    held = filled(engine)
    with transaction(engine) as connection:
        connection.execute(text(change))
    assert not held.verify("one").ok


def test_a_chain_that_was_cut_and_given_an_older_head_is_seen_by_the_head_kept_elsewhere(engine: Engine) -> None:
    held = filled(engine, lines=3)
    with transaction(engine) as connection:
        older = connection.execute(text("SELECT seq, hash, seal FROM audit_heads WHERE practice='one'")).one()
    held.record(ONE, "approve", "draft_2")
    kept: AuditHead = held.head("one")
    with transaction(engine) as connection:
        connection.execute(text("DELETE FROM audit_lines WHERE practice='one' AND seq=4"))
        values = {"seq": older.seq, "hash": older.hash, "seal": older.seal}
        connection.execute(text("UPDATE audit_heads SET seq=:seq, hash=:hash, seal=:seal WHERE practice='one'"), values)
    assert held.verify("one").ok
    assert "kept elsewhere" in held.verify("one", known=kept).reason


CUT = "DELETE FROM audit_lines WHERE practice='one' AND seq > 9"
SET_BACK = "UPDATE audit_heads SET seq=9, hash=(SELECT hash FROM audit_lines WHERE practice='one' AND seq=9)"


@pytest.mark.parametrize(
    "changes",
    [
        (CUT, f"{SET_BACK} WHERE practice='one'"),
        (CUT, f"{SET_BACK}, seal='' WHERE practice='one'"),
        (CUT, f"UPDATE audit_heads SET seq=0, hash='{'0' * 64}', seal='' WHERE practice='one'"),
        (CUT, "DELETE FROM audit_heads WHERE practice='one'"),
        (f"{SET_BACK} WHERE practice='one'",),
        (CUT,),
    ],
)
def test_what_is_written_behind_a_cut_does_not_heal_it(engine: Engine, changes: tuple[str, ...]) -> None:
    held = filled(engine)
    with transaction(engine) as connection:
        for each in changes:
            connection.execute(text(each))
    for number in range(5):
        held.record(ONE, "view", f"case_{number}")
        assert not held.verify("one").ok
    assert [line.subject for line in held.lines("one")][-1] == "case_4"
    assert held.verify("two").ok


def untold(engine: Engine, head: AuditHead) -> None:
    """Set the head of a practice as an earlier release sealed it."""
    seal = hmac.new(KEY, f"head/one/{head.seq}/{head.hash}".encode(), hashlib.sha256).hexdigest()
    with transaction(engine) as connection:
        values = {"seq": head.seq, "hash": head.hash, "seal": seal}
        connection.execute(text("UPDATE audit_heads SET seq=:seq, hash=:hash, seal=:seal WHERE practice='one'"), values)


def test_a_head_of_an_earlier_release_that_is_put_back_is_seen(engine: Engine) -> None:
    held = filled(engine)
    with transaction(engine) as connection:
        connection.execute(text(CUT))
    ninth = list(held.lines("one"))[-1]
    untold(engine, AuditHead(practice="one", seq=9, hash=ninth.hash))
    assert "older than the chain" in held.verify("one").reason
    held.record(ONE, "view", "case_1")
    assert "set back" in held.verify("one").reason


GONE = "DELETE FROM audit_lines WHERE practice='one'", "DELETE FROM audit_heads WHERE practice='one'"


@pytest.mark.parametrize(
    ("changes", "practice", "reason"),
    [
        (GONE, "one", "every line"),
        ((*GONE[:1], "UPDATE audit_heads SET seq=0 WHERE practice='one'"), "one", "every line"),
        (
            ("DELETE FROM audit_lines WHERE practice='-'", "DELETE FROM audit_heads WHERE practice='-'"),
            "one",
            "no longer tells",
        ),
        (("DELETE FROM audit_lines WHERE practice='-' AND seq=2",), "-", "should end"),
    ],
)
def test_a_chain_that_was_removed_as_a_whole_is_seen(
    engine: Engine, changes: tuple[str, ...], practice: str, reason: str
) -> None:
    held = filled(engine)
    with transaction(engine) as connection:
        for each in changes:
            connection.execute(text(each))
    assert practice in held.practices()
    assert reason in held.verify(practice).reason


def test_a_chain_that_began_anew_is_seen(engine: Engine) -> None:
    held = filled(engine)
    with transaction(engine) as connection:
        for each in GONE:
            connection.execute(text(each))
    held.record(ONE, "view", "case_1")
    assert "began anew" in held.verify("one").reason
    assert held.verify("two").ok


def test_a_chain_of_an_earlier_release_goes_on_and_is_told_of(engine: Engine) -> None:
    held = filled(engine)
    row = held.head("one")
    with transaction(engine) as connection:  # as it was when no chain told of others
        connection.execute(text("DELETE FROM audit_lines WHERE practice='-'"))
        connection.execute(text("DELETE FROM audit_heads WHERE practice='-'"))
    untold(engine, row)
    assert held.verify("one").ok
    held.record(ONE, "view", "case_1")
    assert held.verify("one").ok
    assert [line.detail for line in held.lines("-")] == ["told of from line 13 on"]


def test_a_line_written_with_another_key_is_seen(engine: Engine) -> None:
    held = filled(engine)
    chain(engine, key=bytes(32)).record(ONE, "view", "case_1")
    verdict = held.verify("one")
    assert (verdict.ok, verdict.broken_at) == (False, 13)


def test_many_writers_leave_one_unbroken_chain(engine: Engine) -> None:
    held = AuditChain(engine, KEY, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: held.record(ONE, "view", f"case_{number}"), range(60)))
    verdict = held.verify("one")
    assert (verdict.ok, verdict.lines) == (True, 60)


def _out(held: AuditChain) -> list[dict[str, Any]]:
    """The lines as they are exported."""
    return [json.loads(line.model_dump_json()) for line in held.lines("one")]


def _in(rows: list[dict[str, Any]]) -> list[AuditLine]:
    return [AuditLine.model_validate_json(json.dumps(row)) for row in rows]


def test_exported_lines_are_whole_from_any_line_on(engine: Engine) -> None:
    held = filled(engine)
    rows = _out(held)
    for start in (0, 4, 11):
        verdict = held.verify_exported(_in(rows[start:]), known=held.head("one"))
        assert (verdict.ok, verdict.lines) == (True, 12 - start)


@pytest.mark.parametrize("seed", range(100))
def test_one_changed_removed_swapped_or_doubled_line_of_an_export_is_seen(engine: Engine, seed: int) -> None:
    held = filled(engine)
    rows, dice = _out(held), random.Random(seed)
    place = dice.randrange(12)
    how = seed % 4
    if how == 0:
        field = dice.choice(("at", "practice", *FIELDS[1:]))
        rows[place][field] = "2026-01-01T00:00:00Z" if field == "at" else f"{rows[place][field]}0"
    elif how == 1:
        del rows[place]
    elif how == 2:
        other = dice.choice([each for each in range(12) if each != place])
        rows[place], rows[other] = rows[other], rows[place]
    else:
        rows.insert(dice.randrange(13), rows[place])
    verdict = held.verify_exported(_in(rows), known=held.head("one"))
    assert not verdict.ok or (how == 1 and place == 0 and rows[0]["seq"] == 2)  # an export may begin behind any line
