"""The text of a paper of a case, whatever file it came as."""

from __future__ import annotations

import atexit
from functools import cache
from typing import TYPE_CHECKING

from assistant.readers.decode import decode_text
from assistant.readers.documents.paper_text import PACKED

if TYPE_CHECKING:
    from assistant.readers.documents.confined import ConfinedReaders

#: How many papers are read at once, and the seconds and bytes of memory that one may take.
_AT_ONCE, _SECONDS, _MEMORY = 2, 30.0, 1024**3


def read_text(data: bytes, name: str) -> str:
    """The words of a text, Word or PDF file, told apart by content.

    What has to be unpacked is read in a child process, within bounds of time and memory.
    Raises :class:`BadInput` for other files, for an encrypted PDF, for one that holds
    only pictures of text, and for a file that takes more than its share.
    """
    return _readers().text(data, name) if data.startswith(PACKED) else decode_text(data, name)


@cache
def _readers() -> ConfinedReaders:
    from assistant.readers.documents.confined import ConfinedReaders

    readers = ConfinedReaders(_AT_ONCE, _SECONDS, _MEMORY)
    atexit.register(readers.close)
    return readers
