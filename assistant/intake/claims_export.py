"""A claims CSV of a practice-management system into claims; what cannot be used is named, the rest goes on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any, cast

from assistant.codes import carc as carc_codes
from assistant.domain.case import PlanFunding
from assistant.domain.claim import Word
from assistant.domain.errors import BadInput, CodeError
from assistant.domain.kpi import ClaimRow, ClaimsExport, ClaimState, DataProblem
from assistant.readers.decode import decode_text
from assistant.tables.exports import Profile, fields, headings, plain, profile_of, profiles, state

MOST_ROWS = 200_000

_DAY_FIELDS = ("service", "submitted", "touched", "denied", "due")
_MONEY_FIELDS = ("billed", "paid", "adjusted", "balance")
_NEEDED = ("payer", "service", "billed", "status")
_FUNDINGS = ("insured", "self_funded", "medicare", "medicare_advantage", "medicaid", "unknown")
_SLASHED = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})(?:[ T].*)?")


@dataclass
class _Reading:
    """The file while it is read."""

    problems: list[DataProblem] = field(default_factory=list)
    day_first: bool = False
    states: Mapping[str, ClaimState] = field(default_factory=dict)

    def note(self, row: int | None, column: str, message: str, fix: str) -> None:
        self.problems.append(DataProblem(row=row, column=column, message=message, fix=fix))


def read_claims_export(
    data: bytes, name: str = "", mapping: Mapping[str, str] | None = None, profile: str | None = None
) -> ClaimsExport:
    """The claims of a CSV file (comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252).

    ``profile`` names the system that wrote the file (``open_dental``, ``dentrix`` ...), told by
    its own headings where it is not given; ``mapping`` gives the heading of a field where
    neither the profile nor the table knows it, and goes first. Names,
    birth dates and member numbers are never read. Dates are taken as month/day/year
    unless the file shows otherwise; amounts may carry ``$``, thousands commas and
    brackets for negative.

    Raises:
        BadInput: no table, no usable heading, an unknown profile, or a mapped field or heading that is not there.
    """
    table = _table(decode_text(data, name), name)
    header, lines = table[0], table[1:]
    system = _profile(header, profile)
    columns, ignored = _columns(header, mapping or {}, name, system)
    reading = _Reading(states=system.states if system else {})
    for missing in (needed for needed in _NEEDED if needed not in columns):
        reading.note(1, missing, f"no column for {missing}", f"name it with --map {missing}=HEADING")
    reading.day_first = _day_first(lines, columns, reading)
    rows = list(_rows(lines, columns, len(header), reading))
    kept = _without_duplicates(rows, reading)
    return ClaimsExport(
        rows=tuple(kept),
        columns={name_: header[place] for name_, place in columns.items()},
        ignored=ignored,
        profile=system.label if system else "",
        problems=tuple(reading.problems),
    )


def _table(text: str, name: str) -> list[list[str]]:
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        table = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadInput(f"this is not a table: {error}", where=name, fix="export the claims as CSV") from None
    while table and not any(cell.strip() for cell in table[0]):
        table.pop(0)
    if not table or len(table[0]) < 2:
        raise BadInput("no table with a header row", where=name, fix="export the claims as CSV with headings")
    if len(table) > MOST_ROWS:
        raise BadInput(f"more than {MOST_ROWS:,} rows", where=name, fix="export a shorter period")
    return table


def _profile(header: Sequence[str], named: str | None) -> Profile | None:
    if named is None:
        return profile_of(header)
    wanted = plain(named).replace(" ", "_")
    if wanted not in profiles():
        raise BadInput(f"no profile named {named!r}", fix=f"Choose one of {', '.join(profiles())}.")
    return profiles()[wanted]


def _columns(
    header: Sequence[str], mapping: Mapping[str, str], name: str, system: Profile | None
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each field; a heading that is named twice counts once, the first."""
    places = {plain(heading): place for place, heading in reversed(list(enumerate(header)))}
    columns: dict[str, int] = {}
    for wanted, heading in mapping.items():
        if wanted not in fields():
            raise BadInput(f"no field named {wanted!r}", fix=f"Choose one of {', '.join(fields())}.")
        if plain(heading) not in places:
            raise BadInput(f"no column headed {heading!r}", where=name, fix=f"The headings are {', '.join(header)}.")
        columns[wanted] = places[plain(heading)]
    taken = set(columns.values())
    known = {**headings(), **(system.headings if system else {})}
    ignored = []
    for place, heading in enumerate(header):
        meaning = known.get(plain(heading))
        if meaning is None or meaning == "private" or meaning in columns or place in taken:
            if place not in taken:
                ignored.append(heading)
            continue
        columns[meaning] = place
    if not columns:
        # The first line may be data: it is not repeated, as it could name a patient.
        raise BadInput(
            "no heading is known", where=name, fix="give a header row, or name columns with --map payer=HEADING"
        )
    return columns, tuple(ignored)


