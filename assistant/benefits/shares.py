"""The part of the allowed amount that a plan pays, however it was written."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

HUNDRED = Decimal(100)


class Share(NamedTuple):
    """A share between 0 and 1, or ``None`` with the reason in ``note``."""

    value: Decimal | None
    note: str = ""


def normal_share(written: Decimal) -> Share:
    """A percent or a share as a number between 0 and 1.

    ``0.80`` and ``1.00`` are shares; above 1 up to 100 is read as percent, with a note.
    A bare ``1`` could be one percent or all of it, and is refused, like anything between
    1 and 5, below 0 or above 100.

    >>> normal_share(Decimal("80")).value
    Decimal('0.8')
    >>> normal_share(Decimal("1")).value is None
    True
    >>> normal_share(Decimal("1.00")).value
    Decimal('1.00')
    """
    if written < 0 or written > HUNDRED:
        return Share(None, f"{written} is not a share of an amount; write 0.80 for 80 percent")
    if written == 1 and written.as_tuple().exponent == 0:
        return Share(None, "1 can mean 1 percent or all of it; write 1.00 for all of it or 0.01 for 1 percent")
    if written <= 1:
        return Share(written)
    if written < 5:
        return Share(None, f"{written} can be a share or a percent; write 0.80 for 80 percent")
    return Share(written / HUNDRED, f"{written} was read as {written} percent")
