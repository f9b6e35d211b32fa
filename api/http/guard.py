"""What every request passes through: host, size, pace, a request id, and the headers of every response."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import time
import traceback
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import HTTPException, Request

from api.http.fairness import Fairness, address
from api.http.neighbours import Neighbours
from api.http.problems import Busy, TooMany, named, problem, sent, unforeseen
from api.http.service import Limits, Service
from api.http.turnstile import Turn, Turnstile
from api.http.uploads import Uploads
from api.http.workers import FIGURES
from api.upkeep import Upkeep

_log = logging.getLogger("claimwright.http")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_WATCHING = ("/healthz", "/metrics")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,80}")

#: Nothing is loaded from elsewhere, framed, guessed or kept by a proxy.
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class Guard:
    """The outermost part of the service."""

    def __init__(self, app: App, service: Service, uploads: Uploads) -> None:
        self._app = app
        self._service = service
        self._uploads = uploads
        limits = service.limits
        self._pace = Pace(limits.requests_per_minute)
        self._fairness = Fairness()
        self._turnstile = Turnstile(limits.at_once, limits.waiting, limits.seconds_to_wait)
        self._upkeep = Upkeep(service.assistant)
        self._neighbours = Neighbours(Path(folder) if (folder := os.environ.get(FIGURES)) else None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if self._upkeep.due():
            asyncio.get_running_loop().run_in_executor(None, self._upkeep.run)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        queued = self._turnstile if _works(scope["path"]) else None
        admission = _Admission(queued, self._fairness.line_of(request), self._neighbours)
        headed = _Headed(send, self._extra(request_id), admission)
        refusal = self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, headed)
            return
        body = _Bounded(receive, self._longest(request), self._service.limits, admission)
        try:
            # What the server has to say before the body is that there is none, so a hang-up cannot be heard here.
            if _has_body(request) or await admission.take(asyncio.Event().wait):
                await self._app(scope, body, headed)
        except Busy as error:
            await named(request, error)(scope, receive, headed)
        except Exception as error:  # noqa: BLE001  # the last place that can still answer
            # An error's words may hold what was sent; its kind and its places in the code never do.
            frames = traceback.extract_tb(error.__traceback__)[-3:]
            places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
            _log.error("request %s failed: %s at %s", request_id, type(error).__name__, places)
            if not headed.begun:
                await sent(request, unforeseen(request.method))(scope, receive, headed)
        finally:
            admission.end()
            self._fairness.learn(request, headed.status)

    def _refusal(self, request: Request) -> Any:
        host = request.headers.get("host", "")
        name = (host.rsplit(":", 1)[0] if not host.endswith("]") else host).lower()
        if name not in self._service.hosts and "*" not in self._service.hosts:
            detail, fix = "this service does not answer to that host name", "claimwright serve --name HOST adds a name"
            return problem(request, 400, "wrong-host", "Unknown host", detail, fix=fix)
        declared = request.headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > (most := self._longest(request)):
            return self._too_long(request, most)
        # The parts of a page that are the same for everybody do not use up what its reader may ask, nor does a look at
        # how the service is. The address counts: a credential that nobody has checked yet could be a new one each time.
        if _works(request.url.path) and (seconds := self._pace.wait(address(request))):
            return named(request, TooMany(f"more than {self._pace.per_minute} a minute", seconds))
        return None

    def _longest(self, request: Request) -> int:
        limits = self._service.limits
        return limits.upload_bytes if self._uploads.taken(request.method, request.url.path) else limits.body_bytes

    @staticmethod
    def _too_long(request: Request, most: int) -> Any:
        return problem(request, 413, "too-large", "The request is too large", _at_most(most), fix="send it in parts")

    def _extra(self, request_id: str) -> dict[str, str]:
        extra = {"x-request-id": request_id, **SECURITY_HEADERS}
        if self._service.secure:
            extra["strict-transport-security"] = "max-age=31536000"
        return extra


class _Admission:
    """One request at the turnstile: it enters when all of its body is there, so that nobody slow holds a place."""

    def __init__(self, turnstile: Turnstile | None, who: str, neighbours: Neighbours) -> None:
        self._turnstile = turnstile
        self._who = who
        self._neighbours = neighbours
        self._counted = False
        self._turn: Turn | None = None

    async def take(self, gone: Callable[[], Awaitable[Any]]) -> bool:
        """Wait for a place; false when the caller has ``gone`` before. Raises ``Busy`` when it would take too long."""
        if self._turnstile is not None and self._turn is None:
            if not self._counted:
                self._counted = True
                self._neighbours.more()
            self._turn = await self._turnstile.enter(self._who, gone)
            return self._turn is not None
        return True

    def end(self) -> None:
        """Give the place back."""
        if self._counted:
            self._counted = False
            self._neighbours.less()
        if self._turn is not None:
            self._turn.end()

    def elsewhere(self) -> bool:
        """Whether the caller's next request would wait for less in another process."""
        return self._counted and self._neighbours.another_is_idler()