def _day_first(lines: Sequence[Sequence[str]], columns: Mapping[str, int], reading: _Reading) -> bool:
    """Whether 03/04 means the third of April; told by a day above 12, else month first with a note."""
    firsts, seconds = set(), set()
    for line in lines:
        for name in _DAY_FIELDS:
            cell = line[columns[name]].strip() if name in columns and columns[name] < len(line) else ""
            match = _SLASHED.fullmatch(cell)
            if match and len(match[1]) <= 2:
                firsts.add(int(match[1]))
                seconds.add(int(match[2]))
    if not firsts:
        return False
    if max(firsts) > 12 and max(seconds) <= 12:
        reading.note(None, "dates", "dates were read as day/month/year", "export dates as YYYY-MM-DD")
        return True
    if max(firsts) <= 12 and max(seconds) <= 12:
        reading.note(
            None, "dates", "no date shows which comes first; month/day/year was taken", "export dates as YYYY-MM-DD"
        )
    return False


def _rows(
    lines: Sequence[Sequence[str]], columns: Mapping[str, int], width: int, reading: _Reading
) -> Iterator[ClaimRow]:
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) > width and any(cell.strip() for cell in line[width:]):
            reading.note(
                number,
                "",
                f"{len(line)} cells under {width} headings; the row is left out",
                "quote cells that hold the separator",
            )
            continue
        yield _row(
            number, {name: line[place].strip() if place < len(line) else "" for name, place in columns.items()}, reading
        )


def _row(number: int, cells: Mapping[str, str], reading: _Reading) -> ClaimRow:
    values: dict[str, Any] = {"row": number}
    for name in _DAY_FIELDS:
        values[name] = _day(cells.get(name, ""), number, name, reading)
    for name in _MONEY_FIELDS:
        values[name] = _money(cells.get(name, ""), number, name, reading)
    values |= _reason(cells, number, reading)
    values["claim"] = _word(cells.get("claim"))
    values["payer"] = _word(cells.get("payer"))
    values["codes"] = _list(cells.get("codes", ""))
    values["diagnoses"] = _list(cells.get("diagnoses", ""))
    values["lane"] = _lane(cells.get("lane", ""), values["codes"])
    values["funding"] = _funding(cells.get("funding", ""), number, reading)
    values["state"] = _state(cells, values, number, reading)
    values["balance"] = _balance(values)
    if values["service"] is None and "service" in cells:
        reading.note(number, "service", "no date of service; its age is not known", "add the date")
    return ClaimRow.model_validate(values)


def _day(cell: str, row: int, column: str, reading: _Reading) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell[:10]) if re.match(r"\d{4}-", cell) else _slashed(cell, reading.day_first)
    except ValueError:
        reading.note(row, column, f"{cell[:20]!r} is not a date", "write it as YYYY-MM-DD")
        return None


def _slashed(cell: str, day_first: bool) -> date:
    match = _SLASHED.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    one, two, three = int(match[1]), int(match[2]), int(match[3])
    if len(match[1]) == 4:
        return date(one, two, three)
    year = three + 2000 if three < 100 else three
    return date(year, two, one) if day_first else date(year, one, two)


