"""JSON read strictly: bounded depth, no duplicate keys, no NaN, every number exact."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from assistant.domain.errors import BadInput
from assistant.domain.records.written import Number

#: Nesting of brackets that is read; real resources stay below 20.
DEPTH = 64

#: Objects and lists that are read; a bundle of a hundred answers has some tens of thousands.
OBJECTS = 200_000

#: Digits of a number that is read; FHIR asks for 18.
_DIGITS = 18

# The closing quote is optional, so that an unterminated string is taken in one go.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)

_FIX = "ask the sender for the resource again, or mend the JSON"


def parse_json(text: str) -> Any:
    """The JSON value in ``text``; ``BadInput`` names the line where it breaks."""
    _refuse_size(text)
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise BadInput(
            f"the JSON breaks: {error.msg}", where=f"line {error.lineno}, column {error.colno}", fix=_FIX
        ) from None


def _refuse_size(text: str) -> None:
    depth = objects = 0
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth += 1
            objects += 1
            if depth > DEPTH:
                raise BadInput(
                    f"the JSON is nested deeper than {DEPTH} levels", where=_line(text, found.start()), fix=_FIX
                )
        elif mark in "]}":
            depth -= 1
    if objects > OBJECTS:
        raise BadInput(f"the JSON holds more than {OBJECTS:,} objects and lists, which is the limit", fix=_FIX)


def _line(text: str, position: int) -> str:
    return f"line {text.count(chr(10), 0, position) + 1}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise BadInput(f"the key {key[:60]!r} stands twice in one object, so one value would be lost", fix=_FIX)
        made[key] = value
    return made


def _number(text: str) -> Number:
    """A number exactly as written; an exponent is written out."""
    if len(text) <= 2 * _DIGITS:
        if "e" not in text and "E" not in text:
            plain = Number.read(text)
            if plain is not None:
                return plain
        else:
            value = Decimal(text)
            if value.is_finite() and abs(value.adjusted()) < _DIGITS:
                return Number.of(value)
    raise BadInput(f"the number {text[:40]!r} is out of range", fix=_FIX)


def _constant(text: str) -> NoReturn:
    raise BadInput(f"{text} is not a number that JSON allows", fix=_FIX)
