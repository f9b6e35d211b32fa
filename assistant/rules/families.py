"""The families of rules on claims, in the order in which a biller would read them."""

from __future__ import annotations

from functools import cache

from assistant.rules import (
    accident,
    age,
    area,
    attachment,
    code,
    conflict,
    dates,
    diagnosis,
    frequency,
    link,
    modifier,
    money,
    narrative,
    place,
    provider,
    surface,
    tooth,
    units,
)
from assistant.rules.rule import Rule

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "code": code.RULES,
    "tooth": tooth.RULES,
    "surface": surface.RULES,
    "area": area.RULES,
    "age": age.RULES,
    "frequency": frequency.RULES,
    "conflict": conflict.RULES,
    "diagnosis": diagnosis.RULES,
    "link": link.RULES,
    "modifier": modifier.RULES,
    "place": place.RULES,
    "units": units.RULES,
    "provider": provider.RULES,
    "money": money.RULES,
    "dates": dates.RULES,
    "accident": accident.RULES,
    "attachment": attachment.RULES,
    "narrative": narrative.RULES,
}


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule on claims, family by family."""
    return tuple(rule for rules in FAMILIES.values() for rule in rules)


def find_rule(name: str, /) -> Rule | None:
    """The rule with this id, in any case."""
    return next((rule for rule in all_rules() if rule.id == name.strip().upper()), None)
