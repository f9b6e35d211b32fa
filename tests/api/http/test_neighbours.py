"""Processes of one service: who has less to do is told through files, and gone ones say nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.http.neighbours import Neighbours
from api.http.workers import FIGURES


def other(folder: Path, at_work: int, pid: int | None = None) -> Path:
    """What another process (the one that started this) tells of itself."""
    file = folder / f"at-work-{os.getppid() if pid is None else pid}"
    file.write_bytes(at_work.to_bytes(8, "little"))
    return file


def with_requests(count: int, folder: Path | None) -> Neighbours:
    found = Neighbours(folder)
    for _ in range(count):
        found.more()
    return found


@pytest.mark.parametrize(
    ("mine", "theirs", "idler"),
    [
        (0, 0, False),
        (2, 0, False),
        (3, 0, True),
        (3, 1, True),
        (3, 2, False),
        (9, 7, True),
        (9, 8, False),
        (4, 9, False),
    ],
)
def test_only_a_clear_difference_sends_callers_elsewhere(tmp_path: Path, mine: int, theirs: int, idler: bool) -> None:
    other(tmp_path, theirs)
    assert with_requests(mine, tmp_path).another_is_idler() is idler


def test_what_is_through_counts_no_more(tmp_path: Path) -> None:
    other(tmp_path, 0)
    here = with_requests(4, tmp_path)
    assert here.another_is_idler()
    here.less()
    here.less()
    assert not here.another_is_idler()
    assert (tmp_path / f"at-work-{os.getpid()}").read_bytes() == (2).to_bytes(8, "little")


def test_a_change_is_seen_at_once_and_a_newcomer_after_a_second(tmp_path: Path) -> None:
    now = [0.0]
    here = Neighbours(tmp_path, clock=lambda: now[0])
    for _ in range(5):
        here.more()
    assert not here.another_is_idler()
    newcomer = other(tmp_path, 0)
    assert not here.another_is_idler()
    now[0] = 1.5
    assert here.another_is_idler()
    with newcomer.open("r+b") as word:
        word.write((5).to_bytes(8, "little"))
    assert not here.another_is_idler()


def test_a_killed_process_is_nobody_to_send_to(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    other(tmp_path, 0, pid=gone.pid)
    (tmp_path / "at-work-what").write_bytes(bytes(8))
    assert not with_requests(9, tmp_path).another_is_idler()


def test_alone_nobody_is_idler(tmp_path: Path) -> None:
    assert not with_requests(9, None).another_is_idler()
    assert not with_requests(9, tmp_path / "missing").another_is_idler()
    assert not with_requests(9, tmp_path).another_is_idler()


def test_a_busy_process_closes_connections_while_another_is_idle(
    slow_service: Any, world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FIGURES, str(tmp_path))
    headers = {"Authorization": f"Bearer {world.keys['one', 'ask']}"}

    async def closed(callers: int) -> list[bool]:
        transport = httpx.ASGITransport(app=slow_service(at_once=1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
            answers = await asyncio.gather(*(client.get("/v1/codes/D2740") for _ in range(callers)))
        assert {answer.status_code for answer in answers} == {200}
        return [answer.headers.get("connection") == "close" for answer in answers]

    other(tmp_path, 0)
    assert asyncio.run(closed(6)).count(True) == 4, "the last two have nobody to make room for"
    assert not any(asyncio.run(closed(1)))
    other(tmp_path, 9)
    assert not any(asyncio.run(closed(6)))
