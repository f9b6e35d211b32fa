"""The service under load: checks, searches, questions and drafts by 1, 16 and 64 callers at once.

Bounded in requests and in time; the service runs in processes of its own and is reached over a socket. With a number
of minutes 16 callers send everything in turn for so long, and the memory of the service is told each minute.
"""

from __future__ import annotations

import os
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

from evals.listening import listening

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
        kinds = _warmed(address)
        yield _memory("before", process.pid)
        for name, send in kinds.items():
            for clients in CLIENTS:
                before = _seconds(process.pid)
                seen = _round(address, send, clients)
                yield _line(name, clients, seen, _seconds(process.pid) - before)
        yield _memory("after", process.pid)


def soak(minutes: int) -> Iterator[str]:
    """The memory of the service while 16 callers keep it at work, and what they met."""
    with served() as (address, process):
        kinds = _warmed(address)
        turn = count()
        ways = tuple(kinds.values())

        def anything(client: httpx.Client) -> httpx.Response:
            return ways[next(turn) % len(ways)](client)

        yield _memory("before", process.pid)
        for minute in range(1, minutes + 1):
            seen = _round(address, anything, 16, requests=1_000_000, seconds=60.0)
            yield f"{_memory(f'minute {minute}', process.pid)}  {len(seen.seconds)} sent, {seen.errors} errors"


def _warmed(address: str) -> dict[str, Send]:
    """What callers send, each sent a few times by callers who come anew, so that every process has loaded."""
    with httpx.Client(base_url=address, timeout=120) as client:
        kinds = _kinds(client)
    for send in kinds.values():
        for _ in range(4):
            with httpx.Client(base_url=address, timeout=120) as client:
                send(client).raise_for_status()
    return kinds


def _memory(when: str, pid: int) -> str:
    return f"http        memory {when:<9}  {_megabytes(pid):7.0f} MB  load average {os.getloadavg()[0]:.1f}"


@contextmanager
def served() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A service on a free port with a home of its own."""
    command = [sys.executable, "-c", "from api.cli.main import run; run()", "serve"]
    unlimited = {"CLAIMWRIGHT_REQUESTS_PER_MINUTE": "10000000"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with (
        tempfile.TemporaryDirectory(prefix="claimwright-bench-") as home,
        listening(
            lambda port: [*command, "--port", str(port)],
            env={**os.environ, "CLAIMWRIGHT_HOME": home, **unlimited},
            **quiet,
        ) as (port, process),
    ):
        yield f"http://127.0.0.1:{port}", process


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


def _round(address: str, send: Send, clients: int, *, requests: int = REQUESTS, seconds: float = SECONDS) -> Seen:
    """Callers that send one request after another until the count or the time is used up."""
    seen, left, lock = Seen(), [requests], threading.Lock()
    began = time.perf_counter()

    def caller() -> None:
        with httpx.Client(base_url=address, timeout=120) as client:
            while True:
                with lock:
                    if not left[0] or time.perf_counter() - began > seconds:
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


def _line(name: str, clients: int, seen: Seen, cpu: float) -> str:
    ranked = sorted(seen.seconds)

    def at(share: float) -> float:
        return 1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))]

    return (
        f"http        {name:<9} {clients:>2} callers  {len(ranked) / seen.took:7.1f}/s  "
        f"p50 {1000 * statistics.median(ranked):7.0f} ms  p95 {at(0.95):7.0f} ms  p99 {at(0.99):7.0f} ms  "
        f"{len(ranked)} sent, {seen.errors} errors  {1000 * cpu / len(ranked):6.1f} ms of CPU each  "
        f"load average {os.getloadavg()[0]:.1f}"
    )


def _processes(pid: int) -> list[int]:
    """The service and the processes that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(each for child in children for each in _processes(int(child)))]


def _megabytes(pid: int) -> float:
    """What all processes of the service hold together; pages that they share count once each."""
    held = 0
    for each in _processes(pid):
        status = Path(f"/proc/{each}/status").read_text(encoding="ascii")
        held += int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))
    return held / 1024


def _seconds(pid: int) -> float:
    """The CPU time that all processes of the service have used."""
    fields = (Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2] for each in _processes(pid))
    return sum(int(each.split()[11]) + int(each.split()[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print each line as soon as it is known; an argument is the minutes of the long run."""
    for line in soak(int(sys.argv[1])) if len(sys.argv) > 1 else lines():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
