"""Numbers of the interface that every database can hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

#: The revision of a record that a change was made from.
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
