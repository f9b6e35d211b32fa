"""The single values of a request that are wrong: where each stands, what is wrong with it, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.exceptions import RequestValidationError

    from assistant.domain.errors import ClaimwrightError

Place = Literal["body", "query", "path", "header", "cookie"]

#: More than this nobody mends at once.
_MOST = 50
#: A key that is no name of ours is the sender's own words, and may be a patient's name.
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.\[\]-]{0,60}")
_UNTOLD = "unknown"
_STEP = re.compile(r"[^.\[\]]+")
#: What is said where the check does not know what would be right.
ELSE = "give a value that the description at /v1/openapi.json allows here"

#: What would be right, by the kind of error that the check names; the words in braces are bounds that it knows.
_FIXES: dict[str, str] = {
    "missing": "add it",
    "extra_forbidden": "remove it",
    "json_invalid": "send the body as valid JSON",
    "literal_error": "use {expected}",
    "enum": "use {expected}",
    "string_too_short": "give at least {min_length} characters",
    "string_too_long": "give at most {max_length} characters",
    "string_pattern_mismatch": "give a text of the form {pattern}",
    "too_short": "give at least {min_length}",
    "too_long": "give at most {max_length}",
    "greater_than": "give a number above {gt}",
    "greater_than_equal": "give a number of at least {ge}",
    "less_than": "give a number below {lt}",
    "less_than_equal": "give a number of at most {le}",
    "multiple_of": "give a multiple of {multiple_of}",
    "decimal_max_digits": "give at most {max_digits} digits",
    "decimal_max_places": "give at most {decimal_places} digits behind the point",
    "decimal_whole_digits": "give at most {whole_digits} digits before the point",
    "union_tag_invalid": "use {expected_tags}",
}
#: The same, by the word that an error's kind begins with.
_KINDS: dict[str, str] = {
    "int": "give a whole number",
    "float": "give a number",
    "finite": "give a number",
    "decimal": 'give an amount as a text of digits with a point, such as "240.00"',
    "bool": "give true or false",
    "string": "give a text in quotes",
    "datetime": "give a day and time as YYYY-MM-DDThh:mm:ssZ",
    "date": "give a day of the calendar as YYYY-MM-DD",
    "list": "give a list, in [ ]",
    "tuple": "give a list, in [ ]",
    "set": "give a list, in [ ]",
    "frozen": "give a list, in [ ]",
    "dict": "give an object, in { }",
    "model": "give an object, in { }",
    "mapping": "give an object, in { }",
    "value": "mend the value as the detail says",
    "assertion": "mend the value as the detail says",
}


class Slip(BaseModel):
    """One value of the request that is wrong: in the body by its ``pointer``, elsewhere by its ``parameter``."""

    pointer: str | None = Field(
        default=None, description="JSON Pointer (RFC 6901) into the body; the empty one is the whole body"
    )
    parameter: str | None = Field(default=None, description="name of a parameter of the query, the path or a header")
    place: Place | None = Field(default=None, description="what the pointer or the parameter belongs to")
    detail: str
    fix: str

    @property
    def named(self) -> str:
        """Where it stands, in a word."""
        return self.parameter or self.pointer or ("the body" if self.place == "body" else "")


def slips_of(error: RequestValidationError) -> list[Slip]:
    """What a check found in a request; never the values that were sent."""
    return [_slip(each, error.body) for each in error.errors()[:_MOST]]


def slip_in(request: Request, error: ClaimwrightError, fix: str) -> list[Slip]:
    """The value that a named error tells of, where the route has it as a parameter or as a field of its body."""
    where, found = error.where, getattr(request.scope.get("route"), "dependant", None)
    if not where or found is None:
        return []
    told: dict[str, Any] = {"detail": error.message, "fix": fix}
    places: tuple[tuple[Place, Any], ...] = (("query", found.query_params), ("path", found.path_params))
    for place, parameters in places:
        if any(each.alias == where for each in parameters):
            return [Slip(parameter=where, place=place, **told)]
    if where.isascii() and where in request.headers:
        return [Slip(parameter=where, place="header", **told)]
    steps = _STEP.findall(where)
    return [Slip(pointer=pointer_of(steps), place="body", **told)] if steps and steps[0] in _fields(found) else []


def pointer_of(steps: Sequence[str | int]) -> str:
    """A path as a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def fix_of(kind: str, context: Mapping[str, Any]) -> str:
    """What would be right for an error of this kind."""
    known = _FIXES.get(kind, "")
    try:
        if known:
            return known.format_map(context)
    except KeyError:
        return ELSE
    if context.get("expected"):
        return f"use {context['expected']}"
    return _KINDS.get(kind.partition("_")[0], ELSE)


def _slip(error: Mapping[str, Any], body: object) -> Slip:
    place, *path = error["loc"]
    kind, context = error["type"], error.get("ctx") or {}
    fix, detail = fix_of(kind, context), str(error["msg"])
    if place != "body":
        names = [str(step) for step in path if _told(step) != _UNTOLD]
        return Slip(parameter=names[0] if names else str(place), place=place, detail=detail, fix=fix)
    if kind == "json_invalid":
        at = f" at character {path[0]}" if path else ""
        return Slip(pointer="", place="body", detail=f"not JSON{at}: {context.get('error', detail)}", fix=fix)
    if not path:
        fix = "send a body" if kind == "missing" else fix
        return Slip(pointer="", place="body", detail=detail, fix=fix)
    return Slip(pointer=pointer_of(_steps(path, body, kind)), place="body", detail=detail, fix=fix)


def _steps(path: Sequence[str | int], body: object, kind: str) -> list[str | int]:
    """The path as it stands in the body: a check also names the branches that it tried, which nobody sent."""
    steps: list[str | int] = []
    for number, step in enumerate(path, start=1):
        if isinstance(body, Mapping):
            if step in body:
                body = body[step]
            elif number == len(path) and kind == "missing":
                body = None
            else:
                continue
        elif isinstance(body, list | tuple) and isinstance(step, int) and 0 <= step < len(body):
            body = body[step]
        else:
            continue
        steps.append(_told(step))
    return steps


def _told(step: str | int) -> str | int:
    return step if isinstance(step, int) or _NAME.fullmatch(step) else _UNTOLD


def _fields(dependant: Any) -> set[str]:
    """The names at the top of the body of a route."""
    names: set[str] = set()
    for each in dependant.body_params:
        kind = each.field_info.annotation
        names |= set(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else {each.alias}
    return names
