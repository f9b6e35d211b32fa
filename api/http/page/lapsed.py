"""A form that came when its session was over: its fields go through the door with whoever signs in again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData

#: What is never carried: the word of the old session.
_LEFT_BEHIND = ("form_word",)
_LONGEST = 30_000_000


@dataclass(frozen=True)
class Carried:
    """Where a form was going, and its fields. ``files`` says that some had been chosen: a browser sends them once."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False

    def packed(self) -> str:
        """As one field of the form at the door."""
        return json.dumps([self.path, self.fields, self.files])

    def field(self, name: str) -> str:
        """One field; empty where there is none."""
        return next((value for key, value in self.fields if key == name), "").replace("\r\n", "\n")


async def carried_from(request: Request) -> Carried:
    """The fields of a form that was refused for want of a session."""
    form: FormData = await request.form()
    items = [(name, value) for name, value in form.multi_items() if name not in _LEFT_BEHIND]
    texts = tuple((name, value) for name, value in items if isinstance(value, str))
    files = any(not isinstance(value, str) and value.filename for _, value in items)
    return Carried(request.url.path, texts, files)


def unpacked(text: str, root: str) -> Carried | None:
    """What ``packed`` made of a form of this page; nothing for anything else."""
    try:
        path, fields, files = json.loads(text) if len(text) <= _LONGEST else (None, (), False)
    except (ValueError, TypeError, RecursionError):
        return None
    if not (isinstance(path, str) and path.startswith(f"{root}/") and "//" not in path and path.isprintable()):
        return None
    return Carried(path, tuple(fields), bool(files)) if _pairs(fields) else None


def _pairs(fields: object) -> bool:
    rows: Iterable[object] = fields if isinstance(fields, list) else (None,)
    return all(isinstance(row, list) and len(row) == 2 and all(isinstance(each, str) for each in row) for row in rows)
