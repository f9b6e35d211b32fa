"""A letter as plain text: no hard wrapping, one paragraph a section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from assistant.domain.draft import Statement
from assistant.prompting.wording import long_date
from assistant.readers.documents.docx import DRAFT_MARK
from assistant.rendering.letter import (
    Block,
    CriteriaBlock,
    EnclosureBlock,
    Heading,
    Letter,
    Lines,
    Paragraph,
    PrintedCriterion,
    SignatureBlock,
    body_blocks,
    letterhead_lines,
)


def letter_text(letter: Letter) -> str:
    """The whole letter, blocks parted by empty lines."""
    blocks = [
        DRAFT_MARK if letter.draft_mark else "",
        "\n".join(letterhead_lines(letter.practice)),
        long_date(letter.date),
        "\n".join(letter.addressee),
        re_lines(letter.re_block),
        *(block_text(block) for block in body_blocks(letter)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def body_text(statements: Sequence[Statement], headings: Mapping[str, str] | None = None) -> str:
    """Statements alone, section by section in the order given: a script, a narrative, a portal message.

    A section named in ``headings`` gets its heading on a line above.
    """
    named = headings or {}
    blocks = []
    for section, members in groupby(statements, key=lambda s: s.section):
        text = " ".join(member.text for member in members)
        blocks.append(f"{named[section]}\n{text}" if section in named else text)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def re_lines(re_block: Sequence[tuple[str, str]]) -> str:
    """The reference lines with their values in one column, ``RE:`` before the first."""
    width = max((len(label) for label, _ in re_block), default=0) + 1
    lines = [f"{f'{label}:':<{width}} {value}" for label, value in re_block]
    return "\n".join(f"{'RE:' if i == 0 else '   '} {line}" for i, line in enumerate(lines))


def block_text(block: Block) -> str:
    """One block as it stands in the text of a letter."""
    match block:
        case Heading(text) | Paragraph(text):
            return text
        case Lines(lines):
            return "\n".join(lines)
        case CriteriaBlock(heading, rows):
            return "\n".join((heading, "", *(line for row in rows for line in _criterion(row))))
        case EnclosureBlock(heading, lines):
            return "\n".join((heading, "", *lines))
        case SignatureBlock(closing, lines):
            return "\n".join((closing, "", "", "____________________________", *lines))


def _criterion(row: PrintedCriterion) -> Iterator[str]:
    indent = "   " * row.number.count(".")
    yield f"{indent}{row.number}. {row.text}"
    yield f"{indent}   {row.status}{': ' + row.record if row.record else ''}"
