"""A letter taken apart into blocks, so that text, Word and PDF show the same letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.domain.case import Practice
from assistant.domain.draft import CriterionRow, Enclosure, Placeholder, Statement
from assistant.prompting.wording import long_date, needs
from assistant.rendering.sources import place_in_words

#: Sections of a letter in order. Others stand where ``body`` stands, in order of first appearance.
SECTIONS = ("opening", "reason", "body", "rebuttal", "criteria", "request", "enclosures", "closing", "signature")

STATUS_WORDS = {"met": "Met", "not_met": "Not met", "missing": "Missing", "contradicted": "Contradicted"}
CRITERIA_HEADING = "Coverage criteria and the record"
#: A branch that does not matter, because another alternative of the same criterion is met.
NOT_RELIED_ON = "Not relied on"


@dataclass(frozen=True)
class Letter:
    """Everything that is printed of a letter.

    ``headings`` names sections that carry a heading (a SOAP narrative); ``titles`` names
    documents and passages for the reader where their ids would mean nothing outside the office.
    A page for a patient is not ``signed``.
    ``edited`` stands in place of everything below the letterhead (see ``rendering.edited``).
    """

    statements: Sequence[Statement]
    practice: Practice
    addressee: Sequence[str]
    re_block: Sequence[tuple[str, str]]
    date: dt.date
    criteria: Sequence[CriterionRow] = ()
    enclosures: Sequence[Enclosure] = ()
    placeholders: Sequence[Placeholder] = ()
    draft_mark: bool = True
    signed: bool = True
    headings: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    edited: Sequence[Block] | None = None


@dataclass(frozen=True)
class Heading:
    """A short line over what follows."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """The statements of one section, verbatim, parted by spaces."""

    text: str


@dataclass(frozen=True)
class Lines:
    """A paragraph of a person's own whose lines are kept apart."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PrintedCriterion:
    """One criterion as the letter shows it."""

    number: str
    text: str
    status: str
    record: str


@dataclass(frozen=True)
class CriteriaBlock:
    """The criteria with what the record holds on each."""

    heading: str
    rows: tuple[PrintedCriterion, ...]


@dataclass(frozen=True)
class EnclosureBlock:
    """The numbered list of enclosures."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SignatureBlock:
    """Closing words and the lines below the space for the signature."""

    closing: str
    lines: tuple[str, ...]


Block = Heading | Paragraph | Lines | CriteriaBlock | EnclosureBlock | SignatureBlock


def body_blocks(letter: Letter) -> Iterator[Block]:
    """The letter from its first paragraph to the signature; an edited one as its paragraphs."""
    if letter.edited is not None:
        yield from letter.edited
        return
    sections = _sections(letter.statements)
    for section in SECTIONS:
        for name, text in sections.get(section, {}).items():
            if name in letter.headings:
                yield Heading(letter.headings[name])
            if section != "signature":
                yield Paragraph(text)
        if section == "criteria" and letter.criteria:
            yield from _criteria(letter)
        if section == "enclosures" and letter.enclosures:
            yield EnclosureBlock("Enclosures", enclosure_lines(letter.enclosures))
    if not letter.signed:
        return
    closing = " ".join(sections.get("signature", {}).values()) or "Sincerely,"
    yield SignatureBlock(closing, signature_lines(letter.practice))


def _criteria(letter: Letter) -> Iterator[CriteriaBlock]:
    """One table a service; a letter about one service does not name it again."""
    for service, rows in groupby(letter.criteria, key=lambda row: row.service):
        about = f": {service}" if service else ""
        printed = tuple(printed_criteria(tuple(rows), letter.titles))
        yield CriteriaBlock(f"{CRITERIA_HEADING}{about}", printed)


def _sections(statements: Sequence[Statement]) -> dict[str, dict[str, str]]:
    """Section -> full section name -> text; ``rebuttal:2`` is a paragraph of its own in ``rebuttal``."""
    found: dict[str, dict[str, str]] = {}
    for statement in statements:
        section = statement.section.partition(":")[0]
        paragraphs = found.setdefault(section if section in SECTIONS else "body", {})
        before = paragraphs.get(statement.section)
        paragraphs[statement.section] = statement.text if before is None else f"{before} {statement.text}"
    return found


def letterhead_lines(practice: Practice) -> tuple[str, ...]:
    """Name, address and contact lines; what every letter needs and nobody stated is a placeholder."""
    name = str(needs(practice.name, "name of the practice"))
    address = str(needs(practice.address, "address of the practice"))
    contact = _joined(("Phone", practice.phone), ("Fax", practice.fax))
    numbers = _joined(("NPI", practice.npi), ("Tax ID", practice.tax_id))
    return tuple(line for line in (name, *address.splitlines(), contact, numbers) if line)


def signature_lines(practice: Practice) -> tuple[str, ...]:
    """Who signs: name, licence, practice."""
    signer = str(needs(practice.signer, "name of the clinician who signs"))
    licence = f"License {practice.licence}" if practice.licence else ""
    return tuple(line for line in (signer, licence, practice.name or "") if line)


def practice_needs(practice: Practice) -> tuple[Placeholder, ...]:
    """The placeholders that letterhead and signature will show, for the list of what to get."""
    asks = (
        (practice.name, "name of the practice", "What is the name of the practice as it bills?"),
        (practice.address, "address of the practice", "Which address stands on the letterhead?"),
        (practice.signer, "name of the clinician who signs", "Which clinician signs, with credentials?"),
    )
    return tuple(Placeholder(text=f"[[needs: {text}]]", ask=ask) for value, text, ask in asks if not value)


def _joined(*labelled: tuple[str, str | None]) -> str:
    return " | ".join(f"{label} {value}" for label, value in labelled if value)


def enclosure_lines(enclosures: Sequence[Enclosure]) -> tuple[str, ...]:
    """One numbered line each; an enclosure without a file is a placeholder."""
    return tuple(f"{number}. {enclosure_line(e)}" for number, e in enumerate(enclosures, 1))


def enclosure_line(enclosure: Enclosure) -> str:
    """The enclosure's name, or a placeholder where there is no file to enclose."""
    return enclosure_name(enclosure) if enclosure.present else f"[[needs: {enclosure_name(enclosure)}]]"


