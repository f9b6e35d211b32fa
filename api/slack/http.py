"""HTTP mode: one address for events, commands and clicks, mounted in the service or served alone."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from api.slack.room import log
from assistant.domain.errors import ClaimwrightError

if TYPE_CHECKING:
    from api.slack.app import Door
    from assistant.assistant import Assistant
    from assistant.settings import Settings

Life = Callable[[APIRouter], AbstractAsyncContextManager[None]]

PATH = "/slack/events"
_LONGEST = 1_000_000
_DIGITS = 12
#: Seconds until a workspace that could not be reached is tried again.
_AGAIN = 30.0


class Hosted:
    """The door within the service: opened beside it, and tried again while the workspace cannot be reached."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._door: Door | None = None
        self._not_before = 0.0
        self._lock = threading.Lock()

    def door(self) -> Door | None:
        """The door; ``None`` while it cannot be opened, and the log says why."""
        from api.slack.app import open_door

        with self._lock:
            if self._door is None and time.monotonic() >= self._not_before:
                try:
                    self._door = open_door(self._assistant, self._settings, processes=True, shared=True)
                except ClaimwrightError as error:
                    log.error("Slack is not served: %s", error)
                    self._not_before = time.monotonic() + _AGAIN
            return self._door

    def close(self) -> None:
        """Let what is in work end; what does not end is taken up at the next start."""
        with self._lock:
            if self._door is not None:
                self._door.close(20)


def service_router(assistant: Assistant, settings: Settings) -> APIRouter | None:
    """The route for the service where a bot token and a signing secret are set; it opens and closes with it."""
    secret = settings.slack_signing_secret
    if settings.slack_bot_token is None or secret is None:
        return None
    hosted = Hosted(assistant, settings)

    @asynccontextmanager
    async def life(_: APIRouter) -> AsyncIterator[None]:
        threading.Thread(target=hosted.door, name="slack-open", daemon=True).start()
        yield
        await run_in_threadpool(hosted.close)

    return slack_router(hosted.door, secret.get_secret_value(), life=life)


def slack_router(door: Callable[[], Door | None], signing_secret: str, *, life: Life | None = None) -> APIRouter:
    """Routes for the service; only what the workspace signed within five minutes goes further."""
    verifier = SignatureVerifier(signing_secret)
    router = APIRouter(lifespan=life)

    async def delivered(request: Request) -> Response:
        body = await request.body()
        refused = refusal(verifier, body, dict(request.headers))
        if refused is not None:
            # Nothing of the request is logged: it may hold a patient's data, and may come from anybody.
            log.warning("a request to %s was refused: %s", PATH, refused)
            return Response(status_code=401, content='{"error": "invalid request"}', media_type="application/json")
        opened = await run_in_threadpool(door)
        if opened is None:
            return Response(status_code=503)  # the workspace sends it again
        passed_on = BoltRequest(body=body.decode("utf-8"), headers=dict(request.headers))
        answered = await run_in_threadpool(opened.bolt.dispatch, passed_on)
        return Response(
            status_code=answered.status, content=answered.body, headers=answered.first_headers_without_set_cookie()
        )

    # A plain route: the framework remembers what it has analysed for ever, and with it the door and all behind it.
    router.add_route(PATH, delivered, methods=["POST"], include_in_schema=False)
    return router


def refusal(verifier: SignatureVerifier, body: bytes, headers: dict[str, str]) -> str | None:
    """Why a request is not believed; ``None`` when it is signed and fresh."""
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS):
        return "timestamp is not a whole number"
    if not (signature.isascii() and signature.startswith("v0=")):
        return "signature is missing or malformed"
    if len(body) > _LONGEST:
        return "body is too long"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "body is not UTF-8"
    return None if verifier.is_valid(body, stamp, signature) else "signature does not match, or is not fresh"
