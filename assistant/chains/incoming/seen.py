"""Where a paper holds a value: the line that a person compares it with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assistant.domain.case import Case
from assistant.domain.incoming import ReadValue
from assistant.recognise import dates, money

#: A value shorter than this is looked for nowhere; so many signs of its line are shown.
_SHORTEST, _AROUND = 3, 90
#: A payer's paper has some hundred lines; what stands behind these is not looked for.
_MOST_LINES = 3_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"\d+\.\d{2}")


def read_from(case: Case, paper: str) -> tuple[ReadValue, ...]:
    """Every value of the claim and its denials that a line of the paper holds."""
    shortened = "\n".join(paper.splitlines()[:_MOST_LINES])
    content = case.model_dump(mode="json", include={"claim", "denials"}, exclude_defaults=True)
    found = ((field, value, seen_in(value, shortened)) for field, value in _leaves(content))
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


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves(each, f"{path}.{index}")
    elif isinstance(value, str):
        yield path, value


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
            first = max(0, start - _AROUND // 2)
            return ("..." if first else "") + stripped[first : first + _AROUND]
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
