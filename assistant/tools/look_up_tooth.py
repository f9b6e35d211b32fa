"""Tooth numbers, the areas they stand in and their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from langchain_core.tools import BaseTool

from assistant.codes import area as area_of
from assistant.codes import tooth
from assistant.domain.artifacts import TeethLookedUp, ToothTold
from assistant.domain.errors import CodeError
from assistant.tools.context import Turn
from assistant.tools.made import made


def look_up_tooth(_turn: Turn) -> BaseTool:
    """The tooth tool; its table is the same on every turn."""

    @made("look_up_tooth")
    def run(
        numbers: Sequence[str] = (),
        system: Literal["universal", "iso", "palmer"] = "universal",
        area: str = "",
        kind: str = "",
        primary: bool = False,
    ) -> tuple[str, TeethLookedUp]:
        """Tell what teeth are: number in Universal, ISO (FDI) and Palmer, name, and area of the oral cavity.

        Give `numbers` as written in `system`, or a `kind` ("premolar", "third molar", "first molar", "canine",
        "incisor"), an `area` ("upper right", "10") or both; `primary` means baby teeth.
        """
        asked = " ".join((*numbers, area, kind)).strip()
        try:
            found = [tooth.find(each, system) for each in numbers] or list(_of(area, kind.lower(), primary=primary))
            problem = "" if found else "no tooth fits; give a number, or a kind and an area"
        except CodeError as error:
            found, problem = [], f"{error.message}; {error.fix}" if error.fix else error.message
        made_of = TeethLookedUp(
            key=f"teeth:{asked}",
            basis="tooth table",
            asked=asked,
            teeth=tuple(_told(each) for each in found),
            problem=problem,
        )
        return made_of.model_dump_json(exclude_defaults=True), made_of

    return run


def _of(area: str, kind: str, *, primary: bool) -> Iterator[tooth.Tooth]:
    """The ordinary teeth of a kind in an area; none where neither is given."""
    if not area and not kind:
        return
    place = area_of.validate(area) if area else area_of.WHOLE_MOUTH
    for each in tooth.teeth():
        if each.is_supernumerary or each.is_primary is not primary:
            continue
        if area_of.contains(place, each.universal, "universal") and (not kind or kind in (each.group, *_kinds(each))):
            yield each


def _kinds(each: tooth.Tooth) -> tuple[str, str]:
    """The kinds that a name tells: ``third molar`` of ``maxillary right third molar``; front or back."""
    return each.name.split(" ", 2)[2], "front" if each.is_anterior else "back"


def _told(each: tooth.Tooth) -> ToothTold:
    return ToothTold(
        universal=each.universal,
        iso=each.iso,
        palmer=each.palmer,
        name=each.name,
        group=each.group,
        area=each.quadrant,
        area_name=next(area.name for area in area_of.areas() if area.code == each.quadrant),
    )
