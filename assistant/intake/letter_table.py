"""The service lines of a payer's paper: the rows of its table by their headings, else the lines that name a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from assistant.codes import tooth as tooth_codes
from assistant.recognise import areas, dates, denial_codes, money, procedure_codes, sentences, surfaces, teeth
from assistant.tables.letter_headings import heading

_CELLS = re.compile(r"[^\s|](?:[^|\t]*?[^\s|])??(?=\s{2,}|\s*[|\t]|\s*$)")
#: Two headings that are known, a code's among them, make a heading row.
_FEWEST = 3
_PAID = re.compile(r"\b(?:we |plan )?paid:?\s{0,4}(\$?\s?[\d,]+(?:\.\d{2})?)(?![\d/-])", re.IGNORECASE)
_AMOUNT = re.compile(r"\$?\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{2})?")


@dataclass(frozen=True)
class LetterLine:
    """A service as the paper names it.

    ``told`` are the words with it, ``reason`` those of its reason cell, ``coded`` its reason and remark codes where
    they stand in cells of their own.
    """

    code: str
    told: str
    date: date | None = None
    tooth: str | None = None
    surfaces: str | None = None
    area: str | None = None
    fee: Decimal | None = None
    paid: Decimal | None = None
    refused: Decimal | None = None
    reason: str = ""
    coded: str = ""


def prose(text: str) -> tuple[str, ...]:
    r"""The sentences of a paper; rows of its tables are none, nor are the headings over them.

    >>> prose("Code    Billed   CARC\nE0486   100.00   50\nWe did not pay: no report came.")
    ('We did not pay: no report came.',)
    """
    found: list[str] = []
    block: list[str] = []
    for row in (*text.splitlines(), ""):
        if row.strip() and not is_row(row):
            block.append(row)
        elif block:
            found += [sentence.text for sentence in sentences.split("\n".join(block))]
            block = []
    return tuple(found)


def is_row(line: str) -> bool:
    """Whether a line is cells side by side rather than words."""
    return "|" in line or "\t" in line.strip() or len(_CELLS.findall(line.strip())) >= _FEWEST


def letter_lines(text: str) -> tuple[LetterLine, ...]:
    """Each service once, in the order of the paper."""
    rows = tuple(_tabled(text))
    return rows or tuple(_told(text))


def legend(text: str) -> Mapping[str, str]:
    """What the marks of a reason column stand for, where the paper explains them ("A - not covered")."""
    found: dict[str, str] = {}
    for match in re.finditer(
        r"^[ \t]*\(?([A-Z]{1,2}|\d{1,3}|[A-Z]\d{1,3})\)?\s?(?:[-:=.)]|\s{2,})\s?(\S.{8,})$", text, re.M
    ):
        found.setdefault(match[1], match[2].strip())
    return found


@dataclass(frozen=True)
class _Heading:
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class _Table:
    """The headings of a table, ``ruled`` with bars or tabs; a cell belongs to the heading that it stands under."""

    headings: tuple[_Heading, ...]
    ruled: bool

    def read(self, row: str) -> dict[str, str]:
        if self.ruled:
            parts = [part.strip() for part in re.split(r"[|\t]", row.strip().strip("|"))]
            named = zip(self.headings, parts, strict=False)
            return {under.name: part for under, part in named if under.name and part}
        found: dict[str, str] = {}
        for cell in _CELLS.finditer(row):
            under = min(self.headings, key=partial(_apart, cell)).name
            if under:
                found[under] = f"{found[under]} {cell[0]}" if under in found else cell[0]
        return found


def _apart(cell: re.Match[str], over: _Heading) -> tuple[int, int]:
    """How far a cell stands from a heading: nothing where they share a column of the page."""
    gap = max(over.start - cell.end(), cell.start() - over.end, 0)
    return gap, min(abs(over.start - cell.start()), abs(over.end - cell.end()))


def _headed(row: str) -> _Table | None:
    ruled = "|" in row or "\t" in row
    if ruled:
        parts = [part.strip() for part in re.split(r"[|\t]", row.strip().strip("|"))]
        headings = tuple(_Heading(0, 0, heading(part)) for part in parts)
    else:
        headings = tuple(_Heading(cell.start(), cell.end(), heading(cell[0])) for cell in _CELLS.finditer(row))
    names = [each.name for each in headings if each.name]
    if len(set(names)) < _FEWEST or "code" not in names or procedure_codes.find(row):
        return None
    return _Table(headings, ruled)


def _tabled(text: str) -> Iterator[LetterLine]:
    table: _Table | None = None
    line: LetterLine | None = None
    for row in text.splitlines():
        headed = _headed(row)
        if headed is None and line is not None and _goes_on(row):
            line = replace(line, told=f"{line.told}\n{row}")
            continue
        if line is not None:
            yield line
            line = None
        if headed is not None:
            table = headed
        elif table is not None and procedure_codes.find(row):
            line = _row(table.read(row), row)
    if line is not None:
        yield line


def _goes_on(row: str) -> bool:
    """Whether a row below a service holds what was taken off it: reason codes, set in or with their amounts."""
    if not denial_codes.find(row) or procedure_codes.find(row):
        return False
    return row[:2].isspace() or len(_CELLS.findall(row.strip())) > 1


def _row(cells: dict[str, str], row: str) -> LetterLine | None:
    codes = procedure_codes.find(cells.get("code", ""))
    if not codes:
        return None
    place = cells.get("tooth", "")
    whole = _tooth(place)
    return LetterLine(
        code=codes[0].value,
        told=row,
        date=_day(cells.get("date", "")),
        tooth=whole,
        surfaces=_surfaces(cells.get("surfaces", ""), whole),
        area=_area(cells.get("area", "") or ("" if whole else place)),
        fee=_money(cells.get("fee", "")),
        paid=_money(cells.get("paid", "")),
        refused=_money(cells.get("refused", "")),
        reason=cells.get("reason", ""),
        coded=_coded(cells),
    )


def _coded(cells: dict[str, str]) -> str:
    """Group, reason and remark code of their own cells, written as one."""
    group, carc, rarc = (cells.get(name, "").strip() for name in ("group", "carc", "rarc"))
    told = f"{group}-{carc}" if group and carc and carc[0].isdigit() else f"CARC {carc}" if carc else ""
    return f"{told} RARC {rarc}".strip() if rarc else told


def _tooth(written: str) -> str | None:
    plain = written.strip().lstrip("#").strip()
    return tooth_codes.compact(plain) if plain and tooth_codes.is_valid(plain, "universal") else None


def _surfaces(written: str, tooth: str | None) -> str | None:
    plain = written.strip().upper()
    return plain if tooth and re.fullmatch(r"[MODBLFI]{1,5}", plain) else None


def _area(written: str) -> str | None:
    plain = written.strip()
    if re.fullmatch(r"(?:0[0-2]|[1-4]0)", plain):
        return plain
    found = areas.find(plain) if plain else ()
    return found[0].value if found else None


def _day(written: str) -> date | None:
    return next((date.fromisoformat(m.value) for m in dates.find(written) if m.unit == ""), None)


def _money(written: str) -> Decimal | None:
    match = _AMOUNT.fullmatch(written.strip())
    return Decimal(match[1].replace(",", "") + (match[2] or "")) if match else None


def _told(text: str) -> Iterator[LetterLine]:
    """Lines of prose that name a code; a code named again is another service only with another place or day."""
    seen: list[LetterLine] = []
    for row in text.splitlines():
        found = procedure_codes.find(row)
        for mention in found[:1] if len({m.value for m in found}) == 1 else found:
            told = _around(text, row) if len(found) == 1 else row
            line = _prose(mention.value, row, told)
            if not any(_same(line, known) for known in seen):
                seen.append(line)
                yield line


def _around(text: str, row: str) -> str:
    """The sentence that a row stands in, where it names one code alone."""
    place = sentences.containing(sentences.split(text), text.index(row) + len(row) - len(row.lstrip()))
    whole = place.text if place is not None else row
    return whole if row.strip() in whole and len(procedure_codes.find(whole)) == 1 else row


def _own_part(code: str, row: str) -> str:
    """What of a line of prose is about its code: not what was priced before the code is named."""
    start = next((m.start for m in procedure_codes.find(row) if m.value == code), 0)
    cuts = [m.end() for m in re.finditer(r"[,;] (?:and )?", row[:start]) if money.find(row[: m.start()])]
    return row if is_row(row) or not cuts else row[cuts[-1] :]


def _prose(code: str, row: str, told: str) -> LetterLine:
    row = _own_part(code, row)
    tooth = next((m.value for m in teeth.find(row)), None)
    amounts = [Decimal(m.value) for m in money.find(row)] or [Decimal(m.value) for m in money.find(told)]
    return LetterLine(
        code=code,
        told=row,
        date=_day(row) or _day(told),
        tooth=tooth,
        surfaces=next((m.value for m in surfaces.find(row)), None) if tooth else None,
        area=None if tooth else next((m.value for m in areas.find(row)), None),
        fee=max(amounts, default=None),
        paid=_money(paid[1]) if (paid := _PAID.search(row)) else None,
    )


def _same(line: LetterLine, known: LetterLine) -> bool:
    """Whether a code is only named again: nothing that it states differs from what is known."""
    if line.code != known.code:
        return False
    pairs = ((line.tooth, known.tooth), (line.area, known.area), (line.date, known.date))
    return all(one is None or one == other for one, other in pairs)
