"""Numbers of the interface: those that every database can hold, and those that an address can carry."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BeforeValidator, Field

#: The revision of a record that a change was made from.
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _number(value: object) -> object:
    """An address carries texts only, and a literal is compared as it comes."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


#: The level of an appeal in a query.
Level = Annotated[Literal[1, 2, 3], BeforeValidator(_number), Query(description="level of the appeal")]
