"""Every error as ``application/problem+json`` (RFC 9457): what, where, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.http.dialects import MEDIA_TYPE, FrontProblem, spoken
from api.http.slips import Slip, slip_in, slips_of
from assistant.domain.access import LockedOut, NotAllowed, NotSignedIn
from assistant.domain.errors import (
    BadInput,
    ClaimwrightError,
    Locked,
    Misconfigured,
    ModelFailure,
    NotFound,
    NothingToStandOn,
)
from assistant.domain.stored import AlreadySigned, NotReady, OutOfDate, SameKeyOtherRequest, StillRunning


class Problem(BaseModel):
    """What went wrong, for a person and for a program."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/invalid",
                    "title": "The request does not have the expected shape",
                    "status": 422,
                    "detail": "/as_of: Input should be a valid date in the format YYYY-MM-DD",
                    "fix": "give a day of the calendar as YYYY-MM-DD",
                    "where": "",
                    "request_id": "4f0c2a9d",
                    "errors": [
                        {
                            "pointer": "/as_of",
                            "parameter": None,
                            "place": "body",
                            "detail": "Input should be a valid date in the format YYYY-MM-DD",
                            "fix": "give a day of the calendar as YYYY-MM-DD",
                        }
                    ],
                }
            ]
        }
    )

    type: str = Field(description="stable name of the kind of problem", examples=["/problems/bad-input"])
    title: str
    status: int
    detail: str
    fix: str = Field(description="what to do; never empty")
    where: str = ""
    request_id: str = ""
    errors: list[Slip] = []


class Later(ClaimwrightError):
    """Right, but not now; ``seconds`` until it is worth sending again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message, fix=f"wait {seconds} seconds")
        self.seconds = seconds


class TooMany(Later):
    """More requests than the caller may make."""


class Busy(Later):
    """More work waits already than is done in a reasonable time."""


class Conflict(ClaimwrightError):
    """The request cannot be taken in the state that the record is in."""


class UnknownModel(NotFound):
    """A chat front asks for a model that is not served here."""


class Unprocessable(ClaimwrightError):
    """The request was understood and cannot be carried out as it stands."""


class Kind(NamedTuple):
    """A kind of problem; ``fix`` is said where the error itself knows no better one."""

    error: type[ClaimwrightError]
    status: HTTPStatus
    name: str
    title: str
    fix: str


_ASK = "ask your administrator for a key or a role that reaches it"
_LOOK = "look at the list that it should stand in; ids of another practice are not found either"
_AGAIN = "load it again, and make your change in what stands there now"
_READ = "read the detail, mend what it names and send it again"
_OPERATOR = "tell your operator; claimwright doctor names what is to be set"
_PHRASED = "send the body in the form that its Content-Type names"
_DESCRIBED = "/v1/openapi.json says which addresses there are and what they take"

#: The first that fits; the name is the problem's type.
KINDS = (
    Kind(NotSignedIn, HTTPStatus.UNAUTHORIZED, "not-signed-in", "Sign in first", "send a valid key, or sign in"),
    Kind(NotAllowed, HTTPStatus.FORBIDDEN, "not-allowed", "Not allowed", _ASK),
    Kind(LockedOut, HTTPStatus.TOO_MANY_REQUESTS, "locked-out", "Locked out for a while", "wait as long as it says"),
    Kind(TooMany, HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests", "wait as long as it says"),
    Kind(Busy, HTTPStatus.SERVICE_UNAVAILABLE, "overloaded", "Too much work waits already", "wait as long as it says"),
    Kind(UnknownModel, HTTPStatus.NOT_FOUND, "model-not-found", "No such model", "GET /v1/models names the models"),
    Kind(NotFound, HTTPStatus.NOT_FOUND, "not-found", "Not found", _LOOK),
    Kind(OutOfDate, HTTPStatus.CONFLICT, "out-of-date", "Somebody else changed it", _AGAIN),
    Kind(AlreadySigned, HTTPStatus.CONFLICT, "already-signed", "Signed off before", "change the text to sign it anew"),
    Kind(NotReady, HTTPStatus.CONFLICT, "not-ready", "Not ready to be signed", "settle each reason, then sign again"),
    Kind(
        StillRunning, HTTPStatus.CONFLICT, "still-running", "The first request is still running", "wait and ask again"
    ),
    Kind(
        SameKeyOtherRequest,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "key-used",
        "The key was used for another request",
        "send another Idempotency-Key with another request",
    ),
    Kind(Conflict, HTTPStatus.CONFLICT, "conflict", "Not in this state", _AGAIN),
    Kind(Unprocessable, HTTPStatus.UNPROCESSABLE_ENTITY, "unprocessable", "Cannot be carried out", _READ),
    Kind(
        NothingToStandOn,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "nothing-to-stand-on",
        "No source supports this",
        "add the document or the fact that it would rest on",
    ),
    Kind(BadInput, HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input", "The input cannot be used", _READ),
    Kind(
        Locked, HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Another process is writing", "wait a second and send it again"
    ),
    Kind(ModelFailure, HTTPStatus.BAD_GATEWAY, "model-failure", "The hosted model failed", "send it again in a minute"),
    Kind(Misconfigured, HTTPStatus.SERVICE_UNAVAILABLE, "misconfigured", "An operator must act", _OPERATOR),
    Kind(ClaimwrightError, HTTPStatus.UNPROCESSABLE_ENTITY, "error", "Cannot be carried out", _READ),
)

#: Problems that are met while a request is read, the same wherever they are noticed: name, title, what to do.
_PLAIN = {
    400: ("bad-request", "Bad Request", _PHRASED),
    404: ("not-found", "Not Found", _DESCRIBED),
    405: ("method-not-allowed", "Method Not Allowed", "use {allow}"),
    408: ("too-slow", "The request came too slowly", "send it again, over a faster line or in smaller parts"),
    413: ("too-large", "The request is too large", "send it in parts"),
    503: ("overloaded", "Too much work waits already", "wait as long as it says"),
}


def unforeseen(method: str = "POST") -> Problem:
    """What is said of an error that nobody foresaw: nobody knows how far the work had come."""
    asked = method in ("GET", "HEAD", "OPTIONS")
    known = "nothing was changed by this request; what earlier ones kept is kept"
    unknown = "whether something of it was kept is not known"
    look = "look whether it is there before you send it again, and "
    return Problem(
        type="/problems/unforeseen",
        title="Something failed",
        status=500,
        detail=known if asked else unknown,
        fix=f"{'' if asked else look}send the request id to your operator",
    )


#: Seconds after which a lock of another process is worth another try.
_LOCKED_SECONDS = 1

_STATUSES = (400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503)
_EVERY: dict[int, dict[str, Any]] = {
    status: {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in _STATUSES
}
_FRONT = {status: {"model": FrontProblem, "description": HTTPStatus(status).phrase} for status in _STATUSES}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem responses of a route, for its description; the ones that every route can give included."""
    return {status: _EVERY[status] for status in sorted({400, 401, 403, 408, 413, 422, 429, 503, *statuses})}


