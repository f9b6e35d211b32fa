"""Elements of a Word file, whichever of its two formats it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def tag_of(element: _Element) -> str:
    """The local name: the transitional and the strict format differ in the namespace only; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def holder_of(element: _Element, tag: str) -> _Element | None:
    """The nearest element of this name around an element."""
    return next((up for up in element.iterancestors() if tag_of(up) == tag), None)
