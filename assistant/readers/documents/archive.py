"""Office files are ZIP archives: opened only within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from assistant.domain.errors import BadInput

#: What an archive may expand to, in all and for each byte it has.
MAX_EXPANDED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 10_000

#: Below this a high ratio is only a short document of few words.
_SMALL = 1024 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: What the standard library raises on a damaged archive.
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError)


def expands_too_far(members: Sequence[zipfile.ZipInfo], packed: int) -> bool:
    """Whether an archive of ``packed`` bytes says that it holds far more than a document does."""
    expanded = sum(member.file_size for member in members)
    return len(members) > MAX_MEMBERS or expanded > MAX_EXPANDED or expanded > max(_SMALL, MAX_RATIO * packed)


def open_archive(data: bytes, where: str, needs: str) -> zipfile.ZipFile:
    """The archive, of which nothing was expanded yet.

    Raises ``BadInput`` when it is none, lacks the member ``needs``, is encrypted or would expand past the bounds.
    """
    if data.startswith(OLE):
        raise BadInput(
            "the file is encrypted or in an old Office format",
            where=where,
            fix="open it and save it in the present format without a password",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise BadInput("the file is damaged or no Office file", where=where, fix="open it and save it anew") from error
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise BadInput("the file is encrypted", where=where, fix="save it without a password")
    if expands_too_far(members, len(data)):
        raise BadInput("the file expands to far more than a document holds", where=where, fix="save it anew")
    if needs not in archive.namelist():
        raise BadInput("the archive is not the Office file that its name says", where=where, fix="check the extension")
    return archive
