"""What a case may give and expect: types that every suite declares, and how a case is read through them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError, WithJsonSchema

from assistant.domain.base import Frozen


class Labels(Frozen):
    """The keys of ``inputs`` or of ``expect``; any other key is refused."""


def one_or_more(value: Any) -> Any:
    """A bare string is one element, nothing is none.

    >>> one_or_more("CO-45"), one_or_more(["a", "b"]), one_or_more(None)
    (['CO-45'], ['a', 'b'], [])
    """
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
#: One string or several.
Words = Annotated[tuple[str, ...], BeforeValidator(one_or_more), WithJsonSchema(_TEXTS)]
#: Texts that are all wanted; of a list among them one text is enough.
Facts = Annotated[
    tuple[str | tuple[str, ...], ...],
    BeforeValidator(one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": _TEXTS}]}),
]


def read_by(check: Callable[[dict[str, Any]], object]) -> AfterValidator:
    """Content that another type reads: checked with it and kept as it was written."""

    def checked(content: dict[str, Any]) -> dict[str, Any]:
        try:
            check(content)
        except ValidationError as error:
            raise ValueError("; ".join(_wrong(error))) from error
        return content

    return AfterValidator(checked)


def _claim(content: dict[str, Any]) -> object:
    from assistant.domain.claim import Claim

    return Claim.model_validate(content)


def _office_case(content: dict[str, Any]) -> object:
    from assistant.domain.case import Case

    return Case.model_validate(content)


def _payer(name: str) -> str:
    """A payer that is known by name: one that nobody knows is passed over, and what then stands there is no proof."""
    from assistant.tables.payers import resolve_payer

    found = resolve_payer(name)
    if found.name is None:
        meant = f"; {' or '.join(map(repr, found.choices))} is meant?" if found.choices else ""
        raise ValueError(f"no payer is known as {name!r}{meant}")
    return name


#: The name of a payer that is known, in any of its spellings.
KnownPayer = Annotated[str, AfterValidator(_payer)]
#: A claim, and an office's case, as their files hold them.
ClaimContent = Annotated[dict[str, Any], read_by(_claim)]
CaseContent = Annotated[dict[str, Any], read_by(_office_case)]


def read_labels(given: type[Labels], content: Mapping[str, Any], part: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The content as the type reads it, with what is wrong, each with its key; ``part`` is inputs or expect."""
    try:
        read = given.model_validate(dict(content))
    except ValidationError as error:
        return {}, tuple(f"{part}.{each}".replace(".:", ":") for each in _wrong(error, given))
    return read.model_dump(mode="json", exclude_unset=True), ()


def wrong_fields(error: ValidationError, of: type[BaseModel]) -> str:
    """What is wrong with the fields of a model, in words."""
    return "; ".join(_wrong(error, of))


def _wrong(error: ValidationError, of: type[BaseModel] | None = None) -> Iterator[str]:
    """One remark a key, with the key first."""
    told: set[str] = set()
    for each in error.errors():
        # Where one of several types would do, their names stand among the keys.
        keys = [str(part) for part in each["loc"] if re.fullmatch(r"\w[\w -]*", str(part))]
        place = ".".join(keys)
        if place in told:
            continue
        told.add(place)
        others = list(of.model_fields) if of and len(keys) == 1 else []
        near = get_close_matches("".join(keys), others, 1)
        hint = f"; {near[0]!r} is meant?" if near else f"; it has {', '.join(others)}" if others else ""
        said = {
            "missing": "is missing",
            "extra_forbidden": f"is no key of it{hint}",
        }.get(each["type"], each["msg"].removeprefix("Value error, "))
        yield f"{place} {said}" if each["type"] in ("missing", "extra_forbidden") else f"{place}: {said}"
