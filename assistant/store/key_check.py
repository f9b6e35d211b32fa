"""Which key a database was sealed with: a keyed value beside the rows, which tells nothing of the key."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable

from sqlalchemy import Engine, Table, inspect, select

from assistant.domain.errors import Misconfigured
from assistant.store.engine import reading, transaction
from assistant.store.keyring import Keyring
from assistant.store.part import Part, Stay, key, unless_there, word

PART = Part("key_check")

_checks = PART.table(
    "key_checks",
    key("purpose", 40),
    word("value", 64),
    stay=Stay(until="the installation ends: it tells another key from the one that everything is sealed with"),
)

_PURPOSE = "records"
_FIX = (
    "set CLAIMWRIGHT_KEY (or restore claimwright.key) as it was when the first data was stored; for another key "
    "begin with another database"
)


def needs_its_key(engine: Engine, parts: Iterable[Part]) -> bool:
    """Whether a database tells which key it was sealed with, or holds what some key sealed.

    Looks, and changes nothing. An earlier release left no more than the sealed rows and the trail of the ``parts``.
    """
    if _held(engine) is not None:
        return True
    tables = [table for part in parts for table in part.meta.sorted_tables if part.name == "audit" or _sealed(table)]
    with reading(engine) as connection:
        there = set(inspect(connection).get_table_names())
        return any(
            connection.execute(select(table.c.practice).limit(1)).first() for table in tables if table.name in there
        )


def hold_to(engine: Engine, keyring: Keyring, began_here: Callable[[], bool | None]) -> None:
    """Let a database be opened with one key alone: the first one that it is opened with.

    ``began_here`` tells whether a trail that is there already was begun with this key. Raises ``Misconfigured``
    for another key, before anything is written.
    """
    value = keyring.key("check").hex()
    held = _held(engine)
    if held is None:
        if began_here() is False:  # what an earlier release kept
            raise _another(engine)
        PART.bring_up(engine)
        with transaction(engine) as connection:
            # Two processes may come at once: the first one's key stands.
            connection.execute(unless_there(connection, _checks, {"purpose": _PURPOSE, "value": value}))
        held = _held(engine)
    if held is None or not hmac.compare_digest(held.encode(), value.encode()):
        raise _another(engine)


def _sealed(table: Table) -> bool:
    return any("sealed" in column.info for column in table.c)


def _held(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table(_checks.name):
            return None
        value = connection.execute(select(_checks.c.value).where(_checks.c.purpose == _PURPOSE)).scalar()
    return None if value is None else str(value)


def _another(engine: Engine) -> Misconfigured:
    return Misconfigured(
        "the data here was sealed with another key; nothing was read or written",
        where=engine.url.render_as_string(hide_password=True),
        fix=_FIX,
    )
