"""API keys: shown once, kept as a hash, scoped, revocable."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from assistant.domain.access import ApiKey, NewApiKey, NotSignedIn, Scope
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.stamps import stamp
from assistant.store.held import Held
from assistant.store.part import Part, Stay, key, moment, word

PART = Part("api_keys")

_keys = PART.table(
    "api_keys",
    key("id", 20),
    word("practice", 80, indexed=True),
    word("name", 200),
    word("scope", 20),
    word("digest", 64),
    moment("made_at"),
    moment("expires_at", optional=True),
    moment("revoked_at", optional=True),
    stay=Stay(until="the practice ends; the audit trail names keys, and a revoked one says so"),
)

PREFIX = "cw_live_"
_WRITTEN = re.compile(rf"{PREFIX}(?P<id>[a-z0-9]{{12}})_(?P<secret>[A-Za-z0-9_-]{{43}})")
_PRACTICE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class ApiKeys(Held):
    """The keys of a database."""

    part = PART

    def make(
        self, practice: str, name: str, scope: Scope, *, at: datetime, expires_at: datetime | None = None
    ) -> NewApiKey:
        """A new key of a practice; its secret is in the answer and nowhere else."""
        key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {
            "id": key_id,
            "practice": practice_name(practice),
            "name": name,
            "scope": scope,
            "digest": _digest(secret),
            "made_at": stamp(at),
            "expires_at": stamp(expires_at) if expires_at else None,
            "revoked_at": None,
        }
        self._do(insert(_keys).values(row))
        return NewApiKey(key=self._one(key_id), secret=f"{PREFIX}{key_id}_{secret}")

    def open(self, written: str, *, at: datetime) -> ApiKey:
        """The key that was shown; ``NotSignedIn`` for anything that is not a good key now."""
        match = _WRITTEN.fullmatch(written)
        row = self._row(select(_keys).where(_keys.c.id == (match["id"] if match else "")))
        # The comparison runs for an unknown id as well, so that time tells nothing.
        good = hmac.compare_digest(row.digest if row else "0" * 64, _digest(match["secret"] if match else ""))
        if row is None or not good or row.revoked_at or (row.expires_at and row.expires_at <= stamp(at)):
            raise NotSignedIn("the API key is not valid", fix="ask your administrator for a key")
        return _key(row)

    def revoke(self, practice: str, key_id: str, *, at: datetime) -> ApiKey:
        """End a key for good; ``NotFound`` when the practice has none of this id."""
        mine = (_keys.c.practice == practice, _keys.c.id == key_id, _keys.c.revoked_at.is_(None))
        if not self._changed(update(_keys).where(*mine).values(revoked_at=stamp(at))):
            raise NotFound("this practice has no such key in use", where=key_id, fix="list the keys")
        return self._one(key_id)

    def of(self, practice: str) -> tuple[ApiKey, ...]:
        """Every key of a practice, oldest first."""
        query = select(_keys).where(_keys.c.practice == practice).order_by(_keys.c.made_at, _keys.c.id)
        return tuple(_key(row) for row in self._rows(query))

    def any(self) -> bool:
        """Whether any key was ever made."""
        return self._row(select(_keys.c.id).limit(1)) is not None

    def _one(self, key_id: str) -> ApiKey:
        (row,) = self._rows(select(_keys).where(_keys.c.id == key_id))
        return _key(row)


def practice_name(practice: str) -> str:
    """A practice's name as rows carry it; ``BadInput`` for one that folders and URLs could not carry."""
    if not _PRACTICE.fullmatch(practice):
        raise BadInput(
            "a practice is named with small letters, digits and hyphens",
            where=practice[:80],
            fix="such as cedar-hollow",
        )
    return practice


def _digest(secret: str) -> str:
    # The secret has 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    fields = {name: row._mapping[name] for name in ApiKey.model_fields}
    return ApiKey.model_validate(fields)
