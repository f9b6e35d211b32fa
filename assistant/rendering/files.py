"""Writing a finished document: whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from assistant.domain.errors import BadInput


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; ``BadInput`` where that is impossible, and nothing is left behind."""
    folder = path.parent
    if not folder.is_dir():
        raise BadInput("the folder does not exist", where=str(folder), fix="create it, or give another --out path")
    if path.is_dir():
        raise BadInput("this is a folder, not a file", where=str(path), fix="give a file name")
    if not os.access(folder, os.W_OK):
        raise _cannot_write(folder)
    # Beside the target, because a rename across file systems is not atomic.
    interim = folder / f".{path.name}.{secrets.token_hex(4)}.part"
    try:
        interim.write_bytes(data)
        os.replace(interim, path)
    except OSError as error:
        interim.unlink(missing_ok=True)
        raise _cannot_write(folder, error.strerror or "") from error


def _cannot_write(folder: Path, reason: str = "") -> BadInput:
    words = f"cannot write here: {reason}" if reason else "cannot write here"
    return BadInput(words, where=str(folder), fix="choose a folder you may write to, or close the open file")
