"""Who calls: an API key, a signed-in browser, or the machine itself; and what that reaches."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from api.http.fairness import address
from api.http.service import Service, service_of
from assistant.domain.access import INCLUDES, NotAllowed, NotSignedIn, Scope, SignedIn
from assistant.domain.caller import LOCAL, UNKNOWN, Caller

if TYPE_CHECKING:
    from assistant.store.office import Office

SESSION_COOKIE = "cw_session"
FORM_WORD = "x-form-word"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OldForm(NotAllowed):
    """A form of a session that is over, sent under another one of the same browser."""


def caller_with(scope: Scope) -> Callable[[Request], Caller]:
    """A dependency: the caller, who must reach ``scope``. Every refusal leaves an audit line."""

    def dependency(request: Request) -> Caller:
        return admitted(request, scope)

    return dependency


def admitted(request: Request, scope: Scope, *, word: str | None = None) -> Caller:
    """The caller, who must reach ``scope``; ``word`` is the form's word where a form carries it."""
    service = service_of(request)
    try:
        caller, reached = identified(request, word=word)
    except NotSignedIn:
        _refused(service, UNKNOWN, request, f"not signed in, from {address(request)}")
        raise
    except OldForm as error:
        _refused(service, caller_of(request.state.session), request, error.message)
        raise
    request.state.caller, request.state.reached = caller, reached
    if scope not in INCLUDES[reached]:
        _refused(service, caller, request, f"needs {scope}, has {reached}")
        raise NotAllowed(f"this needs the scope {scope}", fix="ask your administrator for a key or a role with it")
    return caller


Asks = Annotated[Caller, Depends(caller_with("ask"))]
Drafts = Annotated[Caller, Depends(caller_with("draft"))]
Rules = Annotated[Caller, Depends(caller_with("admin"))]


def identified(request: Request, *, word: str | None = None) -> tuple[Caller, Scope]:
    """Who sent this and what that reaches; ``NotSignedIn`` where nobody stands behind it."""
    service = service_of(request)
    office = service.assistant.office
    at = office.now()
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind:
        if kind.lower() != "bearer":
            raise NotSignedIn("only bearer keys are taken", fix="send Authorization: Bearer cw_live_...")
        key = office.api_keys.open(secret.strip(), at=at)
        return Caller(practice=key.practice, user=f"key {key.id}", role=key.scope), key.scope
    if cookie := request.cookies.get(SESSION_COOKIE):
        session = office.people.session(token_of(office, cookie), at=at)
        given = request.headers.get(FORM_WORD, "") if word is None else word
        expected = form_word_of(office, session)
        if request.method not in _SAFE and not hmac.compare_digest(given.encode(), expected.encode()):
            request.state.session = session
            raise OldForm("the form's word is missing or old", fix="load the page again")
        request.state.form_word = expected
        return caller_of(session), session.person.scope
    if service.needs_nobody and not from_elsewhere(request):
        return LOCAL, "admin"
    raise NotSignedIn("no credential", fix="send Authorization: Bearer KEY, or sign in")


def signed(office: Office, token: str) -> str:
    """A session's token as its cookie carries it: with a signature, so that guesses never reach the database."""
    return f"{token}.{hmac.new(office.cookie_key, token.encode(), hashlib.sha256).hexdigest()}"


def token_of(office: Office, cookie: str) -> str:
    """The token of a cookie that this installation signed; ``NotSignedIn`` for any other."""
    token = cookie.partition(".")[0]
    if not hmac.compare_digest(signed(office, token).encode(), cookie.encode()):
        raise NotSignedIn("you are not signed in", fix="sign in")
    return token


def caller_of(session: SignedIn) -> Caller:
    """In whose name a session works."""
    person = session.person
    return Caller(practice=person.practice, user=person.user, role=person.role)


def form_word_of(office: Office, session: SignedIn) -> str:
    """What the forms of a session carry: its word, and the mark of whose form it is, which outlives the session."""
    return f"{session.form_word}.{mark_of(office, caller_of(session))}"


def mark_of(office: Office, caller: Caller) -> str:
    """A person of a practice, signed: it names nobody, and nobody else can make it."""
    whose = f"form:{json.dumps([caller.practice, caller.user])}"
    return hmac.new(office.cookie_key, whose.encode(), hashlib.sha256).hexdigest()


def from_elsewhere(request: Request) -> bool:
    """Whether a page of another site sent this, which a browser tells and no page can forge."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("none", "same-origin")
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host", "")


def _refused(service: Service, caller: Caller, request: Request, reason: str) -> None:
    service.assistant.office.audit.record(caller, "denied", f"{request.method} {request.url.path}"[:200], reason)
