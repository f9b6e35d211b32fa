"""``Idempotency-Key``: a POST that was sent twice is carried out once and answered the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from api.http.callers import identified
from api.http.service import service_of
from assistant.domain.caller import Caller
from assistant.domain.errors import BadInput
from assistant.store.idempotency import KeptAnswer

HEADER = "idempotency-key"
_LONGEST = 200

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Once(APIRoute):
    """A route whose POSTs may carry an idempotency key."""

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
    caller: Caller = await run_in_threadpool(lambda: identified(request)[0])
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    answers = office.idempotent_answers
    kept = await run_in_threadpool(lambda: answers.begin(caller, key, digest.hexdigest(), at=office.now()))
    if kept is not None:
        headers = {"Idempotent-Replayed": "true"}
        return Response(kept.body, status_code=kept.status, headers=headers, media_type="application/json")
    try:
        response = await carry_out(request)
    except BaseException:
        await run_in_threadpool(answers.forget, caller, key)
        raise
    await run_in_threadpool(answers.finish, caller, key, KeptAnswer(response.status_code, bytes(response.body)))
    return response
