"""What the chart says, asked fact by fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook


@dataclass(frozen=True)
class Chart:
    """The facts of one case under one playbook; ``service_day`` is the date of service."""

    playbook: Playbook
    facts: tuple[Fact, ...]
    service_day: date | None

    def about(self, *keys: str) -> tuple[Fact, ...]:
        """Facts under any of the keys, present ones first, in document order."""
        found = [fact for fact in self.facts if fact.key in keys]
        return tuple(sorted(found, key=lambda fact: fact.polarity == "absent"))

    def day_of(self, key: str) -> tuple[date | None, Fact | None]:
        """The day an event happened and the fact that says so.

        Where the chart is silent on delivery, the date of service stands in: for a device
        it is the day of delivery.
        """
        dated = [fact for fact in self.about(key) if fact.polarity == "present" and fact.day is not None]
        if dated:
            first = min(dated, key=lambda fact: fact.day or date.max)
            return first.day, first
        if key == "delivery":
            return self.service_day, None
        return None, None
