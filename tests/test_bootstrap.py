"""The parts of an assistant are built once, whoever asks for them first."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from assistant.bootstrap import _once


def test_threads_that_ask_first_at_the_same_time_share_one_part() -> None:
    built: list[str] = []
    start = threading.Barrier(8)

    def build(practice: str) -> object:
        time.sleep(0.05)  # long enough for every thread to ask before the first one is served
        built.append(practice)
        return object()

    part = _once(build)

    def ask(number: int) -> object:
        start.wait()
        return part("north" if number % 2 else "south")

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(ask, range(8)))
    assert sorted(built) == ["north", "south"]
    assert len(set(map(id, given))) == 2
