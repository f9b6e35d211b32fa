"""The CMS HCPCS Level II file, as fixed-width text (ANWEB.txt) or as its Excel or CSV form.

Fixed columns, counted from one: 1-5 code (4-5 for a modifier), 11 record kind, 12-91 long description, 92-119
short description, 269-276 date added, 277-284 date of the last action, 285-292 last day in force. Record kind 3
starts a code and 4 continues its description; 7 and 8 are modifiers, which are left out here. The dental section
(D codes) is licensed by the American Dental Association and is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from assistant.codes import hcpcs
from assistant.domain.errors import BadInput
from assistant.tables.importers.kinds import CODE_TABLE, Hints, Importer, Tally, hinted, quarter
from assistant.tables.importers.source_file import sheet_rows, text_lines
from assistant.tables.releases import Release

_COLUMNS = {"HCPC": "code", "RECID": "kind", "LONG DESCRIPTION": "label", "ADD DT": "added", "TERM DT": "ended"}
_STARTS, _CONTINUES = "3", "4"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_NAME = re.compile(r"(20\d\d)[_-]?(JAN|APR|JUL|OCT)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:\.0|[ T].*)?")
_FIX = "use the quarterly HCPCS file of CMS, such as HCPC2026_OCT_ANWEB.txt"


class _Record(NamedTuple):
    line: int
    code: str
    kind: str
    label: str
    added: str
    ended: str


def _read(path: Path, tally: Tally) -> Iterator[tuple[Any, ...]]:
    current: list[str] = []
    for record in _records(path):
        if record.kind == _CONTINUES and current and current[0] == record.code:
            current[1] = f"{current[1]} {record.label}"
            continue
        if current:
            yield tuple(current)
            current = []
        if record.kind != _STARTS or record.code.startswith("D"):
            continue
        added, ended = _iso(record.added), _iso(record.ended)
        if not hcpcs.is_valid(record.code):
            tally.reject(record.line, f"{record.code!r} is not a HCPCS code")
        elif added is None or ended is None:
            tally.reject(record.line, f"{record.code}: a date is not YYYYMMDD")
        else:
            tally.accept(f"{record.code} {record.label}")
            current = [record.code, record.label, added, ended]
    if current:
        yield tuple(current)


def _records(path: Path) -> Iterator[_Record]:
    if path.suffix.lower() == ".txt":
        yield from _fixed(path)
    else:
        yield from _sheet(path)


def _fixed(path: Path) -> Iterator[_Record]:
    for number, line in text_lines(path):
        if len(line) > 11 and line[10] in "3478":
            yield _Record(
                number, line[:5].strip(), line[10], line[11:91].strip(), line[268:276].strip(), line[284:292].strip()
            )


def _sheet(path: Path) -> Iterator[_Record]:
    places: dict[str, int] = {}
    for number, cells in sheet_rows(path):
        if not places:
            heads = {_COLUMNS[cell.upper()]: place for place, cell in enumerate(cells) if cell.upper() in _COLUMNS}
            places = heads if len(heads) == len(_COLUMNS) else {}
        elif len(cells) > max(places.values()) and cells[places["code"]]:
            values = {name: cells[place] for name, place in places.items()}
            yield _Record(number, values["code"], values["kind"], values["label"], values["added"], values["ended"])
    if not places:
        raise BadInput(f"no heading with {', '.join(_COLUMNS)}", where=path.name, fix=_FIX)


def _iso(cell: str) -> str | None:
    """The date as YYYY-MM-DD, empty for an empty cell, ``None`` when it is no date."""
    if not cell:
        return ""
    match = _DAY.fullmatch(cell)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def _describe(path: Path, hints: Hints) -> Release:
    match = _NAME.search(path.stem)
    if match is None and hints.effective_from is None:
        raise BadInput("the quarter of the file is not known", where=path.name, fix=f"{_FIX}, or say --from")
    start, end = quarter(int(match[1]), _MONTHS.index(match[2].upper()) + 1) if match else (hints.effective_from, None)
    name = f"HCPCS {match[2].upper()} {match[1]}" if match else "HCPCS"
    return hinted(
        Release(
            table="hcpcs",
            name=name,
            effective_from=start,
            effective_through=end,
            complete=True,
            origin="imported",
            source=f"CMS HCPCS Level II file, {path.name}",
        ),
        hints,
    )


IMPORTER = Importer(
    kind="hcpcs",
    title="the CMS HCPCS Level II file (text, Excel or CSV)",
    table="code",
    columns=4,
    schema=(CODE_TABLE,),
    read=_read,
    describe=_describe,
)