def enclosure_name(enclosure: Enclosure) -> str:
    """Title, tooth and date, each only where the title does not say it already."""
    words = enclosure.title
    if enclosure.tooth and f"#{enclosure.tooth}" not in words and f"tooth {enclosure.tooth}" not in words:
        words += f", tooth {enclosure.tooth}"
    if enclosure.date and long_date(enclosure.date) not in words and enclosure.date.isoformat() not in words:
        words += f", {long_date(enclosure.date)}"
    return words


def printed_criteria(rows: Sequence[CriterionRow], titles: Mapping[str, str]) -> Iterator[PrintedCriterion]:
    """The criteria numbered by depth (1, 1.1, 1.2, 2), with status and record in words."""
    counters: list[int] = []
    met_above: list[bool] = []
    below = [*(row.depth for row in rows[1:]), 0]
    for row, next_depth in zip(rows, below, strict=False):
        depth = min(row.depth, len(counters))
        del counters[depth + 1 :], met_above[depth:]
        if depth == len(counters):
            counters.append(0)
        counters[depth] += 1
        spared = any(met_above) and row.status != "met"
        met_above.append(row.status == "met")
        status = NOT_RELIED_ON if spared else STATUS_WORDS[row.status]
        named = titles.get(row.passage, "")
        text = f"{one_line(row.text)} ({named})" if named else one_line(row.text)
        # A group seldom says anything of its own: the conditions below it say what is needed.
        asks = row.status == "missing" and not spared and (next_depth <= row.depth or bool(row.obtain))
        yield PrintedCriterion(".".join(map(str, counters)), text, status, _record(row, titles, asks=asks))


def _record(row: CriterionRow, titles: Mapping[str, str], *, asks: bool) -> str:
    quotes = [f'"{one_line(e.quote)}" ({titles.get(e.document) or place_in_words(e.document)})' for e in row.evidence]
    if asks:
        quotes.append(f"[[needs: {one_line(row.obtain) or 'record for this criterion'}]]")
    return "; ".join(quotes)


def missing_name(placeholder: Placeholder) -> str:
    """What is missing, without the brackets that mark its place in the text."""
    return placeholder.text.removeprefix("[[needs:").removesuffix("]]").strip()


def one_line(text: str) -> str:
    """A quote without the line breaks of the page it was read from."""
    return " ".join(text.split())
