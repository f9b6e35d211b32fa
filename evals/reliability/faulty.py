"""What a command does while it writes is counted, and one step of it made to fail; loaded by the interpreter itself.

The text of this module is put beside the command as ``sitecustomize.py``; it knows nothing of the program. A step is
a file opened for writing, renamed, removed or made below the folder that ``FAULT_BELOW`` names.
"""

import errno
import os
import resource
import signal
import sys
from typing import Any

_below = os.environ.get("FAULT_BELOW", "")
_at = int(os.environ.get("FAULT_AT", "0"))
_way = os.environ.get("FAULT_WAY", "")
_mark = os.environ.get("FAULT_MARK", "")
_steps = 0


def _writes(event: str, told: tuple[Any, ...]) -> str:
    if event == "open":
        path, _, flags = told
        return str(path) if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else ""
    if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "sqlite3.connect"):
        return str(told[0])
    return ""


def _watch(event: str, told: tuple[Any, ...]) -> None:
    global _steps
    path = _writes(event, told)
    if not path.startswith(_below):
        return
    _steps += 1
    if _steps != _at:
        return
    os.close(os.open(_mark, os.O_CREAT | os.O_WRONLY))
    if _way == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(errno.ENOSPC, "No space left on device", path)


if _below and _way in ("kill", "full"):
    sys.addaudithook(_watch)
if _way == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (_at, _at))
