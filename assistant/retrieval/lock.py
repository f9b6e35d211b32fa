"""One writer at a time; the lock names who holds it and ends with the process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.domain.errors import Locked, Misconfigured

LOCK_FILE = "writer.lock"

_PAUSE = 0.1


@contextmanager
def writer_lock(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the folder for writing.

    Raises ``Locked`` with the holder's process id when another process has it for longer than
    ``wait`` seconds, and ``Misconfigured`` when the folder cannot be written. The kernel drops
    the lock when the holder dies, so none is ever left behind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Misconfigured(
            f"cannot write here: {error.strerror}",
            where=str(folder),
            fix="make the folder writable, or point CLAIMWRIGHT_HOME and CLAIMWRIGHT_CACHE at folders you own",
        ) from None
    try:
        _acquire(handle, folder, wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Whether a live process is writing in the folder."""
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _acquire(handle: int, folder: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
                raise Locked(
                    f"the index is being written by process {holder}",
                    holder=holder,
                    where=str(folder),
                    fix="wait until it has finished",
                ) from None
            time.sleep(_PAUSE)
        else:
            return
