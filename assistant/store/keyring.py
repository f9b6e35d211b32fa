"""The installation's secret: from the environment, or a key file beside the user's data.

One secret is kept; every use gets a key of its own, derived from it, so that a leak of one
never opens another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from assistant.domain.errors import Misconfigured
from assistant.store.engine import clear_storage_errors

KEY_FILE = "claimwright.key"
_BYTES = 32
_FIX = "restore the key from your backup; data that was sealed with it cannot be read without it"


class Keyring:
    """Derives the keys of an installation from its secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def key(self, purpose: str) -> bytes:
        """The 32-byte key for one purpose; always the same for the same secret."""
        return hmac.new(self._secret, f"claimwright/{purpose}".encode(), hashlib.sha256).digest()


def open_keyring(home: Path, configured: str | None = None, *, new: Callable[[], bool] = lambda: True) -> Keyring:
    """The keyring of an installation; the key file is made, readable by its owner only, where none is.

    ``configured`` is 32 bytes in base64 (``CLAIMWRIGHT_KEY``); ``new`` tells whether nothing was sealed yet, so that
    a fresh key will do. Raises ``Misconfigured`` for a secret that is too short, not base64, or gone.
    """
    if configured is not None:
        return Keyring(_decoded(configured, "CLAIMWRIGHT_KEY"))
    path = home / KEY_FILE
    with clear_storage_errors(path):
        home.mkdir(parents=True, exist_ok=True)
        # A second process may make the file at the same moment: the first one's key stands.
        if not path.exists():
            if not new():
                raise Misconfigured("the key that the data was sealed with is gone", where=str(path), fix=_FIX)
            _write_new(path)
        return Keyring(_decoded(path.read_text(encoding="ascii", errors="replace"), str(path)))


def new_secret() -> str:
    """A fresh secret as it is written in the key file."""
    return base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")


def _write_new(path: Path) -> None:
    # Written whole under another name first: nobody reads half a key.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(new_secret() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)


def _decoded(text: str, where: str) -> bytes:
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise Misconfigured("the key is not base64", where=where, fix=_FIX) from None
    if len(secret) < _BYTES:
        raise Misconfigured(f"the key has {len(secret)} bytes, {_BYTES} are needed", where=where, fix=_FIX)
    return secret
