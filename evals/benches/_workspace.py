"""A workspace to try the door on: the Web API over HTTP and the Socket Mode WebSocket, both on this machine.

Payloads have the form that the workspace documents, and everything that is called is recorded.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

TEAM, BOT_USER, BOT, APP = "T0OFFICE01", "U0CLAIMBOT", "B0CLAIMBOT", "A0CLAIMAPP"
AMY, BEN, CHANNEL, DIRECT = "U0AMY00001", "U0BEN00001", "C0BILLING1", "D0AMY00001"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  # an invented one
SCOPES = (
    "app_mentions:read,assistant:write,channels:history,groups:history,im:history,im:write,mpim:history,chat:write,"
    "commands,files:read,files:write"
)
_numbers = count(1)


class Workspace:
    """The mock. ``fail`` names methods that answer with an error, ``limited`` how often 429 comes first."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.fail: dict[str, str] = {}
        self.limited: dict[str, int] = {}
        self.files: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.acks: dict[str, float] = {}
        self.messages: list[dict[str, Any]] = []
        self.sockets: list[Any] = []
        self.lock = threading.Lock()
        self._ts = count(1)
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.post(self)

            def do_GET(self) -> None:
                server.get(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.base = f"{self.url}/api/"
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.socket_server: Any = None
        self.socket_port = 0
        self.sent = 0

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        if self.socket_server is not None:
            self.socket_server.shutdown()

    def of(self, method: str) -> list[dict[str, Any]]:
        with self.lock:
            return [told for name, told in self.calls if name == method]

    def said(self, channel: str | None = None) -> list[dict[str, Any]]:
        posted = [each for name in ("chat.postMessage", "chat.startStream") for each in self.of(name)]
        return [each for each in posted if channel is None or each["channel"] == channel]

    def everything(self) -> str:
        with self.lock:
            return json.dumps(self.calls, ensure_ascii=False)

    def post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length", 0)))
        path = urllib.parse.urlsplit(request.path).path
        if path.startswith("/upload/"):
            with self.lock:
                self.uploads[path.rsplit("/", 1)[1]] = body
            return _send(request, 200, b"OK", "text/plain")
        told = _read(request, body)
        method = path.removeprefix("/api/").strip("/")
        with self.lock:
            left = self.limited.get(method, 0)
            if left:
                self.limited[method] = left - 1
                return _send(request, 429, b'{"ok": false, "error": "ratelimited"}', retry="0")
            self.calls.append((method, told))
            ts = f"1790000000.{next(self._ts):06d}"
        error = self.fail.get(method)
        answer = {"ok": False, "error": error} if error else self.answer(method, told, ts)
        if answer["ok"]:
            self.remember(method, told, ts)
        return _send(request, 200, json.dumps(answer).encode())

    def get(self, request: BaseHTTPRequestHandler) -> None:
        name = urllib.parse.urlsplit(request.path).path.rsplit("/", 1)[1]
        allowed = request.headers.get("authorization") == "Bearer xoxb-test"
        if not allowed or name not in self.files:
            return _send(request, 200, b"<html>sign in</html>", "text/html")
        return _send(request, 200, self.files[name], "application/octet-stream")

    def remember(self, method: str, told: dict[str, Any], ts: str) -> None:
        """Keep what stands in the conversations."""
        with self.lock:
            if method in ("chat.postMessage", "chat.startStream"):
                self.messages.append({**told, "ts": ts, "user": BOT_USER, "bot_id": BOT})
            elif method in ("chat.stopStream", "chat.update"):
                for message in self.messages:
                    if message["ts"] == told["ts"]:
                        message.update({name: told[name] for name in ("metadata", "blocks") if name in told})
            elif method == "files.completeUploadExternal" and told.get("channel_id"):
                files = [{"id": each["id"], "name": each.get("title")} for each in told["files"]]
                sent = {"channel": told["channel_id"], "thread_ts": told.get("thread_ts"), "files": files}
                self.messages.append({**sent, "ts": ts, "user": BOT_USER})

    def standing(self, channel: str, thread: str | None = None) -> list[dict[str, Any]]:
        """The messages of the app in a conversation, or in one thread of it."""
        with self.lock:
            held = [each for each in self.messages if each["channel"] == channel]
        return [each for each in held if thread in (None, each["ts"], each.get("thread_ts"))]

    def answer(self, method: str, told: dict[str, Any], ts: str) -> dict[str, Any]:
        match method:
            case "conversations.replies":
                return {"ok": True, "messages": self.standing(told["channel"], told["ts"]), "has_more": False}
            case "conversations.history":
                return {"ok": True, "messages": self.standing(told["channel"])[::-1], "has_more": False}
            case "auth.test":
                return {
                    "ok": True,
                    "url": "https://office.slack.com/",
                    "team": "Office",
                    "user": "claimwright",
                    "team_id": TEAM,
                    "user_id": BOT_USER,
                    "bot_id": BOT,
                    "is_enterprise_install": False,
                }
            case "apps.connections.open":
                return {"ok": True, "url": f"ws://127.0.0.1:{self.socket_port}/link/?ticket={ts}"}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{told['users'][1:]}"}}
            case "files.getUploadURLExternal":
                return {"ok": True, "upload_url": f"{self.url}/upload/{told['filename']}", "file_id": "F0UPLOAD01"}
            case "files.completeUploadExternal":
                return {"ok": True, "files": [{"id": "F0UPLOAD01", "title": "letter"}]}
            case "chat.postEphemeral":
                return {"ok": True, "message_ts": ts}
            case _:
                return {"ok": True, "ts": ts, "channel": told.get("channel", ""), "message": {"ts": ts}}

    # Socket Mode

    def open_socket(self) -> None:
        """Start the WebSocket side."""
        from websockets.exceptions import ConnectionClosed
        from websockets.sync.server import serve

        def connected(connection: Any) -> None:
            with self.lock:
                self.sockets.append(connection)
            hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}}
            connection.send(json.dumps(hello))
            try:
                for message in connection:
                    told = json.loads(message)
                    with self.lock:
                        self.acks[told["envelope_id"]] = time.monotonic()
            except ConnectionClosed:
                return  # the door goes without a word

        self.socket_server = serve(connected, "127.0.0.1", 0)
        self.socket_port = self.socket_server.socket.getsockname()[1]
        threading.Thread(target=self.socket_server.serve_forever, daemon=True).start()

    def envelope(self, payload: dict[str, Any], *, kind: str = "events_api", retry: int = 0, reason: str = "") -> str:
        """Send one envelope on the newest connection; returns its id."""
        envelope_id = f"env-{next(_numbers)}"
        told = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": False}
        if kind == "events_api":
            told |= {"retry_attempt": retry, "retry_reason": reason}
        self.sockets[-1].send(json.dumps(told))
        self.sent += 1
        return envelope_id