def _money(cell: str, row: int, column: str, reading: _Reading) -> Decimal | None:
    """An amount as exports write it; a negative charge or an unreadable one is named and left open."""
    if not cell:
        return None
    bare = cell.replace("$", "").replace(" ", "")
    bracketed = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 9:
        reading.note(row, column, f"{cell[:20]!r} is not an amount", "write it as 1234.56")
        return None
    amount = -amount if bracketed else amount
    if amount < 0 and column in ("billed", "balance"):
        reading.note(row, column, f"{cell[:20]} is negative and is not used", "check the claim")
        return None
    return abs(amount) if column == "adjusted" else amount


def _reason(cells: Mapping[str, str], row: int, reading: _Reading) -> dict[str, str | None]:
    """Group, CARC, remark and words; a code may carry its group (CO-50) or stand beside a remark."""
    group = cells.get("group", "").upper() or None
    found: dict[str, str | None] = {
        "group": group,
        "carc": None,
        "rarc": _word(cells.get("rarc")),
        "reason": _word(cells.get("reason")),
    }
    written = cells.get("carc", "")
    for part in re.split(r"[\s,;/|]+", written):
        if not part:
            continue
        try:
            pair = carc_codes.with_group(part)
        except CodeError:
            if re.fullmatch(r"(?:MA|M|N)\d{1,3}", part.upper()):
                found["rarc"] = f"{found['rarc'] or ''} {part}".strip()
            else:
                reading.note(row, "carc", f"{part[:20]!r} is not a reason code", "write it as CO-50")
            continue
        if found["carc"] is None:
            found["group"], found["carc"] = pair.group or group, pair.carc
    return found


def _state(cells: Mapping[str, str], values: Mapping[str, Any], row: int, reading: _Reading) -> str:
    written = cells.get("status", "")
    known = reading.states.get(plain(written)) or (state(written) if written else "unknown")
    if known != "unknown":
        return known
    if written:
        reading.note(
            row,
            "status",
            f"the status {written[:30]!r} is not known",
            "name it draft, submitted, records, denied, paid ...",
        )
    if values["carc"] or values["reason"] or values["denied"]:
        return "denied"
    return "unknown"


def _balance(values: Mapping[str, Any]) -> Decimal | None:
    """What is open: as stated, else billed less paid and adjusted; nothing on a paid or closed claim."""
    if values["balance"] is not None:
        return cast(Decimal, values["balance"])
    if values["state"] in ("paid", "closed"):
        return Decimal(0)
    if values["billed"] is None:
        return None
    rest = values["billed"] - (values["paid"] or 0) - (values["adjusted"] or 0)
    return max(cast(Decimal, rest), Decimal(0))


def _lane(cell: str, codes: Sequence[str]) -> str | None:
    word = plain(cell)
    if "medical" in word or "dental" in word:
        return "medical" if "medical" in word else "dental"
    if codes:
        return "dental" if all(code.startswith("D") for code in codes) else "medical"
    return None


def _funding(cell: str, row: int, reading: _Reading) -> PlanFunding | None:
    word = plain(cell).replace(" ", "_")
    if not word:
        return None
    if word not in _FUNDINGS:
        reading.note(row, "funding", f"{cell[:20]!r} is no funding", f"write one of {', '.join(_FUNDINGS)}")
        return None
    return cast(PlanFunding, word)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.upper() for part in re.split(r"[\s,;/|]+", cell) if part)


def _word(cell: str | None) -> Word | None:
    return cell[:200] if cell else None


def _without_duplicates(rows: Sequence[ClaimRow], reading: _Reading) -> list[ClaimRow]:
    """Each claim once; a row that repeats another in everything but its place is left out and named."""
    seen: dict[str, int] = {}
    numbers: dict[str, int] = {}
    kept = []
    for row in rows:
        content = row.model_dump_json(exclude={"row"})
        if content in seen:
            reading.note(row.row, "", f"the same as row {seen[content]}; counted once", "remove it from the export")
            continue
        seen[content] = row.row
        if row.claim and row.claim in numbers:
            reading.note(
                row.row,
                "claim",
                f"claim number as in row {numbers[row.claim]} with other content; both counted",
                "check both",
            )
        elif row.claim:
            numbers[row.claim] = row.row
        kept.append(row)
    return kept
