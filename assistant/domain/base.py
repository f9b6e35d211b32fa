"""What every domain type shares: frozen models, exact money, real dates.

Nothing here does I/O and nothing reads the clock.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

#: Version of the JSON shapes that the command line and the HTTP interface print.
SCHEMA_VERSION = "1"


class Frozen(BaseModel):
    """A value object: immutable, equal by content, refusing unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def exact_money(value: Any) -> Any:
    """Turn a string, integer or Decimal into an exact amount in US dollars.

    A binary float has already lost the cents it was meant to carry, so it is refused
    with the way to write it.

    >>> exact_money("240.00")
    Decimal('240.00')
    >>> exact_money(0.1)
    Traceback (most recent call last):
    ...
    ValueError: write the amount as a string with a point, such as "240.00"
    """
    if isinstance(value, bool | float):
        raise ValueError('write the amount as a string with a point, such as "240.00"')
    if isinstance(value, str):
        try:
            value = Decimal(value.strip())
        except InvalidOperation:
            raise ValueError('not an amount; write it as a string with a point, such as "240.00"') from None
    if isinstance(value, int):
        value = Decimal(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("an amount must be a finite number")
        if abs(value) >= Decimal(10) ** 12:
            raise ValueError("the amount is too large to be real")
    return value


def iso_date(value: Any) -> Any:
    """Accept a date or its ISO form only, so that 03/04 is never guessed.

    >>> iso_date("2026-11-22")
    datetime.date(2026, 11, 22)
    """
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError('not a date; write it as YYYY-MM-DD, such as "2026-11-22"') from None
    if isinstance(value, date) and type(value) is date:
        return value
    raise ValueError('write the date as a string YYYY-MM-DD, such as "2026-11-22"')


#: US dollars, exact; written as a string in JSON.
Money = Annotated[
    Decimal,
    BeforeValidator(exact_money),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["240.00"]}),
]

#: A calendar date, written YYYY-MM-DD.
Day = Annotated[date, BeforeValidator(iso_date)]


class Period(Frozen):
    """The days on which something is in force, both ends included; ``None`` is open."""

    effective_from: Day | None = None
    effective_through: Day | None = None

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies within the period."""
        after_start = self.effective_from is None or day >= self.effective_from
        before_end = self.effective_through is None or day <= self.effective_through
        return after_start and before_end