def front_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The same for a route of the chat fronts, whose protocol has errors of its own and says 400 for a wrong body."""
    return {status: _FRONT[status] for status in sorted({400, 401, 403, 408, 413, 429, 503, *statuses})}


def problem(request: Request, status: int, kind: str, title: str, detail: str, *, fix: str, **more: Any) -> Response:
    """One problem as a response."""
    headers = more.pop("headers", None)
    told = Problem(type=f"/problems/{kind}", title=title, status=status, detail=detail, fix=fix, **more)
    return sent(request, told, headers)


def sent(request: Request, body: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as the response to a request."""
    body = body.model_copy(update={"request_id": getattr(request.state, "request_id", "")})
    return spoken(request, body, headers)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` as a problem."""
    app.add_exception_handler(ClaimwrightError, named)  # type: ignore[arg-type]  # the framework types every error as Exception
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]  # the framework types every error as Exception
    app.add_exception_handler(HTTPException, _plain)  # type: ignore[arg-type]  # the framework types every error as Exception


def problem_of(error: ClaimwrightError) -> Problem:
    """What an error says of itself, however it reaches the caller: a response, an event, the end of a job."""
    kind = kind_of(error)
    where = "" if isinstance(error, Misconfigured) else error.where  # a server's own paths are nobody's business
    fix = error.fix or kind.fix
    reasons = error.reasons if isinstance(error, NotReady) else ()
    return Problem(
        type=f"/problems/{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=error.message,
        fix=fix,
        where=where,
        errors=[Slip(detail=reason, fix=fix) for reason in reasons],
    )


def kind_of(error: ClaimwrightError) -> Kind:
    """Status, stable name and title of an error."""
    return next(kind for kind in KINDS if isinstance(error, kind.error))


def named(request: Request, error: ClaimwrightError) -> Response:
    """An error as the response to a request."""
    headers = {}
    if isinstance(error, LockedOut | Later):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, Locked | StillRunning):
        headers["Retry-After"] = str(_LOCKED_SECONDS)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    told = problem_of(error)
    if not told.errors:
        told = told.model_copy(update={"errors": slip_in(request, error, told.fix)})
    return sent(request, told, headers)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    if any(each["loc"][0] == "body" for each in error.errors()) and (wanted := _wanted_kind(request)):
        detail = "the body is not of the kind that is taken here"
        return problem(request, 415, "unsupported-media-type", "Another kind of body is needed", detail, fix=wanted)
    slips = slips_of(error)
    first = slips[0]
    detail = f"{first.named}: {first.detail}" if first.named else first.detail
    fix = first.fix if len(slips) == 1 else f"{first.named}: {first.fix}; the others are listed in errors"
    title = "The request does not have the expected shape"
    return problem(request, 422, "invalid", title, detail, fix=fix, errors=slips)


def _wanted_kind(request: Request) -> str:
    """What to send, where the body's kind is another one; empty where it is right."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    field = getattr(request.scope.get("route"), "body_field", None)
    if field is None or not request.headers.get("content-length", "1").strip("0"):
        return ""
    if isinstance(field.field_info, Form):
        return "" if given.startswith("multipart/form-data") else "send Content-Type: multipart/form-data"
    fits = given == "application/json" or given.endswith("+json")
    return "" if fits else "send Content-Type: application/json"


def _plain(request: Request, error: HTTPException) -> Response:
    phrase = HTTPStatus(error.status_code).phrase
    unknown = (phrase.lower().replace(" ", "-").replace("'", ""), phrase, _DESCRIBED)
    kind, title, fix = _PLAIN.get(error.status_code, unknown)
    fix = fix.format(allow=(error.headers or {}).get("Allow", "another method"))
    return problem(request, error.status_code, kind, title, str(error.detail), fix=fix, headers=error.headers)
