"""People who sign in with a browser: passwords as scrypt hashes, a lock-out, and sessions that can be ended."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from assistant.domain.access import SESSION, LockedOut, NotSignedIn, Person, Role, SignedIn
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.stamps import stamp
from assistant.store.api_keys import practice_name
from assistant.store.engine import transaction
from assistant.store.held import Held
from assistant.store.part import Part, Stay, flag, key, moment, practice, raw, whole, word

PART = Part("people")

_people = PART.table(
    "people",
    practice(),
    key("user", 200),
    word("role", 20),
    moment("made_at"),
    raw("salt"),
    raw("password"),
    flag("disabled"),
    whole("failures"),
    moment("locked_until", optional=True),
    stay=Stay(until="the practice ends; whoever left is disabled, since the audit trail names people"),
)
_sessions = PART.table(
    "sessions",
    key("digest", 64),
    word("practice", 80, indexed=True),
    word("user", 200),
    word("form_word", 64),
    moment("expires_at"),
    stay=Stay(since="expires_at"),
)

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1_000
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


class People(Held):
    """The people and sessions of a database."""

    part = PART

    def add(self, practice: str, user: str, password: str, role: Role, *, at: datetime) -> Person:
        """A new person; ``BadInput`` for a short password, or a name that is taken."""
        _strong(password)
        if not (0 < len(user) <= 200 and user.isprintable() and user == user.strip()):
            raise BadInput("a user's name has 1 to 200 printable characters", where="user", fix="such as dana")
        salt = secrets.token_bytes(16)
        row = {
            "practice": practice_name(practice),
            "user": user,
            "role": role,
            "made_at": stamp(at),
            "salt": salt,
            "password": _hash(password, salt),
            "disabled": False,
            "failures": 0,
            "locked_until": None,
        }
        with transaction(self._engine) as connection:
            if connection.execute(select(_people.c.user).where(*_one(practice, user))).first():
                raise BadInput("this name is taken", where=user, fix="choose another, or set a new password")
            connection.execute(insert(_people).values(row))
        return self.person(practice, user)

    def set_password(self, practice: str, user: str, password: str) -> None:
        """A new password; ends every session of the person."""
        _strong(password)
        self.person(practice, user)
        salt = secrets.token_bytes(16)
        values = {"salt": salt, "password": _hash(password, salt), "failures": 0, "locked_until": None}
        change = update(_people).where(*_one(practice, user)).values(values)
        self._do(change, delete(_sessions).where(*_sessions_of(practice, user)))

    def disable(self, practice: str, user: str) -> None:
        """Let a person in no more; ends every session."""
        self.person(practice, user)
        change = update(_people).where(*_one(practice, user)).values(disabled=True)
        self._do(change, delete(_sessions).where(*_sessions_of(practice, user)))

    def person(self, practice: str, user: str) -> Person:
        """One person; ``NotFound`` when the practice has nobody of this name."""
        row = self._row(select(_people).where(*_one(practice, user)))
        if row is None:
            raise NotFound("this practice has no such user", where=user, fix="list the users")
        return _person(row)

    def of(self, practice: str) -> tuple[Person, ...]:
        """Everybody of a practice."""
        query = select(_people).where(_people.c.practice == practice).order_by(_people.c.user)
        return tuple(_person(row) for row in self._rows(query))

    def any(self) -> bool:
        """Whether anybody was ever added."""
        return self._row(select(_people.c.user).limit(1)) is not None

    def sign_in(self, practice: str, user: str, password: str, *, at: datetime) -> tuple[str, SignedIn]:
        """The session's token, for the cookie, and the session.

        ``NotSignedIn`` for a wrong name or password alike; ``LockedOut`` after several in a row.
        """
        if len(password) > LONGEST_PASSWORD:
            raise NotSignedIn("the name or the password is wrong", fix="try again, or ask your administrator")
        row = self._row(select(_people).where(*_one(practice, user)))
        if row is not None and row.locked_until and row.locked_until > stamp(at):
            left = int((datetime.fromisoformat(row.locked_until) - at).total_seconds()) + 1
            raise LockedOut("too many wrong passwords", seconds=left, fix=f"wait {left // 60 + 1} minutes")
        # An unknown name costs the same time as a wrong password.
        good = hmac.compare_digest(
            _hash(password, row.salt if row else b"0" * 16), row.password if row else b"\x00" * 32
        )
        if row is None or row.disabled or not good:
            if row is not None:
                self._failed(row, at)
            raise NotSignedIn("the name or the password is wrong", fix="try again, or ask your administrator")
        return self._begin(row, at)

    def session(self, token: str, *, at: datetime) -> SignedIn:
        """The session of a cookie's token; ``NotSignedIn`` when it ended or never was."""
        query = (
            select(_sessions.c.form_word, _sessions.c.expires_at.label("ends"), _people)
            .join(_people, (_people.c.practice == _sessions.c.practice) & (_people.c.user == _sessions.c.user))
            .where(_sessions.c.digest == _digest(token), _people.c.disabled.is_(False))
        )
        row = self._row(query)
        if row is None or row.ends <= stamp(at):
            raise NotSignedIn("you are not signed in", fix="sign in")
        ends = datetime.fromisoformat(row.ends)
        return SignedIn(person=_person(row), expires_at=ends, form_word=row.form_word)

    def sign_out(self, token: str) -> None:
        """End one session."""
        self._do(delete(_sessions).where(_sessions.c.digest == _digest(token)))

    def _begin(self, row: Row[tuple[object, ...]], at: datetime) -> tuple[str, SignedIn]:
        token, word, ends = secrets.token_urlsafe(32), secrets.token_urlsafe(24), at + SESSION
        session = {
            "digest": _digest(token),
            "practice": row.practice,
            "user": row.user,
            "form_word": word,
            "expires_at": stamp(ends),
        }
        self._do(
            delete(_sessions).where(_sessions.c.expires_at <= stamp(at)),
            insert(_sessions).values(session),
            update(_people).where(*_one(row.practice, row.user)).values(failures=0, locked_until=None),
        )
        return token, SignedIn(person=_person(row), expires_at=ends, form_word=word)

    def _failed(self, row: Row[tuple[object, ...]], at: datetime) -> None:
        # Counted in the database: several workers share one count.
        with transaction(self._engine) as connection:
            mine = _one(row.practice, row.user)
            connection.execute(update(_people).where(*mine).values(failures=_people.c.failures + 1))
            failures = connection.execute(select(_people.c.failures).where(*mine)).scalar() or 0
            if failures >= TRIES:
                values = {"failures": 0, "locked_until": stamp(at + LOCKED_FOR)}
                connection.execute(update(_people).where(*mine).values(values))


def _strong(password: str) -> None:
    if len(password) > LONGEST_PASSWORD:
        raise BadInput("the password is too long", where="password", fix=f"use at most {LONGEST_PASSWORD} characters")
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(
            f"the password has {len(password)} characters", where="password", fix=f"use {SHORTEST_PASSWORD} or more"
        )


def _one(practice: str, user: str) -> tuple[ColumnElement[bool], ...]:
    return _people.c.practice == practice, _people.c.user == user


def _sessions_of(practice: str, user: str) -> tuple[ColumnElement[bool], ...]:
    return _sessions.c.practice == practice, _sessions.c.user == user


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=5, dklen=32)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person.model_validate({name: row._mapping[name] for name in Person.model_fields})