def _read(request: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
    if "json" in request.headers.get("content-type", ""):
        return dict(json.loads(body or b"{}"))
    query = urllib.parse.urlsplit(request.path).query
    told: dict[str, Any] = dict(urllib.parse.parse_qsl(body.decode() or query))
    for name in ("blocks", "view", "files", "prompts", "metadata"):
        if isinstance(told.get(name), str) and told[name][:1] in "[{":
            told[name] = json.loads(told[name])
    return told


def _send(
    request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "application/json", retry: str = ""
) -> None:
    request.send_response(status)
    request.send_header("content-type", kind)
    request.send_header("content-length", str(len(body)))
    request.send_header("x-oauth-scopes", SCOPES)
    if retry:
        request.send_header("retry-after", retry)
    request.end_headers()
    request.wfile.write(body)


def stamp() -> str:
    """A fresh ``ts``."""
    return f"1780000000.{next(_numbers):06d}"


def event(kind: str, text: str = "", **more: Any) -> dict[str, Any]:
    """An event callback of the Events API."""
    ts = more.pop("ts", None) or stamp()
    team = more.pop("team_id", TEAM)
    inner = {
        "client_msg_id": f"client-{ts}",
        "type": kind,
        "text": text,
        "user": AMY,
        "ts": ts,
        "team": TEAM,
        "channel": CHANNEL,
        "event_ts": ts,
        **({} if kind == "app_mention" else {"channel_type": "channel"}),
        **more,
    }
    return {
        "token": "ZZZZZZWSxiZZZ2yIvs3peJ",
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": {name: value for name, value in inner.items() if value is not None},
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):09d}",
        "event_time": int(float(ts)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    }


