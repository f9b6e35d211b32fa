"""The doors as an office runs them, each in a process of its own with a log, and a model that only listens."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from evals.listening import free_port, wait_for

COMMAND = (sys.executable, "-c", "from api.cli.main import run; run()")


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
    port = free_port()
    with door(("serve", "--port", str(port)), surroundings, log) as process:
        try:
            wait_for(port, process)
        except RuntimeError as error:
            raise RuntimeError(f"the service did not start: {log.read_text(encoding='utf-8')[-400:]}") from error
        yield f"http://127.0.0.1:{port}"


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
