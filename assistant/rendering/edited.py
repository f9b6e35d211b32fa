"""A letter that a person has edited, ready for Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.readers.documents.docx import DRAFT_MARK
from assistant.rendering.letter import Block, Letter, Lines, Paragraph, body_blocks, letterhead_lines
from assistant.rendering.text import block_text

_BREAK = re.compile(r"\n[ \t]*\n")


def edited_letter(letter: Letter, text: str) -> Letter:
    """The letter with the person's text below its letterhead.

    What the person left as it was keeps its form, such as the criteria as a table; the rest
    stands as paragraphs. Every word of ``text`` is printed, and nothing else.
    """
    body = text.replace("\r\n", "\n").strip().removeprefix(DRAFT_MARK).strip("\n")
    head = "\n".join(letterhead_lines(letter.practice))
    return replace(letter, edited=tuple(_blocks(letter, body.removeprefix(head))))


def _blocks(letter: Letter, body: str) -> Iterator[Block]:
    for block in body_blocks(letter):
        kept = block_text(block)
        before, found, after = body.partition(f"\n\n{kept}")
        whole = not after or after.startswith("\n")
        if found and kept and whole:
            yield from _paragraphs(before)
            yield block
            body = after
    yield from _paragraphs(body)


def _paragraphs(text: str) -> Iterator[Block]:
    for part in _BREAK.split(text):
        lines = tuple(line.rstrip() for line in part.strip("\n").split("\n") if line.strip())
        if len(lines) == 1:
            yield Paragraph(lines[0])
        elif lines:
            yield Lines(lines)
