"""Who may do what: scopes of a key, roles of a person, and the refusals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.errors import ClaimwrightError

#: ``ask`` reads and asks; ``draft`` also keeps cases and drafts; ``admin`` also rules keys, people and documents.
Scope = Literal["ask", "draft", "admin"]

#: What a wider scope includes.
INCLUDES: dict[Scope, frozenset[Scope]] = {
    "ask": frozenset({"ask"}),
    "draft": frozenset({"ask", "draft"}),
    "admin": frozenset({"ask", "draft", "admin"}),
}

#: How long a browser stays signed in.
SESSION = timedelta(hours=10)

Role = Literal["front_desk", "coordinator", "biller", "dentist", "manager", "admin"]

#: What a person's role may do in the browser.
ROLE_SCOPE: dict[Role, Scope] = {
    "front_desk": "ask",
    "coordinator": "draft",
    "biller": "draft",
    "dentist": "draft",
    "manager": "admin",
    "admin": "admin",
}


class NotSignedIn(ClaimwrightError):
    """No credential, or one that is wrong, expired or revoked; which of these is never said."""


class NotAllowed(ClaimwrightError):
    """The credential is good and does not reach this."""


class LockedOut(ClaimwrightError):
    """Too many wrong passwords; ``seconds`` until the next try counts."""

    def __init__(self, message: str, *, seconds: int, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.seconds = seconds


class ApiKey(Frozen):
    """A key without its secret."""

    id: str
    practice: str
    name: str
    scope: Scope
    made_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class NewApiKey(Frozen):
    """A key at the one moment its secret can be read."""

    key: ApiKey
    secret: str


class Person(Frozen):
    """Somebody who signs in with a browser."""

    practice: str
    user: str
    role: Role
    made_at: datetime
    disabled: bool = False

    @property
    def scope(self) -> Scope:
        """What the role reaches."""
        return ROLE_SCOPE[self.role]


class SignedIn(Frozen):
    """A session: who it is, until when, and the word that its forms must carry."""

    person: Person
    expires_at: datetime
    form_word: str
