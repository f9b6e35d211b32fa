"""A folder for papers while they are worked on: private, in memory where there is room, and never left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "claimwright-"
_LOCK = ".held"
#: Files that are kept in memory only; used while so many bytes are free there.
_IN_MEMORY, _ROOM = Path("/dev/shm"), 512 * 1024**2  # noqa: S108  # each folder in it is made by mkdtemp


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this user can enter, gone afterwards; what a killed process left is taken by ``sweep``."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_parent()))
    try:
        with (folder / _LOCK).open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Remove the folders of processes that are no more; returns how many there were."""
    found = (path for parent in _parents() for path in parent.glob(f"{_PREFIX}*/{_LOCK}"))
    return sum(_removed(lock) for lock in list(found))


def _removed(lock: Path) -> bool:
    try:
        if lock.parent.stat().st_uid != os.getuid():
            return False
        with lock.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # at work, or gone by now
        return False
    shutil.rmtree(lock.parent, ignore_errors=True)
    return True


def _parents() -> tuple[Path, ...]:
    return tuple(dict.fromkeys((_IN_MEMORY, Path(tempfile.gettempdir()))))


def _parent() -> Path:
    if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        return _IN_MEMORY
    return Path(tempfile.gettempdir())
