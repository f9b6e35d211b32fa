"""``claim.json``: bytes to claims. One claim, a list of claims, or one claim a line (JSON Lines).

Strict where a value could be lost or changed: numbers keep every digit, a key may stand once in an object, NaN and
infinity are refused, unknown keys are refused. What cannot be read is said with its JSON path and the way to mend
it; in a file of many claims the others are read all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from assistant.domain.claim import Claim
from assistant.domain.errors import BadInput
from assistant.readers.decode import decode_text

#: Claims in one file; a practice sends a few hundred a day.
MAX_CLAIMS = 100_000
#: Lines, history entries or other items of one claim; an electronic claim holds 50 dental or 999 medical lines.
MAX_ITEMS = 1_000
#: Digits of a number.
MAX_DIGITS = 30

_FIX = "mend the JSON; `claimwright schema claim` prints its shape"
_SURROGATE = re.compile("[\ud800-\udfff]")


class ClaimFile(NamedTuple):
    """What a file holds: a claim, or why it cannot be read, for each place; ``many`` when it is a list."""

    claims: tuple[Claim | BadInput, ...]
    many: bool

    def only(self) -> Claim:
        """The one claim; raises what stands in its place."""
        claim = self.claims[0]
        if isinstance(claim, BadInput):
            raise claim
        return claim


def read_claims(data: bytes, name: str = "claim.json") -> ClaimFile:
    """The claims of a file; raises ``BadInput`` when the file as a whole cannot be read.

    >>> read_claims(b'{"lane": "dental", "lines": [{"id": "1", "code": "D0120"}]}').only().lines[0].code
    'D0120'
    """
    text = decode_text(data, name)
    try:
        whole = _parse(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise _broken(error) from None
        return ClaimFile(tuple(_json_lines(text)), many=True)
    if not isinstance(whole, list):
        return ClaimFile((_claim(whole),), many=False)
    if not whole:
        raise BadInput("the list holds no claim", where=name, fix="put at least one claim into it")
    if len(whole) > MAX_CLAIMS:
        raise BadInput(f"the list holds {len(whole):,} claims, more than {MAX_CLAIMS:,}", where=name, fix="split it")
    return ClaimFile(tuple(_claim(each) for each in whole), many=True)


def _json_lines(text: str) -> Iterator[Claim | BadInput]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _claim(_parse(line))
        except json.JSONDecodeError as error:
            broken = _broken(error)
            yield BadInput(broken.message, where=f"line {number}, column {error.colno}", fix=broken.fix)
        except BadInput as error:
            yield BadInput(error.message, where=f"line {number}", fix=error.fix)


class _Pairs(dict[str, Any]):
    """A JSON object that remembers the key that stood in it twice."""

    repeated: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> _Pairs:
    made = _Pairs(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        made.repeated = next(key for key in keys if keys.count(key) > 1)
    return made


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text, parse_float=_number, parse_int=_whole, parse_constant=_constant, object_pairs_hook=_object
        )
    except RecursionError:
        raise BadInput("the JSON is nested too deeply to be a claim", fix=_FIX) from None


class _Refused(NamedTuple):
    """Stands for a number that no claim can hold, until its place in the file is known."""

    message: str
    fix: str


def _number(written: str) -> Decimal | _Refused:
    return Decimal(written) if len(written) <= MAX_DIGITS else _too_long(written)


def _whole(written: str) -> int | _Refused:
    return int(written) if len(written) <= MAX_DIGITS else _too_long(written)


def _too_long(written: str) -> _Refused:
    return _Refused(f"the number {written[:20]}... is too long to be real", "write the number again")


def _constant(written: str) -> _Refused:
    return _Refused(f"{written} is not a number that a claim can hold", "write an amount, or leave the key out")


def _broken(error: json.JSONDecodeError) -> BadInput:
    return BadInput(f"the JSON breaks: {error.msg}", where=f"line {error.lineno}, column {error.colno}", fix=_FIX)


def _claim(value: Any) -> Claim | BadInput:
    if not isinstance(value, dict):
        return BadInput(f"a claim is an object in braces, not {_kind(value)}", where="(whole claim)", fix=_FIX)
    defect = next(_defects(value, ""), None)
    if defect is not None:
        return defect
    try:
        return Claim.model_validate(value)
    except ValidationError as error:
        return _shape_error(error)


def _defects(value: Any, path: str) -> Iterator[BadInput]:
    """What JSON allows and a claim does not, with the place where it stands."""
    if isinstance(value, _Pairs):
        if value.repeated is not None:
            where = f"{path}.{value.repeated}".lstrip(".")
            yield BadInput("the key stands twice, so one value would be lost", where=where, fix="keep one of them")
        for key, each in value.items():
            yield from _defects(each, f"{path}.{key}".lstrip("."))
    elif isinstance(value, _Refused):
        yield BadInput(value.message, where=path, fix=value.fix)
    elif isinstance(value, list):
        if len(value) > MAX_ITEMS:
            yield BadInput(f"{len(value):,} items, more than {MAX_ITEMS:,}", where=path, fix="split the claim")
        for index, each in enumerate(value):
            yield from _defects(each, f"{path}[{index}]")
    elif isinstance(value, str) and _SURROGATE.search(value):
        yield BadInput("the text holds half a character", where=path, fix="write the text again as UTF-8")


def _shape_error(error: ValidationError) -> BadInput:
    from assistant.readers.shape import explain

    (where, message, fix), *rest = explain(error, Claim)
    others = [str(BadInput(text, where=path, fix=mend)) for path, text, mend in rest]
    return BadInput(message, where=where, fix="\n".join([fix or "see `claimwright schema claim`", *others]))


def _kind(value: Any) -> str:
    return {list: "a list", str: "text", bool: "true or false", type(None): "null"}.get(type(value), "a number")
