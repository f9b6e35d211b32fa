"""Files on their way through the form in which a case is confirmed: nothing is kept before somebody says so."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from assistant.chains.desk import plain_name
from assistant.domain.errors import BadInput
from assistant.domain.incoming import Paper

_LETTER = "denial-letter.txt"


@dataclass(frozen=True)
class Given:
    """What a case is made from: the payer's paper, and the notes beside it."""

    paper: Paper
    notes: tuple[Paper, ...] = ()

    @property
    def files(self) -> tuple[Paper, ...]:
        """All of them."""
        return (self.paper, *self.notes)

    def packed(self) -> str:
        """As one field of a form."""
        rows = [[each.name, each.media_type, base64.b64encode(each.content).decode()] for each in self.files]
        return base64.b64encode(json.dumps(rows).encode()).decode()


def given(form: FormData, pasted: str) -> Given:
    """The paper and the notes of the first form; ``BadInput`` where there is none, or two of one name."""
    papers = uploads(form, "paper")
    if pasted.strip():
        if papers:
            raise BadInput("a letter was pasted and a file given", fix="give one of the two; add the other to the case")
        papers = (Paper(_LETTER, pasted.strip().encode() + b"\n", "text/plain"),)
    if not papers:
        raise BadInput("nothing was pasted and no file was given", fix="paste the letter, or choose the payer's file")
    return _distinct(Given(papers[0], uploads(form, "notes")))


def unpacked(field: str) -> Given:
    """What ``packed`` made; ``BadInput`` for anything else."""
    try:
        rows = json.loads(base64.b64decode(field.encode("ascii", "replace"), validate=True))
        files = [Paper(str(n), base64.b64decode(c, validate=True), str(m)[:100]) for n, m, c in rows]
        first, *notes = files
    except (binascii.Error, ValueError, TypeError, AttributeError, RecursionError):
        raise BadInput("the files of this form are damaged", fix="start the case again") from None
    return _distinct(Given(first, tuple(notes)))


def uploads(form: FormData, name: str) -> tuple[Paper, ...]:
    """The files of a field; an empty field of a browser is none."""
    found = []
    for each in form.getlist(name):
        if isinstance(each, UploadFile) and each.filename:
            media_type = (each.content_type or "application/octet-stream")[:100]
            found.append(Paper(plain_name(each.filename), each.file.read(), media_type))
    return tuple(found)


def _distinct(all_given: Given) -> Given:
    names = [plain_name(each.name) for each in all_given.files]
    if len(set(names)) < len(names):
        raise BadInput("two files have one name", fix="rename one of them")
    return all_given
