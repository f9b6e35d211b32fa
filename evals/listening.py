"""A server of one's own on loopback, for what can only be tried from outside."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

#: Seconds in which a server has to listen, and in which it has to end when it is told to.
PATIENCE, GRACE = 120.0, 40.0

Server = subprocess.Popen[bytes]


@contextmanager
def listening(command: Callable[[int], Sequence[str]], **how: Any) -> Iterator[tuple[int, Server]]:
    """The port and process of a server while it listens; ``how`` is for ``subprocess.Popen``.

    Raises ``RuntimeError`` when it ends or is not there in time.
    """
    port = free_port()
    process = subprocess.Popen(command(port), **how)
    try:
        wait_for(port, process)
        yield port, process
    finally:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


def wait_for(port: int, process: Server) -> None:
    """Return once somebody listens on the port. Raises ``RuntimeError`` when the process ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it listened")
        time.sleep(0.1)
    raise RuntimeError(f"nobody listened on port {port} within {PATIENCE:.0f} s")
