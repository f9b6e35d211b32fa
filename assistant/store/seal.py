"""Case data at rest: sealed with AES-GCM, bound to the practice and the record it belongs to.

The binding makes a row that was copied to another practice or another record unreadable
there, whatever put it in that place.
"""

from __future__ import annotations

import secrets

from assistant.domain.errors import Misconfigured

_NONCE = 12
#: Tells the form of sealed bytes, so that a later form can live beside it.
_FORM = b"\x01"


class Seal:
    """Seals and opens the bytes of records."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def close(self, content: bytes, practice: str, record: str) -> bytes:
        """The sealed form of ``content`` for one record of one practice."""
        nonce = secrets.token_bytes(_NONCE)
        return _FORM + nonce + self._cipher.encrypt(nonce, content, _binding(practice, record))

    def open(self, sealed: bytes, practice: str, record: str) -> bytes:
        """The content; ``Misconfigured`` when the key is another one, or the bytes were changed or moved."""
        from cryptography.exceptions import InvalidTag

        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            if sealed[:1] != _FORM:
                raise InvalidTag
            return self._cipher.decrypt(nonce, body, _binding(practice, record))
        except (InvalidTag, ValueError):
            raise Misconfigured(
                "stored data cannot be opened: the key is another one, or the row was changed",
                where=record,
                fix="set CLAIMWRIGHT_KEY (or restore claimwright.key) as it was when the data was stored",
            ) from None


def _binding(practice: str, record: str) -> bytes:
    # The length keeps ("a", "bc") and ("ab", "c") apart.
    return f"{len(practice)}:{practice}/{record}".encode()
