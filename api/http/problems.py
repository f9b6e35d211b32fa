"""Every error as ``application/problem+json`` (RFC 9457): what, where, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

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
from assistant.domain.stored import NotReady, OutOfDate, SameKeyOtherRequest, StillRunning

MEDIA_TYPE = "application/problem+json"


#: A key that is no name of ours is the sender's own words, and may be a patient's name.
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.\[\]-]{0,60}")
_UNTOLD = "unknown"


class Slip(BaseModel):
    """One value of the request that is wrong."""

    pointer: str = Field(description="JSON Pointer into the body, or the name of the parameter")
    detail: str
    fix: str = ""


class Problem(BaseModel):
    """What went wrong, for a person and for a program."""

    type: str = Field(description="stable name of the kind of problem", examples=["/problems/bad-input"])
    title: str
    status: int
    detail: str
    fix: str = ""
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


class Unprocessable(ClaimwrightError):
    """The request was understood and cannot be carried out as it stands."""


#: The first that fits; the name is the problem's type.
_KINDS: tuple[tuple[type[ClaimwrightError], HTTPStatus, str, str], ...] = (
    (NotSignedIn, HTTPStatus.UNAUTHORIZED, "not-signed-in", "Sign in first"),
    (NotAllowed, HTTPStatus.FORBIDDEN, "not-allowed", "Not allowed"),
    (LockedOut, HTTPStatus.TOO_MANY_REQUESTS, "locked-out", "Locked out for a while"),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE, "overloaded", "Too much work waits already"),
    (NotFound, HTTPStatus.NOT_FOUND, "not-found", "Not found"),
    (OutOfDate, HTTPStatus.CONFLICT, "out-of-date", "Somebody else changed it"),
    (NotReady, HTTPStatus.CONFLICT, "not-ready", "Not ready to be signed"),
    (StillRunning, HTTPStatus.CONFLICT, "still-running", "The first request is still running"),
    (SameKeyOtherRequest, HTTPStatus.UNPROCESSABLE_ENTITY, "key-used", "The key was used for another request"),
    (Conflict, HTTPStatus.CONFLICT, "conflict", "Not in this state"),
    (Unprocessable, HTTPStatus.UNPROCESSABLE_ENTITY, "unprocessable", "Cannot be carried out"),
    (NothingToStandOn, HTTPStatus.UNPROCESSABLE_ENTITY, "nothing-to-stand-on", "No source supports this"),
    (BadInput, HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input", "The input cannot be used"),
    (Locked, HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Another process is writing"),
    (ModelFailure, HTTPStatus.BAD_GATEWAY, "model-failure", "The hosted model failed"),
    (Misconfigured, HTTPStatus.SERVICE_UNAVAILABLE, "misconfigured", "An operator must act"),
)

#: Names of problems that are met while a request is read, the same wherever it is noticed.
_PLAIN = {
    413: ("too-large", "The request is too large"),
    408: ("too-slow", "The request came too slowly"),
    503: ("overloaded", "Too much work waits already"),
}
#: What is said of an error that nobody foresaw.
UNFORESEEN = Problem(
    type="/problems/unforeseen",
    title="Something failed",
    status=500,
    detail="nothing was kept",
    fix="send the request id to your operator",
)
#: Seconds after which a lock of another process is worth another try.
_LOCKED_SECONDS = 1

_EVERY = {
    status: {"model": Problem, "description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {}}}
    for status in (400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503)
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem responses of a route, for its description; the ones that every route can give included."""
    return {status: _EVERY[status] for status in sorted({400, 401, 403, 408, 413, 422, 429, 503, *statuses})}


def problem(request: Request, status: int, kind: str, title: str, detail: str, **more: Any) -> JSONResponse:
    """One problem as a response."""
    headers = more.pop("headers", None)
    return sent(request, Problem(type=f"/problems/{kind}", title=title, status=status, detail=detail, **more), headers)


def sent(request: Request, body: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem as the response to a request."""
    body = body.model_copy(update={"request_id": getattr(request.state, "request_id", "")})
    return JSONResponse(body.model_dump(), status_code=body.status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` as a problem."""
    app.add_exception_handler(ClaimwrightError, named)  # type: ignore[arg-type]  # the framework types every error as Exception
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]  # the framework types every error as Exception
    app.add_exception_handler(HTTPException, _plain)  # type: ignore[arg-type]  # the framework types every error as Exception


def problem_of(error: ClaimwrightError) -> Problem:
    """What an error says of itself, however it reaches the caller: a response, an event, the end of a job."""
    status, kind, title = kind_of(error)
    where = "" if isinstance(error, Misconfigured) else error.where  # a server's own paths are nobody's business
    slips = (
        [Slip(pointer=error.where, detail=reason) for reason in error.reasons] if isinstance(error, NotReady) else []
    )
    return Problem(
        type=f"/problems/{kind}",
        title=title,
        status=status,
        detail=error.message,
        fix=error.fix,
        where=where,
        errors=slips,
    )


def kind_of(error: ClaimwrightError) -> tuple[HTTPStatus, str, str]:
    """Status, stable name and title of an error."""
    return next(
        ((status, kind, title) for cls, status, kind, title in _KINDS if isinstance(error, cls)),
        (HTTPStatus.UNPROCESSABLE_ENTITY, "error", "Cannot be carried out"),
    )


def named(request: Request, error: ClaimwrightError) -> JSONResponse:
    """An error as the response to a request."""
    headers = {}
    if isinstance(error, LockedOut | Later):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, Locked):
        headers["Retry-After"] = str(_LOCKED_SECONDS)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return sent(request, problem_of(error), headers)


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    if any(each["loc"][0] == "body" for each in error.errors()) and (wanted := _wanted_kind(request)):
        detail = "the body is not of the kind that is taken here"
        return problem(request, 415, "unsupported-media-type", "Another kind of body is needed", detail, fix=wanted)
    slips = [
        Slip(pointer=_pointer(each["loc"]), detail=str(each["msg"]), fix=_fix(each)) for each in error.errors()[:50]
    ]
    detail = f"{slips[0].pointer}: {slips[0].detail}" if slips else "the request does not have the expected shape"
    return problem(request, 422, "invalid", "The request does not have the expected shape", detail, errors=slips)


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


def _plain(request: Request, error: HTTPException) -> JSONResponse:
    phrase = HTTPStatus(error.status_code).phrase
    kind, title = _PLAIN.get(error.status_code, (phrase.lower().replace(" ", "-").replace("'", ""), phrase))
    return problem(request, error.status_code, kind, title, str(error.detail), headers=error.headers)


def _pointer(location: tuple[str | int, ...]) -> str:
    place, *path = (part if isinstance(part, int) or _NAME.fullmatch(part) else _UNTOLD for part in location)
    if place == "body":
        return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path) or "/"
    return ".".join(str(part) for part in (path or [place]))


def _fix(error: Any) -> str:
    """What would be right, where the check knows it; never the value that was sent."""
    context = error.get("ctx") or {}
    expected = context.get("expected")
    if expected:
        return f"use {expected}"
    return "remove it" if error["type"] == "extra_forbidden" else ""
