"""Turning a failed shape check into what, where and how to fix, for people."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

#: The plain words for pydantic's kinds of error; anything else keeps its own message.
_MESSAGES = {
    "missing": "this is needed and absent",
    "extra_forbidden": "unknown key",
    "int_type": "a whole number without quotes is needed here",
    "string_type": "text in quotes is needed here",
    "string_too_long": "the text is too long to be real",
    "bool_type": "true or false is needed here",
    "tuple_type": "a list is needed here",
    "dict_type": "a mapping of names to values is needed here",
    "model_type": "a mapping of names to values is needed here",
    "model_attributes_type": "a mapping of names to values is needed here",
}


class Problem(tuple[str, str, str]):
    """``(where, message, fix)`` of one thing wrong with the shape."""

    __slots__ = ()


def explain(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Every shape problem of ``error``, with its JSON path and the way to mend it."""
    return [_problem(item, model) for item in error.errors(include_url=False, include_input=False)]


def _problem(item: Any, model: type[BaseModel]) -> Problem:
    location = item["loc"]
    kind = item["type"]
    message = _MESSAGES.get(kind) or str(item["msg"]).removeprefix("Value error, ")
    fix = ""
    if kind == "extra_forbidden":
        fix = _nearest(str(location[-1]), fields_at(model, location[:-1]))
    elif kind == "missing":
        fix = f'add "{location[-1]}"'
    elif kind == "literal_error":
        fix = f"write one of {item['ctx']['expected']}"
        message = "this word is not one of those allowed here"
    return Problem((json_path(location), message, fix))


def json_path(location: tuple[int | str, ...]) -> str:
    """A zero-based JSON path.

    >>> json_path(("lines", 0, "tooth"))
    'lines[0].tooth'
    """
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path or "(whole file)"


def fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that are known at a place within a model; empty where any key is allowed."""
    current: Any = model
    for step in location:
        if isinstance(step, int):
            continue
        if not (isinstance(current, type) and issubclass(current, BaseModel)) or step not in current.model_fields:
            return []
        current = _model_within(current.model_fields[step].annotation)
    return sorted(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _model_within(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_within(part)
        if found is not None:
            return found
    return None


def _nearest(key: str, known: list[str]) -> str:
    if not known:
        return f'remove "{key}"'
    match = process.extractOne(key, known, score_cutoff=70)
    return f'did you mean "{match[0]}"?' if match else f'remove "{key}"; known here: {", ".join(known)}'