class _Headed:
    """Adds headers to a response that does not carry them; its ``status`` is 0 until it has begun."""

    def __init__(self, send: Send, extra: dict[str, str], admission: _Admission) -> None:
        self._send = send
        self._extra = extra
        self._admission = admission
        self.status = 0

    @property
    def begun(self) -> bool:
        """Whether its first byte is out."""
        return self.status > 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            extra = {**self._extra, "connection": "close"} if self._admission.elsewhere() else self._extra
            present = {name.lower(): value for name, value in message.get("headers", ())}
            if not present.get(b"content-type", b"").startswith(b"text/event-stream"):
                self._admission.end()  # the work is done; a slow reader keeps nobody waiting
            added = [(n.encode(), v.encode()) for n, v in extra.items() if n.encode() not in present]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await self._send(message)


class Pace:
    """How fast each caller goes, counted in this process, whose share of the whole ``per_minute`` is."""

    #: So many callers are remembered; the one not seen for longest is forgotten.
    KEPT = 10_000

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, who: str) -> int:
        """Zero when the request may go on, else the seconds after which it may."""
        now = self._clock()
        with self._lock:
            left, seen = self._left.pop(who, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - seen) * self.per_minute / 60)
            allowed = left >= 1
            self._left[who] = (left - 1 if allowed else left, now)
            if len(self._left) > self.KEPT:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, round((1 - left) * 60 / self.per_minute))


class _Bounded:
    """Counts what arrives, for bodies that declare no length; waits for each piece, and for the whole, only so long."""

    def __init__(self, receive: Receive, most: int, limits: Limits, admission: _Admission) -> None:
        self._receive = receive
        self._admission = admission
        self._most = most
        self._idle = limits.seconds_to_read
        self._until = time.monotonic() + limits.seconds_in_all
        self._seen = 0
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()  # waits for the caller to hang up
        try:
            left = max(0.0, self._until - time.monotonic())
            message = await asyncio.wait_for(self._receive(), min(self._idle, left))
        except TimeoutError:
            raise HTTPException(408, "the body took too long to arrive") from None
        self._seen += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._seen > self._most:
            raise HTTPException(413, _at_most(self._most))
        return message if not self._whole or await self._admitted() else {"type": "http.disconnect"}

    async def _admitted(self) -> bool:
        try:
            return await self._admission.take(self._receive)
        except Busy as error:  # the framework would take any other error here for a broken body
            raise HTTPException(503, error.message, headers={"Retry-After": str(error.seconds)}) from None


def _at_most(most: int) -> str:
    return f"at most {most:,} bytes"


def _works(path: str) -> bool:
    """Whether a request means work; what watches the service is answered while it is busy."""
    return path not in _WATCHING and not _is_fixed(path)


def _is_fixed(path: str) -> bool:
    return path.startswith("/app/static/")


def _has_body(request: Request) -> bool:
    return "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0"
