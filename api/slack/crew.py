"""Worker processes: what costs time is worked beside the process that acknowledges, and behind it.

A process is given the body of one delivery at a time and says when it is done. What it was given stays with the
deliveries of the office until then, so a process that dies loses nothing: another one goes on where it stopped.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import TYPE_CHECKING, Literal

from api.slack.delivery import Delivery, Identity, read
from api.slack.room import log

if TYPE_CHECKING:
    from api.slack.profiles import Profiles
    from assistant.settings import Settings

#: An acknowledgement goes before an answer where both want the processor.
_NICE = 10
_READY = b"ready"

#: What came of a delivery: answered, to be worked later as the workspace cannot be reached, or nothing.
Came = Literal["done", "later", "died"]
_CAME: dict[bytes, Came] = {b"done": "done", b"later": "later"}


@dataclass(frozen=True)
class Orders:
    """What a worker process is opened with."""

    settings: Settings
    profiles: Profiles
    me: Identity


class Crew:
    """Worker processes of one door; they end with it."""

    def __init__(self, orders: Orders, size: int) -> None:
        self._orders = orders
        self._idle: SimpleQueue[_Member] = SimpleQueue()
        self._closed = False
        self._members = [_Member(orders) for _ in range(size)]
        for member in self._members:
            self._idle.put(member)

    def work(self, found: Delivery) -> Came:
        """Have a delivery worked; ``died`` when the processes that tried it did."""
        member = self._idle.get()
        try:
            for attempt in (found, replace(found, again=True)):
                if (came := member.work(attempt)) != "died":
                    return came
                if self._closed:
                    return "later"  # the next door takes it up
                log.error("a worker process ended; another one takes its work")
                member.start()
        except OSError as error:  # the machine gives no process
            log.error("a worker process cannot be started: %s", error.strerror)
        finally:
            self._idle.put(member)
        return "died"

    def warm(self) -> None:
        """Wait until each process has loaded what it needs."""
        for member in self._members:
            member.warm()

    def close(self, seconds: float) -> None:
        """End the processes; what they work on is left for later."""
        self._closed = True
        for member in self._members:
            member.close(seconds)


class _Member:
    """One process. Works for one thread at a time; any number may wait until it is ready."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._warming = threading.Lock()
        self.start()

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        line, theirs = context.Pipe()
        self._line, self._ready = line, False
        try:
            process = context.Process(target=_serve, args=(theirs, self._orders), name="slack-worker")
            process.start()
        finally:
            theirs.close()
        self._process: BaseProcess = process

    def warm(self) -> bool:
        """Wait for the process; False when it ended instead."""
        with self._warming:
            try:
                self._ready = self._ready or self._line.recv_bytes() == _READY
            except (EOFError, OSError):
                self.close(0)
            return self._ready

    def work(self, found: Delivery) -> Came:
        if not self.warm():
            return "died"
        try:
            self._line.send_bytes(json.dumps([found.again, dict(found.body)]).encode())
            return _CAME.get(self._line.recv_bytes(), "died")
        except (EOFError, OSError):
            self.close(0)
            return "died"

    def close(self, seconds: float) -> None:
        self._line.close()
        self._process.join(seconds)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(line: Connection, orders: Orders) -> None:
    """The life of a worker process."""
    from api.slack.client import web_client
    from api.slack.worker import logged, open_worker
    from assistant.bootstrap import build_assistant

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the door says when to end
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    assistant = build_assistant(orders.settings)
    worker = open_worker(assistant, orders.settings, web_client(orders.settings), orders.me, orders.profiles)
    try:
        worker.warm()
    except Exception as error:  # noqa: BLE001  # what fails here fails for whoever asks, who is told why
        logged(error)
    os.nice(_NICE)
    line.send_bytes(_READY)
    while True:
        try:
            again, body = json.loads(line.recv_bytes())
        except EOFError:
            return
        found = read(body, orders.me)
        answered = found is None or worker.work(replace(found, again=again))
        line.send_bytes(b"done" if answered else b"later")


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
