"""One problem in the words of who asked: a program, a chat front, or a person with a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from api.http.problems import Problem

MEDIA_TYPE = "application/problem+json"
PAGE = "text/html"
#: Where the protocol of the chat fronts is spoken.
_FRONTS = ("/v1/chat/", "/v1/models")
_OWN_CODES = {"not_signed_in": "invalid_api_key", "too_many_requests": "rate_limit_exceeded"}
_INDEX = re.compile(r"/(\d+)(?=/|$)")


class FrontError(BaseModel):
    """What a chat front reads of an error."""

    message: str
    type: str = Field(examples=["invalid_request_error"])
    param: str | None = Field(default=None, examples=["messages[0].content"])
    code: str | None = Field(default=None, examples=["model_not_found"])


class FrontProblem(BaseModel):
    """An error as the protocol of the chat fronts has it."""

    error: FrontError


def spoken(request: Request, body: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as the response that fits the request."""
    if request.url.path.startswith(_FRONTS):
        status = HTTPStatus.BAD_REQUEST if body.status == HTTPStatus.UNPROCESSABLE_ENTITY else body.status
        return JSONResponse(for_front(body).model_dump(), status_code=status, headers=headers)
    if PAGE in request.headers.get("accept", ""):
        return _page(request, body, headers)
    return JSONResponse(body.model_dump(), status_code=body.status, media_type=MEDIA_TYPE, headers=headers)


def for_front(body: Problem) -> FrontProblem:
    """A problem in the protocol of the chat fronts, which knows one text, a kind, a parameter and a code."""
    code = body.type.rpartition("/")[2].replace("-", "_")
    kind = "server_error" if body.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    if body.status == HTTPStatus.TOO_MANY_REQUESTS:
        kind = "rate_limit_error"
    slip = body.errors[0] if body.errors else None
    parameter = (slip.parameter or _INDEX.sub(r"[\1]", slip.pointer or "").strip("/").replace("/", ".")) if slip else ""
    message = f"{body.detail}. To do: {body.fix}."
    error = FrontError(message=message, type=kind, param=parameter or None, code=_OWN_CODES.get(code, code))
    return FrontProblem(error=error)


def _page(request: Request, body: Problem, headers: Mapping[str, str] | None) -> Response:
    from api.http.page.shell import shown

    known = f" (request {body.request_id})" if body.status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
    words: dict[str, Any] = {"title": body.title, "message": body.detail, "fix": f"{body.fix}{known}"}
    page = shown(request, "problem.html", status=body.status, **words)
    page.headers.update(headers or {})
    return page
