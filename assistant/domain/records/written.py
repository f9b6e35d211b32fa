"""Amounts and dates that remember how a file wrote them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_AMOUNT = re.compile(r"-?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})\Z")


class Amount(Decimal):
    """An exact decimal that prints as the file wrote it.

    Only an optional minus sign, digits and one point are an amount; a thousands comma, a
    currency word, an exponent or ``NaN`` is not, so that nothing is read that was not meant.

    >>> Amount("385.20").text, Amount("385.20") + Amount("-.20")
    ('385.20', Decimal('385.00'))
    >>> Amount.read("1,250.00") is None
    True
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """An amount of ``text``, which must be one; ``read`` is for text that may not be."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The amount in ``text``, or ``None`` when the text is not one."""
        return cls(text) if _AMOUNT.match(text) else None

    @classmethod
    def of(cls, value: Decimal) -> Self:
        """A computed value as an amount."""
        return cls(format(value, "f"))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.text,))

    def printed(self) -> Any:
        """What stands in JSON: the text."""
        return self.text

    @classmethod
    def _checked(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        made = cls.read(str(value)) if isinstance(value, str | int | float | Decimal) else None
        if made is None:
            raise ValueError("not an amount; write digits with a point, such as 240.00")
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._checked, serialization=core_schema.plain_serializer_function_ser_schema(cls.printed)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^-?\d*\.?\d*$", "examples": ["240.00"]}


class Number(Amount):
    """An amount that its file writes as a JSON number; printed as one where no digit is lost.

    >>> Number("135.57").printed(), Number("500000").printed(), Number("0.12345678901234567").printed()
    (135.57, 500000, '0.12345678901234567')
    """

    __slots__ = ()

    def printed(self) -> Any:
        """What stands in JSON: a number, or the text where a float would change it."""
        if "." not in self.text:
            return int(self)
        nearest = float(self)
        return nearest if Decimal(repr(nearest)) == self else self.text

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["number", "string"]}


@lru_cache(maxsize=4096)
def calendar_day(text: str | None) -> date | None:
    """The date that a record writes as YYYYMMDD or YYYY-MM-DD; ``None`` when it is no date.

    >>> calendar_day("20020301")
    datetime.date(2002, 3, 1)
    >>> calendar_day("20002316") is None
    True
    """
    digits = (text or "").replace("-", "")
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
