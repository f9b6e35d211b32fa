"""The PDF packet that goes to a payer: cover, letter, enclosure index, enclosures, proof index.

Nothing is sent; the cover names no patient, because a fax cover lies open.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reportlab.platypus import Flowable, KeepTogether, Spacer

from assistant.domain.base import Day, Frozen
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.prompting.wording import long_date
from assistant.readers.documents.docx import CRITERIA_HEADER
from assistant.rendering import pdf_parts as parts
from assistant.rendering.files import write_whole
from assistant.rendering.letter import (
    Block,
    CriteriaBlock,
    EnclosureBlock,
    Heading,
    Letter,
    Lines,
    Paragraph,
    SignatureBlock,
    body_blocks,
    enclosure_name,
    letterhead_lines,
)
from assistant.rendering.packet_enclosures import Merged, count_pages, join, merge_enclosures
from assistant.rendering.proof import proof_rows
from assistant.rendering.text import letter_text

_PRIVACY = (
    "This packet holds health information about a patient and is meant for the addressee alone. "
    "If it reached you by mistake, please {tell} and destroy every copy."
)
_PROOF = "Proof index"
_INDEX = "Enclosure index"


class PacketEntry(Frozen):
    """One enclosure as the packet holds it; ``first_page`` is ``None`` where it could not be merged."""

    number: int
    title: str
    kind: str
    date: Day | None = None
    tooth: str | None = None
    file: str | None = None
    pages: int = 0
    first_page: int | None = None


class Packet(NamedTuple):
    """The PDF, what it holds, and what could not be put in."""

    data: bytes
    pages: int
    entries: tuple[PacketEntry, ...]
    findings: tuple[Finding, ...]


class _Setting(NamedTuple):
    """What every section of the packet shares."""

    letter: Letter
    fonts: parts.Fonts
    title: str
    fax: str
    proof: bool

    def pages(self, story: list[Flowable], first: int = 1, total: int = 1) -> bytes:
        """A section whose first page has the number ``first`` of ``total``."""
        marks = parts.PageMarks(self.letter.draft_mark, self.letter.practice.name or "", first, total)
        return parts.pages(story, self.fonts, marks, self.title)


def packet_pdf(letter: Letter, folder: Path, *, fax: str = "", proof: bool = True) -> Packet:
    """The packet as bytes, the same for the same letter and files.

    ``folder`` is where the case lies and the enclosures are looked for; ``fax`` is the payer's
    number. An enclosure that is missing, damaged, protected or of another format is a finding.
    """
    merged, findings = merge_enclosures(letter.enclosures, folder)
    rows = list(proof_rows(letter.statements, letter.titles)) if proof else []
    fonts, missing = parts.fonts_for([letter_text(letter), fax, *(cell for row in rows for cell in row)])
    if missing:
        findings.append(_unprintable(missing))
    setting = _Setting(letter, fonts, "Letter with enclosures", fax, bool(rows))
    counts = _counts(setting, merged)
    starts, total = _starts(counts, merged)
    entries = tuple(_entry(each, starts) for each in merged)
    sections = [
        setting.pages(_cover(setting, entries, total), 1, total),
        setting.pages(_letter(setting), counts["cover"] + 1, total),
    ]
    if merged:
        sections.append(setting.pages(_index(setting, entries), counts["cover"] + counts["letter"] + 1, total))
        sections += [each.data for each in merged if each.data]
    if rows:
        sections.append(setting.pages(_proof(setting), total - counts["proof"] + 1, total))
    data = join(sections, title=setting.title, author=letter.practice.name or "")
    return Packet(data, total, entries, tuple(findings))


def write_packet(packet: Packet, path: Path) -> None:
    """Write the packet, whole or not at all."""
    if path.suffix.lower() != ".pdf":
        raise BadInput("a packet is a PDF", where=str(path), fix="end the name in .pdf")
    write_whole(path, packet.data)


def _unprintable(characters: str) -> Finding:
    return Finding(
        rule="PK02",
        severity="warning",
        where="packet",
        message=f"the PDF fonts lack these characters: {' '.join(characters)}",
        fix="send the Word letter, or spell them otherwise",
        source="fonts of the PDF writer",
    )


def _counts(setting: _Setting, merged: Sequence[Merged]) -> dict[str, int]:
    """Pages of each section, from a first setting with numbers of the final width."""
    blank = tuple(_entry(each, {each.number: 999}) for each in merged)
    stories = {
        "cover": _cover(setting, blank, 999),
        "letter": _letter(setting),
        "index": _index(setting, blank) if merged else [],
        "proof": _proof(setting) if setting.proof else [],
    }
    return {name: count_pages(setting.pages(story, 999, 999)) if story else 0 for name, story in stories.items()}


def _starts(counts: dict[str, int], merged: Sequence[Merged]) -> tuple[dict[int, int], int]:
    """First page of each enclosure that has pages, and the number of all pages."""
    page = counts["cover"] + counts["letter"] + counts["index"] + 1
    starts: dict[int, int] = {}
    for each in merged:
        if each.pages:
            starts[each.number] = page
        page += each.pages
    return starts, page - 1 + counts["proof"]


def _entry(merged: Merged, starts: dict[int, int]) -> PacketEntry:
    enclosure = merged.enclosure
    return PacketEntry(
        number=merged.number,
        title=enclosure_name(enclosure),
        kind=enclosure.kind,
        date=enclosure.date,
        tooth=enclosure.tooth,
        file=enclosure.file,
        pages=merged.pages,
        first_page=starts.get(merged.number),
    )


def _head(setting: _Setting) -> list[Flowable]:
    first, *rest = letterhead_lines(setting.letter.practice)
    small = [parts.words(line, setting.fonts, size=9, centred=True, after=0) for line in rest]
    return [parts.words(first, setting.fonts, bold=True, size=15, centred=True, after=2), *small, Spacer(1, 16)]


def _cover(setting: _Setting, entries: Sequence[PacketEntry], total: int) -> list[Flowable]:
    letter, fonts = setting.letter, setting.fonts
    claims = [(label, value) for label, value in letter.re_block if "claim" in label.lower()]
    pairs = [
        ("To", "\n".join(letter.addressee) or "[[needs: addressee]]"),
        *([("Fax", setting.fax)] if setting.fax else []),
        ("From", letter.practice.name or "[[needs: name of the practice]]"),
        ("Date", long_date(letter.date)),
        *claims,
        ("Pages", f"{total}, this cover included"),
    ]
    enclosed = [f"Enclosure {e.number}" for e in entries if e.pages]
    contents = ["Letter", *([_INDEX] if entries else []), *enclosed, *([_PROOF] if setting.proof else [])]
    return [
        *_head(setting),
        parts.table(pairs, (1.5, 5.0), fonts, ruled=False, size=10.5),
        parts.words("Contents", fonts, bold=True, after=4),
        *parts.lines(contents, fonts),
        parts.words(_PRIVACY.format(tell=_told_by(letter)), fonts, size=9),
    ]


def _told_by(letter: Letter) -> str:
    """How a stranger tells the office: by the number of the letterhead, where it has one."""
    return "call the number above" if letter.practice.phone else "tell the sender named above"


def _letter(setting: _Setting) -> list[Flowable]:
    letter, fonts = setting.letter, setting.fonts
    if letter.edited is not None:
        return [*_head(setting), *(flowable for block in body_blocks(letter) for flowable in _block(block, fonts))]
    story = [*_head(setting), *parts.lines([long_date(letter.date)], fonts), *parts.lines(letter.addressee, fonts)]
    if letter.re_block:
        pairs = [(f"RE: {label}" if i == 0 else label, value) for i, (label, value) in enumerate(letter.re_block)]
        story.append(parts.table(pairs, (1.7, 4.8), fonts, ruled=False, size=10.5))
    *blocks, signature = body_blocks(letter)
    for block in blocks:
        story += _block(block, fonts)
    # The last paragraph goes with the signature, which never stands alone on a page.
    last = [story.pop()] if blocks and isinstance(blocks[-1], Paragraph) else []
    return [*story, KeepTogether([*last, *_block(signature, fonts)])]


def _block(block: Block, fonts: parts.Fonts) -> list[Flowable]:
    match block:
        case Heading(text):
            return [parts.words(text, fonts, bold=True, after=4)]
        case Paragraph(text):
            return [parts.words(text, fonts)]
        case Lines(lines):
            return parts.lines(lines, fonts)
        case CriteriaBlock(heading, rows):
            cells = [CRITERIA_HEADER, *((r.number, r.text, r.status, r.record) for r in rows)]
            return [
                parts.room_for_a_row(),
                parts.words(heading, fonts, bold=True, after=4),
                parts.table(cells, (0.55, 2.55, 1.05, 2.35), fonts),
            ]
        case EnclosureBlock(heading, lines):
            return [parts.words(heading, fonts, bold=True, after=4), *parts.lines(lines, fonts)]
        case SignatureBlock(closing, lines):
            signer = [parts.words(line, fonts, after=0) for line in lines]
            rule = parts.words("_" * 34, fonts, after=0)
            return [parts.words(closing, fonts, after=28), rule, *signer]


def _index(setting: _Setting, entries: Sequence[PacketEntry]) -> list[Flowable]:
    header = ("No.", "Enclosure", "Date", "Tooth", "Pages", "Starts on")
    rows = [
        (
            str(e.number),
            e.title,
            e.date.isoformat() if e.date else "",
            e.tooth or "",
            str(e.pages) if e.pages else "",
            f"page {e.first_page}" if e.first_page else "not in this packet",
        )
        for e in entries
    ]
    table = parts.table([header, *rows], (0.45, 2.45, 1.0, 0.65, 0.7, 1.25), setting.fonts)
    return [parts.words(_INDEX, setting.fonts, bold=True, size=12), table]


def _proof(setting: _Setting) -> list[Flowable]:
    letter, fonts = setting.letter, setting.fonts
    rows = [("No.", "Statement", "Type", "Source", "Quote"), *proof_rows(letter.statements, letter.titles)]
    return [
        parts.words(_PROOF, fonts, bold=True, size=12),
        parts.table(rows, (0.4, 2.1, 0.8, 1.3, 1.9), fonts, size=8.5),
    ]
