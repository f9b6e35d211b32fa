"""What the chart says, asked fact by fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook
from assistant.recognise import areas, teeth


@dataclass(frozen=True)
class Chart:
    """The facts of one case under one playbook; ``service_day`` is the date of service.

    ``codes`` are the procedure at hand and what else the claim calls it; ``places`` the teeth
    and areas of its line. ``around`` holds the words of the list being judged, ``confirmed`` words of
    the policy that a person has found to be kept.
    """

    playbook: Playbook
    facts: tuple[Fact, ...]
    service_day: date | None
    codes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    around: str = ""
    confirmed: tuple[str, ...] = ()

    def about(self, *keys: str) -> tuple[Fact, ...]:
        """Facts under any of the keys, present ones first, in document order.

        What belongs to another tooth or quadrant than those of the line is left aside.
        """
        found = [fact for fact in self.facts if fact.key in keys and self._here(fact)]
        return tuple(sorted(found, key=lambda fact: fact.polarity == "absent"))

    def _here(self, fact: Fact) -> bool:
        if not self.places:
            return True
        if not fact.place:
            return _unplaced(fact, self.places)
        place = fact.place if fact.place.startswith("area") else fact.place.split()[0]
        sided = not place.startswith("area") and not place[0].isdigit() and len(place) > 1
        return sided or place in self.places

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


def _unplaced(fact: Fact, places: frozenset[str]) -> bool:
    """Whether a finding without a tooth may be about ``places``: not where its words name other quadrants alone."""
    named = {f"area {mention.value}" for mention in areas.find(fact.quote)} if fact.span is not None else set()
    return not named or bool(named & {*places, "area 00"}) or bool(teeth.find(fact.quote))
