"""Area of the oral cavity: 00 whole mouth, 01 and 02 the arches, 10 20 30 40 the quadrants.

Item 25 of the dental claim form. The X12 list behind it holds more values (03 to 09, L, R) that claims do not
use. Words and abbreviations of the office are understood; the data stand in ``corpus/tables/areas.csv``.

>>> validate("10"), validate("UR"), validate("lower left quad")
('10', '10', '30')
>>> name("40")
'lower right quadrant'
>>> contains("10", "3", "universal"), contains("30", "3", "universal")
(True, False)
>>> validate("05")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: area '05' is not used on claims
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from assistant.codes.clean import passes, plain
from assistant.codes.rows import rows
from assistant.codes.tooth import Dentition, Notation, find
from assistant.codes.tooth import teeth as all_teeth
from assistant.domain.errors import InvalidComponent, InvalidFormat

#: The arches that an area reaches.
Reach = Literal["upper", "lower", "both"]

_FIX = "write 00, 01, 02, 10, 20, 30 or 40, or UR, UL, LL, LR"
#: In the X12 code list and on no claim.
_UNUSED = frozenset(("03", "04", "05", "06", "07", "08", "09", "L", "R"))
WHOLE_MOUTH = "00"
QUADRANTS = ("10", "20", "30", "40")
ARCHES = ("01", "02")


@dataclass(frozen=True, slots=True)
class Area:
    """One area with the words that offices use for it."""

    code: str
    name: str
    arch: Reach
    words: tuple[str, ...]


@cache
def areas() -> tuple[Area, ...]:
    """The seven areas that claims use."""
    return tuple(
        Area(row["code"], row["name"], cast(Reach, row["arch"]), tuple(row["words"].split("|")))
        for row in rows("areas.csv")
    )


@cache
def _by_word() -> dict[str, Area]:
    return {key.upper(): area for area in areas() for key in (area.code, *area.words)}


def compact(text: str) -> str:
    """The code of an area written as code or words; other text in capitals with single blanks."""
    typed = plain(text.replace("-", " ").replace(".", ""))
    area = _by_word().get(typed)
    return area.code if area else typed


def find_area(text: str) -> Area:
    """The area; raises ``InvalidFormat``, or ``InvalidComponent`` for a value that claims do not use."""
    code = compact(text)
    if code in _UNUSED:
        raise InvalidComponent(f"area {code!r} is not used on claims", fix=_FIX)
    area = _by_word().get(code)
    if area is None:
        raise InvalidFormat(f"{text!r} is not an area of the oral cavity", fix=_FIX)
    return area


def validate(text: str) -> str:
    """The two-digit code; raises as ``find_area`` does."""
    return find_area(text).code


def is_valid(text: str) -> bool:
    """Whether ``text`` names an area that claims use."""
    return passes(find_area, text)


def format(text: str) -> str:
    """The code for showing, such as ``10``."""
    return validate(text)


def name(text: str) -> str:
    """The area in words."""
    return find_area(text).name


def arch(text: str) -> Literal["upper", "lower", "both"]:
    """The jaw that the area lies in; ``both`` for the whole mouth.

    >>> arch("20"), arch("02"), arch("00")
    ('upper', 'lower', 'both')
    """
    return find_area(text).arch


def of_tooth(tooth: str, system: Notation) -> str:
    """The quadrant that a tooth stands in."""
    return find(tooth, system).quadrant


def arch_of_tooth(tooth: str, system: Notation) -> str:
    """The arch, 01 or 02, that a tooth stands in.

    >>> arch_of_tooth("30", "universal")
    '02'
    """
    return "01" if find(tooth, system).arch == "upper" else "02"


def contains(text: str, tooth: str, system: Notation) -> bool:
    """Whether the tooth stands in the area."""
    area, standing = find_area(text), find(tooth, system)
    if area.code in QUADRANTS:
        return standing.quadrant == area.code
    return area.arch in ("both", standing.arch)


def teeth(text: str, dentition: Dentition = "permanent") -> tuple[str, ...]:
    """The teeth of an area in Universal numbering.

    >>> teeth("10")
    ('1', '2', '3', '4', '5', '6', '7', '8')
    >>> teeth("LL", "primary")
    ('K', 'L', 'M', 'N', 'O')
    """
    code = validate(text)
    return tuple(
        tooth.universal
        for tooth in all_teeth()
        if tooth.dentition == dentition and contains(code, tooth.universal, "universal")
    )