def mention(text: str, **more: Any) -> dict[str, Any]:
    return event("app_mention", f"<@{BOT_USER}> {text}", **more)


def direct(text: str, **more: Any) -> dict[str, Any]:
    return event("message", text, channel=DIRECT, channel_type="im", **more)


def command(text: str, url: str, **more: Any) -> dict[str, Any]:
    return {
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "team_id": TEAM,
        "team_domain": "office",
        "channel_id": CHANNEL,
        "channel_name": "billing",
        "user_id": AMY,
        "user_name": "amy",
        "command": "/claim",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": f"{url}/commands/1",
        "trigger_id": f"13345224609.738474920.{next(_numbers)}",
        **more,
    }


def click(action: dict[str, Any], url: str, *, ts: str, **more: Any) -> dict[str, Any]:
    channel = more.pop("channel", CHANNEL)
    return {
        "type": "block_actions",
        "user": {"id": AMY, "username": "amy", "name": "amy", "team_id": TEAM},
        "api_app_id": APP,
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "trigger_id": f"12321423423.333649436676.{next(_numbers)}",
        "team": {"id": TEAM, "domain": "office"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "billing"},
        "message": {"type": "message", "ts": ts, "user": BOT_USER, "bot_id": BOT},
        "state": {"values": {}},
        "response_url": f"{url}/actions/1",
        "actions": [{"block_id": "b1", "action_ts": stamp(), **action}],
        **more,
    }


def submission(callback: str, state: dict[str, Any], private: str = "{}") -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "office"},
        "user": {"id": AMY, "username": "amy", "name": "amy", "team_id": TEAM},
        "api_app_id": APP,
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "trigger_id": f"98765.{next(_numbers)}",
        "view": {
            "id": f"V{next(_numbers):08d}",
            "team_id": TEAM,
            "type": "modal",
            "callback_id": callback,
            "private_metadata": private,
            "state": {"values": {name: {"value": _filled(name, held)} for name, held in state.items()}},
            "hash": "156772938.1827394",
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _filled(name: str, held: Any) -> dict[str, Any]:
    """What an element of a window tells of itself."""
    if name in ("kind", "funding"):
        return {"type": "static_select", "selected_option": {"value": held}}
    if name in ("service", "denied"):
        return {"type": "datepicker", "selected_date": held or None}
    return {"type": "plain_text_input", "value": held or None}


def message_shortcut(text: str, url: str, **more: Any) -> dict[str, Any]:
    ts = stamp()
    return {
        "token": "Nj2rfC2hU8mAfgaJLemZgO7H",
        "callback_id": "cw_explain_denial",
        "type": "message_action",
        "trigger_id": f"13345224609.8534564800.{next(_numbers)}",
        "response_url": f"{url}/actions/2",
        "team": {"id": TEAM, "domain": "office"},
        "channel": {"id": CHANNEL, "name": "billing"},
        "user": {"id": AMY, "name": "amy", "username": "amy", "team_id": TEAM},
        "message": {"type": "message", "user": BEN, "ts": ts, "text": text},
        "message_ts": ts,
        **more,
    }


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request that the workspace signed."""
    when = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{when}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": when, "x-slack-signature": f"v0={digest}", "content-type": "application/json"}


@contextmanager
def running() -> Iterator[Workspace]:
    workspace = Workspace()
    try:
        yield workspace
    finally:
        workspace.close()


def wait_for(done: Callable[[], bool], seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.02)
    return done()
