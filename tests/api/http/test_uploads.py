"""Slow and aborted bodies, over a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from api.http import hasty
from api.http.hasty import Hasty

FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
END = b"\r\n--x--\r\n"


@pytest.fixture
def port(world: Any, slow_service: Any) -> Iterator[int]:
    with served(slow_service(requests_per_minute=100_000, seconds_to_read=0.5)) as port:
        yield port


@contextmanager
def served(app: Any) -> Iterator[int]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, http=Hasty, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(20)


def begun(world: Any, port: int, path: str, length: int = 1_000_000) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {world.keys['one', 'draft']}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n"
    )
    connection.sendall(head.encode() + FORM + b"the first bytes")
    return connection


def test_a_body_that_does_not_come_is_not_waited_for(world: Any, port: int) -> None:
    path = f"/v1/cases/{world.ids['one']['case']}/papers/slow.txt"
    with begun(world, port, path) as connection:
        answer = connection.recv(10_000)
    assert b" 408 " in answer.split(b"\r\n", 1)[0]
    assert b"/problems/too-slow" in answer
    assert "slow.txt" not in papers(world)


def test_a_slow_line_brings_its_file_as_long_as_it_goes_on(world: Any, slow_service: Any) -> None:
    path = f"/v1/cases/{world.ids['one']['case']}/papers/slowly.txt"
    length = len(FORM) + 15 + 8 * 5 + len(END)
    app = slow_service(requests_per_minute=100_000, seconds_to_read=0.6)
    with served(app) as port, begun(world, port, path, length) as connection:
        for _ in range(8):
            time.sleep(0.15)
            connection.sendall(b"piece")
        connection.sendall(END)
        answer = connection.recv(10_000)
    assert b" 201 " in answer.split(b"\r\n", 1)[0]
    assert "slowly.txt" in papers(world)


def test_a_line_that_goes_on_for_ever_is_cut(world: Any, slow_service: Any) -> None:
    path = f"/v1/cases/{world.ids['one']['case']}/papers/endless.txt"
    app = slow_service(requests_per_minute=100_000, seconds_to_read=0.5, seconds_in_all=0.8)
    with served(app) as port, begun(world, port, path) as connection:
        connection.settimeout(0.1)
        answer = b""
        for _ in range(100):
            connection.sendall(b"piece")
            try:
                answer = connection.recv(10_000)
                break
            except TimeoutError:
                continue
    assert b" 408 " in answer.split(b"\r\n", 1)[0]


def test_a_body_that_breaks_off_keeps_nothing_and_the_service_goes_on(world: Any, port: int) -> None:
    path = f"/v1/cases/{world.ids['one']['case']}/papers/cut.txt"
    for _ in range(5):
        begun(world, port, path).close()
    time.sleep(0.2)
    assert "cut.txt" not in papers(world)
    import httpx

    assert httpx.get(f"http://localhost:{port}/healthz").status_code == 200


@pytest.mark.parametrize("head", [b"", b"GET /healthz HTTP/1.1\r\nHost: local"])
def test_a_head_that_does_not_come_is_not_waited_for(port: int, head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hasty, "SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head)
        assert connection.recv(100) == b""


def test_the_second_request_of_a_connection_has_to_come_whole_too(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hasty, "SECONDS", 0.5)
    whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(whole)
        assert b" 200 " in connection.recv(10_000)
        connection.sendall(whole[:20])
        while more := connection.recv(10_000):
            assert b"400" not in more


def test_those_who_wait_for_their_turn_are_answered(world: Any, slow_service: Any) -> None:
    import httpx

    head = {"Authorization": f"Bearer {world.keys['one', 'admin']}"}
    with served(slow_service(requests_per_minute=100_000, at_once=1)) as port, ThreadPoolExecutor(8) as pool:

        def send(number: int) -> int:
            address = f"http://localhost:{port}/v1"
            if number % 2:
                return httpx.get(f"{address}/search", params={"q": "crown"}, headers=head, timeout=60).status_code
            body = {"codes": ["CO-50"]}
            return httpx.post(f"{address}/denials/decode", json=body, headers=head, timeout=60).status_code

        assert set(pool.map(send, range(16))) == {200}


def papers(world: Any) -> list[str]:
    caller = world.caller("one")
    return [each.name for each in world.assistant.office.cases.papers(caller, world.ids["one"]["case"])]
