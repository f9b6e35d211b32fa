"""Where a paper holds a value: the line that a person compares it with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from assistant.domain.case import Case
from assistant.domain.incoming import ReadValue
from assistant.recognise import dates, money

#: A value shorter than this is looked for nowhere; so many signs of its line are shown.
_SHORTEST, _AROUND = 3, 90
#: A payer's paper has some hundred lines; what stands behind these is not looked for.
_MOST_LINES = 3_000
#: So many words of a sentence stand on one line.
_FIRST_WORDS = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"\d+\.\d{2}")


def read_from(case: Case, paper: str) -> tuple[ReadValue, ...]:
    """Every value of the claim, its denials and the practice that a line of the paper holds."""
    shortened = "\n".join(paper.splitlines()[:_MOST_LINES])
    content = case.model_dump(mode="json", include={"claim", "denials", "practice"}, exclude_defaults=True)
    found = ((field, value, seen_beside(field, value, row, shortened)) for field, value, row in _leaves(content))
    return tuple(ReadValue(field=field, value=value, line=line) for field, value, line in found if line)


def plain_lines(words: str) -> str:
    r"""A file for machines a segment or a member a line; any other text as it is.

    >>> plain_lines("ISA*00~ST*835*0001~")
    'ISA*00\nST*835*0001\n'
    """
    if words.lstrip().startswith("ISA"):
        return "\n".join(part.strip() for part in words.split("~"))
    if words.lstrip()[:1] in ("{", "["):
        try:
            return json.dumps(json.loads(words), indent=1, ensure_ascii=False)
        except (ValueError, RecursionError):
            return words
    return words


def _leaves(
    value: Any, path: str = "", row: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}" if path else name, value)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(each, f"{path}.{index}", row)
    elif isinstance(value, str):
        yield path, value, row or {}


def seen_beside(field: str, value: str, row: Mapping[str, Any], paper: str) -> str:
    r"""Where a paper holds a value; one of a few signs by what stands beside it, a tooth by its code.

    >>> row = {"group": "CO", "carc": "97"}
    >>> seen_beside("denials.0.carc", "97", row, "97 Main Street\nThe core buildup is part of the crown (CO-97).")
    'The core buildup is part of the crown (CO-97).'
    >>> seen_beside("claim.lines.0.tooth", "19", {"code": "D2740"}, "October 19, 2026\nD2740 Crown, tooth 19")
    'D2740 Crown, tooth 19'
    """
    name = field.rpartition(".")[2]
    if name in ("group", "carc") and row.get("carc"):
        return _around_first(_reason(str(row.get("group") or ""), str(row["carc"])), paper)
    if len(value) < _SHORTEST and name in ("tooth", "surfaces", "area", "modifiers") and row.get("code") and value:
        return _around_first(_of_code(str(row["code"]), value), paper)
    return seen_in(value, paper) or (seen_in(_beginning(name, value), paper) if name in ("text", "address") else "")


def _beginning(name: str, value: str) -> str:
    """What of a value that goes over several lines stands on the first of them."""
    return value.partition(", ")[0] if name == "address" else " ".join(value.split()[:_FIRST_WORDS])


def _reason(group: str, carc: str) -> re.Pattern[str]:
    """A group with its reason, as letters, tables and remittances write them."""
    first = re.escape(group) if group else r"(?:CARC|reason(?: code)?)"
    return re.compile(rf"(?<![A-Za-z0-9]){first}[\s*:#-]{{0,3}}{re.escape(carc)}(?![0-9.])", re.IGNORECASE)


def _of_code(code: str, value: str) -> re.Pattern[str]:
    """A short value behind the code of its line, on one line of the paper."""
    behind = rf"(?<![A-Za-z0-9.$,/]){re.escape(value)}(?![A-Za-z0-9]|[.,/]\d)"
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(code)}\b.*?{behind}")


def _around_first(wanted: re.Pattern[str], paper: str) -> str:
    for line in paper.splitlines():
        if found := wanted.search(line.strip()):
            return _shortened(line.strip(), found.start())
    return ""


def _shortened(line: str, start: int) -> str:
    first = max(0, start - _AROUND // 2)
    return ("..." if first else "") + line[first : first + _AROUND]


def seen_in(value: str, paper: str) -> str:
    """The line of a paper that holds a value as somebody wrote it: a date in any form, an amount with its commas.

    Values of one or two signs stand everywhere and prove nothing.
    """
    if len(value) < _SHORTEST:
        return ""
    whole = re.compile(rf"(?<![A-Za-z0-9])(?:{_forms(value)})(?![A-Za-z0-9])", re.IGNORECASE)
    for line in paper.splitlines():
        stripped = line.strip()
        found = whole.search(stripped)
        start = found.start() if found else _read_at(stripped, value)
        if start is not None:
            return _shortened(stripped, start)
    return ""


def _forms(value: str) -> str:
    """How a file for machines writes a date or an amount."""
    forms = [value]
    if _DAY.fullmatch(value):
        forms.append(value.replace("-", ""))
    elif _AMOUNT.fullmatch(value):
        forms.append(value.rstrip("0").rstrip("."))
    return "|".join(re.escape(form) for form in forms)


def _read_at(line: str, value: str) -> int | None:
    """Where a line states the day or the amount in the words of people."""
    if _DAY.fullmatch(value):
        return next((found.start for found in dates.find(line) if found.value == value), None)
    if _AMOUNT.fullmatch(value):
        amount = Decimal(value)
        return next((found.start for found in money.find(line) if Decimal(found.value) == amount), None)
    return None
