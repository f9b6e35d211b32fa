"""Pick the reader of a document by its name, and let a sidecar correct its metadata."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.blocks import ReadDocument
from assistant.readers.markdown import read_markdown, read_text

Reader = Callable[[bytes, str], ReadDocument]

_READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
}

#: Name endings that a reader exists for.
SUFFIXES = frozenset(_READERS)


def read_document(data: bytes, name: str, sidecar: Mapping[str, Any] | None = None) -> ReadDocument:
    """Blocks and metadata of a document; raises ``BadInput`` when no reader takes it."""
    suffix = PurePath(name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise BadInput(
            f"no reader for files ending in {suffix or 'nothing'}",
            where=name,
            fix=f"give {', '.join(sorted(SUFFIXES))}",
        )
    read = reader(data, name)
    return replace(read, metadata={**read.metadata, **sidecar}) if sidecar else read
