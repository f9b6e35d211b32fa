"""A form that came when its session was over: its fields go through the door with whoever signs in again."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from fastapi import Request
from starlette.datastructures import FormData

#: What is never carried: the word of the old session.
_LEFT_BEHIND = ("form_word",)
_LONGEST = 30_000_000
_DOT_SEGMENT = re.compile(r"(?:^|/)\.{1,2}(?:[/?#]|$)")

#: What a form does, by the end of its path; the path itself stands beside it.
_ACTS: tuple[tuple[str, str], ...] = (
    ("/ask", "asks the question"),
    ("/cases/new", "reads the paper of a new case"),
    ("/cases/confirm", "keeps the new case"),
    ("/edit", "saves the corrected case"),
    ("/papers", "adds papers to the case"),
    ("/drafts", "drafts a text for the case"),
    ("/sign-off", "signs the text off"),
    ("/remove", "deletes for good"),
    ("/documents/add", "adds documents"),
    ("/claims", "counts the claims report"),
)


@dataclass(frozen=True)
class Carried:
    """Where a form was going, and its fields. ``files`` says that some had been chosen: a browser sends them once.

    ``mark`` is the sign of the person whose page the form stood on; empty where the form named none.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False
    mark: str = ""

    def packed(self) -> str:
        """As one field of the form at the door."""
        return json.dumps([self.path, self.fields, self.files, self.mark])

    def belongs(self, mark: str) -> bool:
        """Whether the person with this mark entered it; nobody else is shown anything of it."""
        return hmac.compare_digest(self.mark.encode(), mark.encode())

    @property
    def act(self) -> str:
        """What sending it does."""
        found = next((act for end, act in _ACTS if self.path.endswith(end)), None)
        return found or ("saves the text" if "/drafts/" in self.path else "sends it")

    def field(self, name: str) -> str:
        """One field; empty where there is none."""
        return next((value for key, value in self.fields if key == name), "").replace("\r\n", "\n")


async def carried_from(request: Request) -> Carried:
    """The fields of a form that was refused for want of a session."""
    form: FormData = await request.form()
    items = form.multi_items()
    texts = [(name, value) for name, value in items if isinstance(value, str)]
    files = any(not isinstance(value, str) and value.filename for _, value in items)
    word = next((value for name, value in texts if name == "form_word"), "")
    return Carried(request.url.path, _kept(texts), files, word.partition(".")[2])


def own_path(path: str, root: str) -> str:
    """A path of this page to go on to, and nothing that a browser may lead elsewhere."""
    plain = path.startswith(f"{root}/") and "//" not in path and "\\" not in path and path.isprintable()
    return path if plain and not _DOT_SEGMENT.search(unquote(path)) else ""


def unpacked(text: str, root: str) -> Carried | None:
    """What ``packed`` made of a form of this page; nothing for anything else."""
    try:
        path, fields, files, mark = found = json.loads(text) if len(text) <= _LONGEST else (None, (), False, "")
        json.dumps(found, ensure_ascii=False).encode()  # half a character is no text of a form
    except (ValueError, TypeError, RecursionError):
        return None
    if not (isinstance(path, str) and isinstance(mark, str) and own_path(path, root) and _pairs(fields)):
        return None
    return Carried(path, _kept((name, value) for name, value in fields), bool(files), mark)


def _kept(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in fields if name not in _LEFT_BEHIND)


def _pairs(fields: object) -> bool:
    rows: Iterable[object] = fields if isinstance(fields, list) else (None,)
    return all(isinstance(row, list) and len(row) == 2 and all(isinstance(each, str) for each in row) for row in rows)
