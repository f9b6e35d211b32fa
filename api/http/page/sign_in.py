"""The door: signing in and out."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from api.http.callers import SESSION_COOKIE, caller_of, from_elsewhere, mark_of, signed, token_of
from api.http.fairness import address
from api.http.page.drafts import gone_on
from api.http.page.lapsed import own_path, unpacked
from api.http.page.shell import (
    ROOT,
    ActsAsking,
    Page,
    TheForm,
    at_door,
    goes_on_as,
    in_one_line,
    text_of,
    to,
    word,
)
from api.http.service import Service, TheService
from assistant.domain.access import SESSION, LockedOut, NotAllowed, NotSignedIn
from assistant.domain.caller import UNKNOWN, Caller
from assistant.domain.errors import NotFound

_LONGEST_PASSWORD = 1_000
#: Whoever is locked out is told of once in this time, as far as these newest lines of the trail go.
_TOLD_AGAIN, _NEWEST = timedelta(minutes=1), 200

router = APIRouter(prefix=ROOT, route_class=Page, include_in_schema=False)


@router.get("/sign-in")
def door(request: Request, service: TheService, next: str = "") -> Response:  # noqa: A002  # as it stands in the address
    """The form; not needed while the service is open to this machine."""
    if service.needs_nobody:
        return to("ask")
    return at_door(request, onward=own_path(next, ROOT))


@router.post("/sign-in")
def sign_in(request: Request, form: TheForm, service: TheService) -> Response:
    """A session for the right password; the same words for every wrong one."""
    if from_elsewhere(request):
        raise NotAllowed("this form was sent from another site", fix="open the page itself and sign in there")
    office = service.assistant.office
    practice, user = word(form, "practice")[:80], word(form, "user")[:200]
    onward = own_path(word(form, "next"), ROOT)
    password = form.get("password")
    known = f"{practice}{user}".isprintable() and isinstance(password, str) and len(password) <= _LONGEST_PASSWORD
    try:
        if not known:
            raise NotSignedIn("the name or the password is wrong", fix="try again, or ask your administrator")
        token, session = office.people.sign_in(practice, user, str(password), at=office.now())
    except (NotSignedIn, LockedOut) as error:
        late = isinstance(error, LockedOut)
        who = _who_tried(service, practice, user)
        if not (late and _told_lately(service, who, error.message)):
            # The trail stays for good: what is nobody's name may be a password in the wrong field.
            tried = "unknown name" if who is UNKNOWN else f"{user[:80]!r} of {practice!r}"
            detail = f"{error.message}: {tried}, from {address(request)}"
            office.audit.record(who, "denied", "sign-in", detail)
        refused = in_one_line(error)
        status, on_its_way = 429 if late else 401, text_of(form, "carried")
        response: Response = at_door(
            request, status=status, onward=onward, practice=practice, user=user, refused=refused, carried=on_its_way
        )
        if isinstance(error, LockedOut):
            response.headers["Retry-After"] = str(error.seconds)
        return response
    caller = caller_of(session)
    office.audit.record(caller, "sign_in", "session")
    carried = unpacked(text_of(form, "carried"), ROOT)
    if carried is not None and carried.belongs(mark_of(office, caller)):
        response = gone_on(request, service, goes_on_as(request, session), carried)
    else:
        response = to(onward.removeprefix(f"{ROOT}/") or "ask")
    response.set_cookie(
        SESSION_COOKIE,
        signed(office, token),
        max_age=int(SESSION.total_seconds()),
        path="/",
        secure=service.secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/sign-out")
def sign_out(request: Request, caller: ActsAsking, service: TheService) -> Response:
    """End the session."""
    office = service.assistant.office
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie:
        office.people.sign_out(token_of(office, cookie))
        office.audit.record(caller, "sign_out", "session")
    response = to("sign-in")
    response.delete_cookie(SESSION_COOKIE, path="/", secure=service.secure, httponly=True, samesite="lax")
    return response


def _who_tried(service: Service, practice: str, user: str) -> Caller:
    """In whose trail a failed sign-in is told: that of the person named, if there is one, else the installation's."""
    people = service.assistant.office.people
    try:
        person = people.person(practice, user) if f"{practice}{user}".isprintable() else None
    except NotFound:
        person = None
    if person is None:
        return UNKNOWN
    return Caller(practice=person.practice, user=person.user, role="none")


def _told_lately(service: Service, who: Caller, refusal: str) -> bool:
    """Whether the trail tells already that somebody was refused for this."""
    office = service.assistant.office
    since, told = office.now() - _TOLD_AGAIN, (who.user, "denied", "sign-in")
    newest = office.audit.lines(who.practice, after=max(office.audit.head(who.practice).seq - _NEWEST, 0))
    return any(
        line.at > since and (line.user, line.action, line.subject) == told and line.detail.startswith(refusal)
        for line in newest
    )
