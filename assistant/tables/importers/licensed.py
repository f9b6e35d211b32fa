"""A practice's own licensed lists of CDT and CPT codes, as CSV, tab-separated text or Excel.

The first column, or the one headed *code*, holds the code; the next, or the one headed *description*, *label* or
*nomenclature*, its text. Columns headed *effective* and *end* may give dates as YYYY-MM-DD. The list stays in the
folder it is imported to and is never shipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from assistant.codes import cdt, cpt, day
from assistant.domain.errors import BadInput, CodeError
from assistant.tables.importers.kinds import CODE_TABLE, Hints, Importer, Tally, hinted
from assistant.tables.importers.source_file import Row, sheet_rows
from assistant.tables.releases import Release

_HEADINGS = {
    "code": ("code", "procedure code", "cdt code", "cpt code"),
    "label": ("description", "label", "nomenclature", "short description", "long description", "descriptor"),
    "start": ("effective", "effective date", "effective from", "effective_from", "start"),
    "end": ("end", "end date", "termination date", "effective through", "effective_through", "deleted"),
}
_WITHOUT_HEADING = {"code": 0, "label": 1}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def _reader(validate: Callable[[str], str]) -> Callable[[Path, Tally], Iterator[tuple[Any, ...]]]:
    def read(path: Path, tally: Tally) -> Iterator[tuple[Any, ...]]:
        places: dict[str, int] = {}
        seen: set[str] = set()
        for row in sheet_rows(path):
            if not any(row.cells):
                continue
            if not places:
                places = _headings(row.cells)
                if places:
                    continue
                places = _WITHOUT_HEADING
            checked = _checked(row, places, validate, tally)
            if checked is None:
                continue
            if checked[0] in seen:
                tally.reject(row.line, f"{checked[0]} is listed twice")
                continue
            seen.add(checked[0])
            tally.accept(checked[0])
            yield checked

    return read


def _headings(cells: list[str]) -> dict[str, int]:
    names = [cell.lower() for cell in cells]
    found = {
        field: next((place for place, name in enumerate(names) if name in known), -1)
        for field, known in _HEADINGS.items()
    }
    places = {field: place for field, place in found.items() if place >= 0}
    return places if "code" in places else {}


def _checked(
    row: Row, places: dict[str, int], validate: Callable[[str], str], tally: Tally
) -> tuple[str, str, str, str] | None:
    cells = {field: row.cells[place] for field, place in places.items() if place < len(row.cells)}
    try:
        code = validate(cells.get("code", ""))
        dates = [day.validate(cells[field]) if cells.get(field) else "" for field in ("start", "end")]
    except CodeError as error:
        tally.reject(row.line, error.message)
        return None
    return code, cells.get("label", ""), dates[0], dates[1]


def _describer(table: Literal["cdt", "cpt"], owner: str) -> Callable[[Path, Hints], Release]:
    def describe(path: Path, hints: Hints) -> Release:
        match = _YEAR.search(path.stem)
        if match is None and hints.effective_from is None:
            raise BadInput(
                "the year of the list is not known",
                where=path.name,
                fix="put the year into the file name, or say --from and --through",
            )
        year = int(match[1]) if match else (hints.effective_from or date.max).year
        return hinted(
            Release(
                table=table,
                name=f"{table.upper()} {year} (licensed list)",
                effective_from=date(year, 1, 1),
                effective_through=date(year, 12, 31),
                year_from=date(year, 1, 1),
                complete=True,
                origin="imported",
                source=f"the practice's own list, licensed by the {owner}: {path.name}",
            ),
            hints,
        )

    return describe


CDT = Importer(
    kind="cdt",
    title="the practice's licensed CDT list (CSV, text or Excel)",
    table="code",
    columns=4,
    schema=(CODE_TABLE,),
    read=_reader(cdt.validate),
    describe=_describer("cdt", "American Dental Association"),
)
CPT = Importer(
    kind="cpt",
    title="the practice's licensed CPT list (CSV, text or Excel)",
    table="code",
    columns=4,
    schema=(CODE_TABLE,),
    read=_reader(cpt.validate),
    describe=_describer("cpt", "American Medical Association"),
)
