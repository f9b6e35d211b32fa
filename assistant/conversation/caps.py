"""How much one turn may use before it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_MILLION = 1_000_000


@dataclass(frozen=True)
class Caps:
    """Limits of a turn; the settings of the same names say what each is. ``first_wait`` is in seconds."""

    model_calls: int = 8
    tool_calls: int = 8
    retries: int = 1
    seconds: float = 30.0
    tokens: int = 60_000
    cost: Decimal | None = None
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    first_wait: float = 0.5

    def price(self, tokens_in: int, tokens_out: int) -> Decimal:
        """What so many tokens cost, in US dollars.

        >>> Caps(price_in=Decimal("2.50"), price_out=Decimal(10)).price(4_000, 1_000)
        Decimal('0.02')
        """
        return ((tokens_in * self.price_in + tokens_out * self.price_out) / _MILLION).normalize()
