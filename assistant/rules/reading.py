"""Reading the fields of a claim into canonical values, each spelling once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

from assistant.codes import area, cdt, cpt, hcpcs, icd10cm, modifier, npi, place_of_service, surface, tooth
from assistant.codes.surface import FittedSurfaces
from assistant.codes.tooth import Tooth
from assistant.domain.codes import ToothSystem
from assistant.domain.errors import CodeError

if TYPE_CHECKING:
    from assistant.tables.icd10cm import Icd10cm, Laterality, Standing

#: Systems that a procedure on a claim line can belong to.
CodeKind = Literal["cdt", "cpt", "hcpcs"]

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """The value, or why there is none."""

    value: T | None
    error: CodeError | None = None


@lru_cache(maxsize=8192)
def kind_of_code(code: str) -> CodeKind | None:
    """The system that a procedure code belongs to, by its form.

    >>> kind_of_code("D2740"), kind_of_code("99213"), kind_of_code("E0486"), kind_of_code("D274")
    ('cdt', 'cpt', 'hcpcs', None)
    """
    if cdt.is_valid(code):
        return "cdt"
    if hcpcs.is_valid(code):
        return "hcpcs"
    return "cpt" if cpt.is_valid(code) else None


@lru_cache(maxsize=8192)
def read_code(written: str) -> str:
    """The procedure code in canonical form; unchanged where it has no known form."""
    kind = kind_of_code(written)
    if kind is None:
        return written
    return {"cdt": cdt.compact, "cpt": cpt.compact, "hcpcs": hcpcs.compact}[kind](written)


@lru_cache(maxsize=8192)
def read_teeth(written: str, system: ToothSystem) -> Reading[tuple[Tooth, ...]]:
    """The teeth of a field such as ``14,15``."""
    try:
        return Reading(tuple(tooth.find(each, system) for each in tooth.parse_list(written, system)))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=4096)
def read_surfaces(written: str) -> Reading[str]:
    """The surfaces in customary order."""
    try:
        return Reading(surface.validate(written))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=4096)
def fit_surfaces(surfaces: str, universal: str) -> FittedSurfaces:
    """Surfaces that can be read, in the letters that belong to a tooth of Universal numbering."""
    return surface.for_tooth(surfaces, universal, "universal")


@lru_cache(maxsize=1024)
def read_area(written: str) -> Reading[str]:
    """The area of the oral cavity in two digits."""
    try:
        return Reading(area.validate(written))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=4096)
def read_diagnosis(written: str) -> Reading[str]:
    """The ICD-10-CM code with its dot."""
    try:
        return Reading(icd10cm.validate(written))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=1024)
def read_modifier(written: str) -> Reading[str]:
    """The modifier in two characters."""
    try:
        return Reading(modifier.validate(written))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=256)
def read_place(written: str) -> Reading[str]:
    """The place of service in two digits."""
    try:
        return Reading(place_of_service.validate(written))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=4096)
def read_standing(view: Icd10cm, diagnosis: str) -> tuple[Standing, Laterality | None]:
    """How a diagnosis stands in a release, and the side that it names."""
    return view.standing(diagnosis), view.laterality(diagnosis)


@lru_cache(maxsize=1024)
def read_npi(written: str) -> Reading[str]:
    """The provider number in ten digits."""
    try:
        return Reading(npi.validate(written))
    except CodeError as error:
        return Reading(None, error)


@lru_cache(maxsize=2048)
def misplaced_seventh(view: Icd10cm, diagnosis: str) -> str | None:
    """The code that takes a seventh character and that ``diagnosis`` continues wrongly; ``None`` for any other code.

    >>> from assistant.tables.icd10cm import Icd10cm
    >>> misplaced_seventh(Icd10cm.seed(), "S02.5XA"), misplaced_seventh(Icd10cm.seed(), "S02.5XXA")
    ('S02.5', None)
    """
    bare = icd10cm.compact(diagnosis)
    if view.standing(diagnosis) != "absent":
        return None
    for length in range(len(bare) - 1, 2, -1):
        stem = bare[:length]
        if view.standing(stem) == "needs_seventh" and not bare[length:-1].strip(icd10cm.PLACEHOLDER):
            return icd10cm.format(stem)
    return None
