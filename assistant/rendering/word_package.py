"""A Word document as bytes that depend on its content alone."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(document: Document, *, title: str, author: str, date: dt.date) -> bytes:
    """The document with fixed core properties and fixed archive times."""
    moment = dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001 - the format holds no zone
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title[:250], author[:250], ""
    core.comments, core.keywords, core.subject, core.category = "", "", "", ""
    core.created, core.modified, core.revision = moment, moment, 1
    buffer = io.BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


def _repacked(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            new.writestr(member, old.read(name))
    return made.getvalue()
