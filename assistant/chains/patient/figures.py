"""Figures of a patient's text: each is shown as written and points to the line that it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assistant.domain.draft import Source, Statement
from assistant.domain.evidence import Calculation
from assistant.prompting.statements import StatementTemplates
from assistant.prompting.wording import long_date, money
from assistant.tables.holidays import WEEKDAYS


class Figure(NamedTuple):
    """A value as the patient reads it, with the key of the calculation behind it."""

    key: str
    shown: str


def dollars(amount: Decimal) -> str:
    """US dollars, cents only where there are any.

    >>> dollars(Decimal("1100.00")), dollars(Decimal("12.5"))
    ('$1,100', '$12.50')
    """
    return money(amount).removesuffix(".00")


class Figures:
    """The calculations of one text, by key."""

    def __init__(self) -> None:
        self._found: dict[str, Calculation] = {}

    @property
    def calculations(self) -> tuple[Calculation, ...]:
        """Everything that was shown, in order of first use."""
        return tuple(self._found.values())

    def text_of(self, key: str) -> str:
        """The words behind a figure."""
        return self._found[key].text

    def money(self, key: str, amount: Decimal | None, how: str) -> Figure | None:
        """An amount; ``None`` stays unknown. ``how`` says in the office's words what it is."""
        return None if amount is None else self._put(key, dollars(amount), f"{how}: {amount}")

    def percent(self, key: str, share: Decimal | None, how: str) -> Figure | None:
        """A share of 0 to 1 as a number of percent."""
        if share is None:
            return None
        number = f"{(share * 100).normalize():f}"
        return self._put(key, number, f"{how}: {number} percent")

    def number(self, key: str, number: int, how: str) -> Figure:
        """A count."""
        return self._put(key, str(number), f"{how}: {number}")

    def day(self, key: str, day: date | None, how: str) -> Figure | None:
        """A day, written out."""
        return None if day is None else self._put(key, long_date(day), f"{how}: {day.isoformat()}")

    def weekday(self, key: str, day: date, how: str) -> Figure:
        """A day with its weekday, as people agree on a call."""
        return self._put(key, f"{WEEKDAYS[day.weekday()]}, {long_date(day)}", f"{how}: {day.isoformat()}")

    def words(self, key: str, shown: str, said: str) -> Figure:
        """Words of our own for what a calculation said; its values may stand in them."""
        return self._put(key, shown, said)

    def _put(self, key: str, shown: str, text: str) -> Figure:
        self._found[key] = Calculation(key=key, text=text, values=(shown,))
        return Figure(key, shown)


class Pen:
    """Writes statements from templates; a slot that is a figure brings its source along."""

    def __init__(self, templates: StatementTemplates, figures: Figures) -> None:
        self.templates = templates
        self.figures = figures
        self.written: list[Statement] = []

    def write(
        self,
        statement: str,
        slots: Mapping[str, object] | None = None,
        *,
        sources: Sequence[Source] = (),
        suffix: str = "",
        section: str = "",
    ) -> bool:
        """Add the statement; ``False`` where its conditions do not hold. ``section`` replaces the template's."""
        given = slots or {}
        plain = {name: value.shown if isinstance(value, Figure) else value for name, value in given.items()}
        made = self.templates.statement(statement, plain, sources=sources, suffix=suffix)
        if made is None:
            return False
        traced = tuple(
            Source(kind="calculation", key=value.key, quote=self.figures.text_of(value.key))
            for value in given.values()
            if isinstance(value, Figure)
        )
        update = {"sources": tuple(dict.fromkeys((*traced, *made.sources)))}
        self.written.append(made.model_copy(update=update | ({"section": section} if section else {})))
        return True
