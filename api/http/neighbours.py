"""The processes of one service share its load: a connection stays with the process that took it, however busy that is.

Each process tells the others, in a small file that all of them map, how many requests it has. One that has clearly more
than another closes connections with its responses; callers come anew then, and are taken by whoever is idle.
"""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable
from pathlib import Path

#: So many requests more than the least busy process has are no reason to send anybody there.
SLACK = 1
#: Seconds after which processes that came or went are noticed.
_LOOKED = 1.0
_WORD = 8


class Neighbours:
    """What a process knows of the others of its service, which meet in ``folder``; without a folder it is alone."""

    def __init__(self, folder: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._own = _mapped(folder / _name(os.getpid()), make=True) if folder is not None else None
        self._others: dict[str, mmap.mmap] = {}
        self._next_look = 0.0
        self._at_work = 0

    def more(self) -> None:
        """A request has come."""
        self._tell(self._at_work + 1)

    def less(self) -> None:
        """A request is through."""
        self._tell(self._at_work - 1)

    def another_is_idler(self) -> bool:
        """Whether a caller would wait for less elsewhere."""
        if self._folder is None or self._at_work <= SLACK + 1:
            return False
        if self._clock() >= self._next_look:
            self._look()
        return any(_read(other) < self._at_work - SLACK for other in self._others.values())

    def _tell(self, count: int) -> None:
        self._at_work = count
        if self._own is not None:
            self._own[:_WORD] = count.to_bytes(_WORD, "little")

    def _look(self) -> None:
        """Find the processes that are there now; what a killed one has left says nothing."""
        assert self._folder is not None
        self._next_look = self._clock() + _LOOKED
        there = {path.name: path for path in self._folder.glob(_name("*")) if _lives(path)}
        for gone in self._others.keys() - there.keys():
            self._others.pop(gone).close()
        for new in there.keys() - self._others.keys() - {_name(os.getpid())}:
            if (found := _mapped(there[new], make=False)) is not None:
                self._others[new] = found


def _name(pid: int | str) -> str:
    return f"at-work-{pid}"


def _lives(path: Path) -> bool:
    try:
        os.kill(int(path.name.rsplit("-", 1)[1]), 0)
    except (OSError, ValueError):
        return False
    return True


def _mapped(path: Path, *, make: bool) -> mmap.mmap | None:
    """The file's one word in memory; ``None`` where it cannot be had, since evenness is no reason to fail."""
    try:
        if make:
            path.write_bytes(bytes(_WORD))
        with path.open("r+b") as stream:
            return mmap.mmap(stream.fileno(), _WORD)
    except (OSError, ValueError):
        return None


def _read(word: mmap.mmap) -> int:
    return int.from_bytes(word[:_WORD], "little")
