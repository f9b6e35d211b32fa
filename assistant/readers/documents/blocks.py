"""What every document reader yields: blocks of text in reading order, each knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table_row"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item with what is nested in it, or one table row.

    ``text`` is verbatim; ``level`` is the heading's (1-6) or the list item's depth (0 is outermost);
    ``page`` is one-based. For a table row ``header`` is the verbatim header of its table and ``record``
    the same row with each cell named by its column. ``apart`` tells whether a blank line stands before it.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    header: str = ""
    record: str = ""
    table: int = 0
    apart: bool = True


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read: its own metadata, its blocks, and how much of the source they hold.

    ``seen`` counts the non-blank characters of body text in the source; ``warnings`` say what was left out and why.
    """

    blocks: tuple[Block, ...]
    metadata: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All blocks, one after another."""
        return "\n\n".join(block.text for block in self.blocks)


def dense_length(text: str) -> int:
    r"""Characters that are not blank.

    >>> dense_length("a b\n c")
    3
    """
    return sum(map(len, text.split()))
