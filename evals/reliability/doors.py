"""The doors as an office runs them, each in a process of its own with a log, and a model that only listens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMAND = (sys.executable, "-c", "from api.cli.main import run; run()")
#: Seconds that a door may take to open.
_PATIENCE = 120.0


@contextmanager
def listening_model() -> Iterator[tuple[str, list[bytes]]]:
    """The base URL of a chat model that answers 500 to everything, and the requests that it was sent."""
    sent: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            sent.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(500)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", sent
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def door(words: tuple[str, ...], surroundings: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that stays, everything that it prints kept in ``log``; ended afterwards."""
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [*COMMAND, *words], env={**os.environ, **surroundings}, stdout=stream, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def service(surroundings: Mapping[str, str], log: Path) -> Iterator[str]:
    """The address of the HTTP service."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with door(("serve", "--port", str(port)), surroundings, log) as process:
        until = time.monotonic() + _PATIENCE
        while not _open(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the service did not start: {log.read_text(encoding='utf-8')[-400:]}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"


def _open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def command(words: tuple[str, ...], surroundings: Mapping[str, str], given: str | None = None) -> tuple[int, str, str]:
    """A command run to its end: exit code, what it printed and what it complained of."""
    done = subprocess.run(
        [*COMMAND, *words],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        input=given,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr
