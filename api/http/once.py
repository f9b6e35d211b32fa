"""``Idempotency-Key``: a POST that was sent twice is carried out once and answered the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from api.http.callers import identified
from api.http.problems import responses
from api.http.service import service_of
from assistant.domain.access import NotSignedIn
from assistant.domain.caller import Caller
from assistant.domain.errors import BadInput
from assistant.domain.stored import KeptAnswer

HEADER = "idempotency-key"
_LONGEST = 200
#: What of the first answer's headers comes again with its replay.
_KEPT_HEADERS = ("location",)

_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "carried out once for each key: sent again within a day, the first answer comes again with "
        "`Idempotent-Replayed: true`; 409 while the first still runs, 422 for another request under the same key"
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": _LONGEST, "pattern": "^[!-~]([ -~]*[!-~])?$"},
}

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Once(APIRoute):
    """A route whose POSTs may carry an idempotency key, which their description says."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        """The route as any other; ``more`` is what the framework takes."""
        if "POST" in (more.get("methods") or ()):
            more["openapi_extra"] = {"parameters": [_PARAMETER], **(more.get("openapi_extra") or {})}
            more["responses"] = {**responses(HTTPStatus.CONFLICT), **(more.get("responses") or {})}
        super().__init__(path, endpoint, **more)

    def get_route_handler(self) -> Handler:
        """The usual handler behind the look for an earlier answer."""
        carry_out = super().get_route_handler()

        async def handler(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if key is None or request.method != "POST":
                return await carry_out(request)
            if not (0 < len(key) <= _LONGEST and key.isascii() and key.isprintable()):
                raise BadInput("not an idempotency key", where=HEADER, fix=f"1 to {_LONGEST} printable ASCII signs")
            return await _once(request, key, carry_out)

        return handler


async def _once(request: Request, key: str, carry_out: Handler) -> Response:
    office = service_of(request).assistant.office
    try:
        caller: Caller = await run_in_threadpool(lambda: identified(request)[0])
    except NotSignedIn:
        return await carry_out(request)  # which refuses, and notes it
    digest = await _digest(request)
    answers = office.idempotent_answers
    kept = await run_in_threadpool(lambda: answers.begin(caller, key, digest, at=office.now()))
    if kept is not None:
        headers = {**kept.headers, "Idempotent-Replayed": "true"}
        return Response(kept.body, status_code=kept.status, headers=headers, media_type="application/json")
    try:
        response = await carry_out(request)
    except BaseException:
        await run_in_threadpool(answers.forget, caller, key)
        raise
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    answer = KeptAnswer(response.status_code, bytes(response.body), headers)
    await run_in_threadpool(answers.finish, caller, key, answer)
    return response


async def _digest(request: Request) -> str:
    """What is asked, in so many bytes; the line between the parts of a form is another each time and does not count."""
    body = await request.body()
    kind, _, rest = request.headers.get("content-type", "").partition("boundary=")
    line = rest.partition(";")[0].strip('" ').encode()
    if line and kind.startswith("multipart/"):
        body = body.replace(line, b"--")
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(body)
    return digest.hexdigest()
