"""HTTP mode: one address for events, commands and clicks, to be mounted in the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from api.slack.room import log

if TYPE_CHECKING:
    from api.slack.app import Door

PATH = "/slack/events"
_LONGEST = 1_000_000
_DIGITS = 12


def slack_router(door: Door, signing_secret: str) -> APIRouter:
    """Routes for the service; only what the workspace signed within five minutes goes further."""
    verifier = SignatureVerifier(signing_secret)
    router = APIRouter()

    @router.post(PATH, include_in_schema=False)
    async def delivered(request: Request) -> Response:
        body = await request.body()
        refused = refusal(verifier, body, dict(request.headers))
        if refused is not None:
            # Nothing of the request is logged: it may hold a patient's data, and may come from anybody.
            log.warning("a request to %s was refused: %s", PATH, refused)
            return Response(status_code=401, content='{"error": "invalid request"}', media_type="application/json")
        told = BoltRequest(body=body.decode("utf-8"), headers=dict(request.headers))
        answered = await run_in_threadpool(door.bolt.dispatch, told)
        return Response(
            status_code=answered.status, content=answered.body, headers=answered.first_headers_without_set_cookie()
        )

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
