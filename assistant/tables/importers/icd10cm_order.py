"""The CMS order file of ICD-10-CM: fixed columns with a code, whether it is billable, and two descriptions.

Columns, counted from one: 1-5 order number, 7-13 code without dot, 15 ``1`` for a billable code and ``0`` for a
heading, 17-76 short description, 78 on long description. The file has no Excludes1 notes and no seventh-character
definitions; the tabular XML has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.codes import icd10cm as code_of
from assistant.domain.errors import BadInput
from assistant.tables.icd10cm_build import SCHEMA, Node, lateralities
from assistant.tables.importers.kinds import Hints, Importer, Tally, hinted
from assistant.tables.importers.source_file import text_lines
from assistant.tables.releases import Release

_BILLABLE, _HEADING = "1", "0"
_FLAGS = (_BILLABLE, _HEADING)
_FIX = "use the order file of the release, such as icd10cm-order-2027.txt, or say --from and --through"


def _read(path: Path, tally: Tally) -> Iterator[tuple[Any, ...]]:
    nodes = list(_nodes(path, tally))
    sides = lateralities(nodes)
    for node in nodes:
        yield (*node[:3], int(node.leaf), None, sides.get(node.code), 0)


def _nodes(path: Path, tally: Tally) -> Iterator[Node]:
    last: dict[int, str] = {}
    for number, line in text_lines(path):
        if not line.strip():
            continue
        code, flag = line[6:13].strip(), line[14:15]
        if not line[:5].isdigit() or flag not in _FLAGS or not code_of.is_valid(code):
            tally.reject(number, "not in the columns of the order file")
            continue
        label = line[77:].strip() or line[16:76].strip()
        parent = next((last[n] for n in range(len(code) - 1, 2, -1) if code[:n] == last.get(n)), None)
        last[len(code)] = code
        tally.accept(f"{code_of.validate(code)} {label}")
        yield Node(code, label, parent, flag == _BILLABLE, None, False)


def _describe(path: Path, hints: Hints) -> Release:
    year = re.search(r"20\d\d", path.stem)
    if year is None and hints.effective_from is None:
        raise BadInput("the fiscal year of the file is not known", where=path.name, fix=_FIX)
    fiscal = int(year[0]) if year else fiscal_year(hints.effective_from or date.max)
    april = "apr" in path.stem.lower()
    return hinted(
        Release(
            table="icd10cm",
            name=f"FY{fiscal}" + (f" April 1 {fiscal}" if april else "") + " (codes and labels only)",
            effective_from=date(fiscal, 4, 1) if april else date(fiscal - 1, 10, 1),
            effective_through=date(fiscal, 9, 30),
            year_from=date(fiscal - 1, 10, 1),
            complete=True,
            origin="imported",
            source=f"CMS ICD-10-CM order file, {path.name}",
        ),
        hints,
    )


def fiscal_year(day: date) -> int:
    """The fiscal year of the code set that a day lies in.

    >>> fiscal_year(date(2026, 10, 1)), fiscal_year(date(2026, 9, 30))
    (2027, 2026)
    """
    return day.year + (day.month >= 10)


IMPORTER = Importer(
    kind="icd10cm-order",
    title="the CMS ICD-10-CM order file (text)",
    table="node",
    columns=7,
    schema=SCHEMA,
    read=_read,
    describe=_describe,
)
