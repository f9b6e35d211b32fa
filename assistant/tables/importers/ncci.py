"""The two NCCI files of CMS: procedure-to-procedure edits (PTP) and medically unlikely edits (MUE).

PTP, tab-separated text or Excel after some lines of notice: column 1, column 2, a star for edits older than 1996,
effective date, deletion date or a star, modifier indicator (0 not allowed, 1 allowed, 9 not applicable),
rationale. MUE, CSV or Excel: code, units, adjudication indicator (1 line, 2 and 3 date of service), rationale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.tables.importers.kinds import Hints, Importer, Tally, hinted, quarter
from assistant.tables.importers.source_file import Row, sheet_rows
from assistant.tables.releases import Release

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T].*)?")
#: A CPT or HCPCS code; the tables hold hundreds of thousands of them, so the shape alone is looked at.
_CODE = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}")
_NONE = "*"
_PTP_CELLS = 6
_MUE_CELLS = 3
_PART = re.compile(r"[-_](f\d+)\b", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff[_-]?(\d{2})-(\d{2})-(20\d\d)", re.IGNORECASE)
_VERSION = re.compile(r"[-_](v\d+r\d+)", re.IGNORECASE)


def _read_ptp(path: Path, tally: Tally) -> Iterator[tuple[Any, ...]]:
    for row in _from_first_code(path):
        cells = row.cells
        if len(cells) < _PTP_CELLS or not (_is_code(cells[0]) and _is_code(cells[1])):
            tally.reject(row.line, "a PTP row starts with two codes and has at least six cells")
            continue
        start, end = _iso(cells[3]), "" if cells[4] in ("", _NONE) else _iso(cells[4])
        if start is None or end is None:
            tally.reject(row.line, f"{cells[0]}/{cells[1]}: a date is not YYYYMMDD")
        elif cells[5] not in ("0", "1", "9"):
            tally.reject(row.line, f"{cells[0]}/{cells[1]}: modifier indicator {cells[5]!r} is not 0, 1 or 9")
        else:
            tally.accept(f"{cells[0]} / {cells[1]} from {start}")
            yield (cells[0], cells[1], start, end, cells[5], cells[6] if len(cells) > _PTP_CELLS else "")


def _read_mue(path: Path, tally: Tally) -> Iterator[tuple[Any, ...]]:
    for row in _from_first_code(path):
        cells = row.cells
        if len(cells) < _MUE_CELLS or not _is_code(cells[0]):
            tally.reject(row.line, "an MUE row has a code, units and an adjudication indicator")
        elif not (cells[1].isascii() and cells[1].isdigit()):
            tally.reject(row.line, f"{cells[0]}: units {cells[1]!r} are not a whole number")
        elif cells[2][:1] not in ("1", "2", "3"):
            tally.reject(row.line, f"{cells[0]}: adjudication indicator {cells[2]!r} does not start with 1, 2 or 3")
        else:
            tally.accept(f"{cells[0]} at most {cells[1]}")
            yield (cells[0], int(cells[1]), cells[2][:1], cells[3] if len(cells) > _MUE_CELLS else "")


def _from_first_code(path: Path) -> Iterator[Row]:
    """The rows after the notice and the heading: from the first that starts with a code."""
    begun = False
    for row in sheet_rows(path):
        begun = begun or bool(row.cells and _is_code(row.cells[0]))
        if begun and any(row.cells):
            yield row


def _is_code(cell: str) -> bool:
    return _CODE.fullmatch(cell) is not None


def _iso(cell: str) -> str | None:
    match = _DAY.fullmatch(cell)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def _part(path: Path) -> str:
    """CMS splits the PTP table over several files; each keeps its own part."""
    match = _PART.search(path.stem)
    return match[1].lower() if match else ""


def _describe_ptp(path: Path, hints: Hints) -> Release:
    version = _VERSION.search(path.stem)
    name = " ".join(filter(None, ("NCCI PTP", version[1] if version else "", _part(path))))
    release = Release(
        table="ncci-ptp", name=name, origin="imported", source=f"CMS NCCI procedure-to-procedure edits, {path.name}"
    )
    return hinted(release, hints)


def _describe_mue(path: Path, hints: Hints) -> Release:
    match = _EFFECTIVE.search(path.stem)
    start, end = quarter(int(match[3]), int(match[1])) if match else (None, None)
    release = Release(
        table="ncci-mue",
        name=f"NCCI MUE {start:%Y-%m}" if start else "NCCI MUE",
        effective_from=start,
        effective_through=end,
        origin="imported",
        source=f"CMS NCCI medically unlikely edits, {path.name}",
    )
    return hinted(release, hints)


PTP = Importer(
    kind="ncci-ptp",
    title="the CMS NCCI procedure-to-procedure edits (text or Excel)",
    table="ptp",
    columns=6,
    schema=(
        "CREATE TABLE ptp (one TEXT NOT NULL, two TEXT NOT NULL, effective_from TEXT NOT NULL,"
        " effective_through TEXT NOT NULL, modifier TEXT NOT NULL, rationale TEXT NOT NULL)",
    ),
    indexes=("CREATE INDEX ptp_pair ON ptp (one, two)",),
    read=_read_ptp,
    describe=_describe_ptp,
    part=_part,
)
MUE = Importer(
    kind="ncci-mue",
    title="the CMS NCCI medically unlikely edits (CSV or Excel)",
    table="mue",
    columns=4,
    schema=(
        "CREATE TABLE mue (code TEXT PRIMARY KEY, units INTEGER NOT NULL, indicator TEXT NOT NULL,"
        " rationale TEXT NOT NULL) WITHOUT ROWID",
    ),
    read=_read_mue,
    describe=_describe_mue,
)
