"""X12 interchanges: bytes -> segments -> transaction sets -> records."""

from __future__ import annotations

from assistant.readers.x12.read import read_x12

__all__ = ["read_x12"]
