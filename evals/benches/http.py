"""The service under load: checks, searches, questions and drafts by 1, 16 and 64 callers at once.

Bounded in requests and in time; the service runs in a process of its own and is reached over a socket.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

import httpx

CLIENTS = (1, 16, 64)
#: Requests of one kind by so many callers, and the seconds after which no further one is begun.
REQUESTS, SECONDS = 160, 12.0
_QUESTIONS = (
    "what does medicare need before it pays for an oral appliance for sleep apnea?",
    "how often does brightsmile replace a crown?",
    "what is the appeal deadline for cedarbrook?",
    "does northlake need prior authorization for E0486?",
)
_CLAIM = {
    "lane": "dental",
    "payer": "Brightsmile",
    "lines": [{"id": "1", "code": "D2392", "date_of_service": "2026-11-12", "tooth": "19", "surfaces": "MO"}],
}


@dataclass
class Seen:
    """What the callers of one round met."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    took: float = 0.0


def lines() -> Iterator[str]:
    """One line for each kind and number of callers, then the memory of the service."""
    with served() as (address, process):
        with httpx.Client(base_url=address, timeout=120) as client:
            kinds = _kinds(client)
            for send in kinds.values():
                send(client)
            yield f"http        memory before   {_megabytes(process.pid):7.0f} MB"
        for name, send in kinds.items():
            for clients in CLIENTS:
                yield _line(name, clients, _round(address, send, clients))
        yield f"http        memory after    {_megabytes(process.pid):7.0f} MB"


@contextmanager
def served() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A service on a free port with a home of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="claimwright-bench-") as home:
        command = [sys.executable, "-c", "from api.cli.main import run; run()", "serve", "--port", str(port)]
        unlimited = {"CLAIMWRIGHT_REQUESTS_PER_MINUTE": "10000000"}
        process = subprocess.Popen(
            command,
            env={**os.environ, "CLAIMWRIGHT_HOME": home, **unlimited},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            _until_open(port, process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(30)


def _until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the service did not start")


Send = Callable[[httpx.Client], httpx.Response]


def _kinds(client: httpx.Client) -> dict[str, Send]:
    """What callers send."""
    sample = Path(str(files("corpus") / "samples" / "osa_appeal"))
    notes = [("notes", (path.name, path.read_bytes())) for path in sorted(sample.glob("*.txt"))]
    remittance = ("file", ("remittance.835", (sample / "remittance.835").read_bytes()))
    sent: Any = [remittance, *notes]
    made = client.post("/v1/cases/intake", files=sent, data={"claim": "CH-20931", "funding": "self_funded"})
    made.raise_for_status()
    case = made.json()["id"]
    turn = count()

    def question() -> str:
        return _QUESTIONS[next(turn) % len(_QUESTIONS)]

    return {
        "validate": lambda each: each.post("/v1/claims/check", json=_CLAIM),
        "search": lambda each: each.get("/v1/search", params={"q": question()}),
        "ask": lambda each: each.post("/v1/ask", json={"text": question()}),
        "draft": lambda each: each.post(f"/v1/cases/{case}/drafts", json={"kind": "appeal"}),
    }


def _round(address: str, send: Send, clients: int) -> Seen:
    """Callers that send one request after another until the count or the time is used up."""
    seen, left, lock = Seen(), [REQUESTS], threading.Lock()
    began = time.perf_counter()

    def caller() -> None:
        with httpx.Client(base_url=address, timeout=120) as client:
            while True:
                with lock:
                    if not left[0] or time.perf_counter() - began > SECONDS:
                        return
                    left[0] -= 1
                start = time.perf_counter()
                good = _good(send, client)
                took = time.perf_counter() - start
                with lock:
                    seen.seconds.append(took)
                    seen.errors += not good

    threads = [threading.Thread(target=caller) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.took = time.perf_counter() - began
    return seen


def _good(send: Send, client: httpx.Client) -> bool:
    try:
        return send(client).status_code < 400
    except httpx.HTTPError:
        return False


def _line(name: str, clients: int, seen: Seen) -> str:
    ranked = sorted(seen.seconds)

    def at(share: float) -> float:
        return 1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))]

    return (
        f"http        {name:<9} {clients:>2} callers  {len(ranked) / seen.took:7.1f}/s  "
        f"p50 {1000 * statistics.median(ranked):7.0f} ms  p95 {at(0.95):7.0f} ms  p99 {at(0.99):7.0f} ms  "
        f"{len(ranked)} sent, {seen.errors} errors"
    )


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def main() -> None:
    """Print each line as soon as it is known."""
    for line in lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
