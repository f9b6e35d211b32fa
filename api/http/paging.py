"""Lists in pages: a limit, and a cursor that only this service can read on."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from assistant.domain.errors import BadInput

Limit = Annotated[int, Query(ge=1, le=100, description="at most so many")]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before")]


def after(cursor: str | None) -> tuple[str, str] | None:
    """What a cursor points at; ``BadInput`` for one that this service did not give."""
    if cursor is None:
        return None
    try:
        at, record = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError, TypeError):
        at = record = None
    if not (isinstance(at, str) and isinstance(record, str) and (at + record).isprintable()):
        raise BadInput("not a cursor of this service", where="cursor", fix="take `next` of the page before")
    return at, record


def behind(cursor: str | None, ids: Sequence[str]) -> int:
    """Where the page behind a cursor begins in a list that is held whole; ``BadInput`` for one of another list."""
    place = after(cursor)
    if place is None:
        return 0
    if place[1] not in ids:
        raise BadInput("not a cursor of this list", where="cursor", fix="take `next` of the page before")
    return ids.index(place[1]) + 1


def cursor_of(at: str, record: str) -> str:
    """The cursor behind a record."""
    return base64.urlsafe_b64encode(json.dumps([at, record]).encode()).decode()
