"""Whose requests wait in one line: those of a caller whom the service has admitted before, else those of an address.

A key that nobody has checked yet could be a new one each time, and then its sender would be served before everybody
else. Keys are checked where they are used, behind the turnstile; here is only remembered what came of it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING

from fastapi import Request

if TYPE_CHECKING:
    from assistant.domain.caller import Caller

_UNAUTHORIZED = 401


class Fairness:
    """The lines of one process."""

    #: So many credentials are remembered; the one not seen for longest is forgotten.
    KEPT = 10_000

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def line_of(self, request: Request) -> str:
        """The name of the line in which a request waits."""
        return self._known.get(_shown(request)) or f"at {address(request)}"

    def learn(self, request: Request, status: int) -> None:
        """Remember what came of the credential that a request showed; it was answered with ``status``."""
        shown = _shown(request)
        caller: Caller | None = request.scope["state"].get("caller")
        if shown and caller is not None:
            self._known[shown] = f"{caller.practice}/{caller.user}"
            self._known.move_to_end(shown)
            if len(self._known) > self.KEPT:
                self._known.popitem(last=False)
        elif status == _UNAUTHORIZED:
            self._known.pop(shown, None)


def address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def _shown(request: Request) -> bytes:
    """The credential of a request as a digest; empty where there is none."""
    shown = request.headers.get("authorization") or request.headers.get("cookie")
    return hashlib.sha256(shown.encode()).digest() if shown else b""
