"""The file beside a document that corrects what the document says of itself: ``manual.pdf.yaml`` or ``manual.yaml``."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.decode import decode_text
from assistant.readers.documents.front_matter import MAX_LETTERS, load_mapping


def sidecar_of(path: Path, name: str) -> dict[str, Any]:
    """The metadata beside a document that is known by ``name``; empty where there is none.

    Raises ``BadInput`` for a link, a file too large or no YAML.
    """
    for beside in (path.with_name(f"{path.name}.yaml"), path.with_suffix(".yaml")):
        if beside == path:
            continue
        where = str(PurePath(name).with_name(beside.name))
        if beside.is_symlink():
            raise BadInput("it leads to another place", where=where, fix="put the file itself beside the document")
        if beside.is_file():
            return _read(beside, where)
    return {}


def _read(beside: Path, where: str) -> dict[str, Any]:
    if beside.stat().st_size > MAX_LETTERS:
        raise BadInput(f"it has more than {MAX_LETTERS:,} bytes", where=where, fix="keep the metadata only")
    return load_mapping(decode_text(beside.read_bytes(), where), where)
