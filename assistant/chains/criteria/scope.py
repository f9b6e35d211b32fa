"""The teeth and areas that a service line is about."""

from __future__ import annotations

from assistant.codes import area, tooth
from assistant.domain.claim import ServiceLine
from assistant.domain.codes import ToothSystem
from assistant.domain.errors import CodeError


def places_of(line: ServiceLine | None, system: ToothSystem) -> frozenset[str]:
    """Teeth of the line, or of its quadrant or arch, with the areas that hold them; empty where it names none.

    A tooth or area that does not exist names nothing here; the check of the claim reports it.

    >>> sorted(places_of(ServiceLine(id="1", code="D2740", tooth="30"), "universal"))
    ['30', 'area 02', 'area 40']
    """
    if line is None:
        return frozenset()
    try:
        teeth = set(tooth.parse_list(line.tooth, system)) if line.tooth else set()
        if not teeth and line.area:
            teeth = set(area.teeth(area.validate(line.area)))
        areas = {area.validate(line.area)} if line.area else set()
        areas |= {area.of_tooth(each, system) for each in teeth}
        areas |= {area.compact("upper" if tooth.arch(each, system) == "upper" else "lower") for each in teeth}
    except CodeError:
        return frozenset()
    return frozenset({*teeth, *(f"area {each}" for each in areas)})
