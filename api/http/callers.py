"""Who calls: an API key, a signed-in browser, or the machine itself; and what that reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from api.http.service import Service, service_of
from assistant.domain.access import INCLUDES, NotAllowed, NotSignedIn, Scope
from assistant.domain.caller import LOCAL, Caller

SESSION_COOKIE = "cw_session"
FORM_WORD = "x-form-word"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def caller_with(scope: Scope) -> Callable[[Request], Caller]:
    """A dependency: the caller, who must reach ``scope``. Every refusal leaves an audit line."""

    def dependency(request: Request) -> Caller:
        service = service_of(request)
        try:
            caller, reached = identified(request)
        except NotSignedIn:
            _refused(service, Caller(practice="-", user="unknown", role="none"), request, "not signed in")
            raise
        if scope not in INCLUDES[reached]:
            _refused(service, caller, request, f"needs {scope}, has {reached}")
            raise NotAllowed(f"this needs the scope {scope}", fix="ask your administrator for a key or a role with it")
        request.state.caller = caller
        return caller

    return dependency


Asks = Annotated[Caller, Depends(caller_with("ask"))]
Drafts = Annotated[Caller, Depends(caller_with("draft"))]
Rules = Annotated[Caller, Depends(caller_with("admin"))]


def identified(request: Request) -> tuple[Caller, Scope]:
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
    if token := request.cookies.get(SESSION_COOKIE):
        session = office.people.session(token, at=at)
        if request.method not in _SAFE and request.headers.get(FORM_WORD) != session.form_word:
            raise NotAllowed("the form's word is missing or old", fix="load the page again")
        person = session.person
        return Caller(practice=person.practice, user=person.user, role=person.role), person.scope
    if service.open_as_local and not _from_elsewhere(request):
        return LOCAL, "admin"
    raise NotSignedIn("no credential", fix="send Authorization: Bearer KEY, or sign in")


def _from_elsewhere(request: Request) -> bool:
    """Whether a page of another site sent this, which a browser tells by its origin."""
    origin = request.headers.get("origin")
    if origin is not None:
        host = origin.partition("://")[2]
        return host != request.headers.get("host", "")
    return request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def _refused(service: Service, caller: Caller, request: Request, reason: str) -> None:
    service.assistant.office.audit.record(caller, "denied", f"{request.method} {request.url.path}"[:200], reason)
