"""Teeth: permanent 1-32, primary A-T, supernumerary 51-82 and AS-TS, in Universal, ISO (FDI) and Palmer numbers.

The numbering system is always said by the caller: 11 is a canine in Universal and a central incisor in ISO, and
51 is a supernumerary tooth in one and a primary incisor in the other. Conversions are read from
``corpus/tables/teeth.csv``. ISO 3950 and Palmer have no number for a supernumerary tooth.

>>> validate("#08", "universal")
'8'
>>> convert("3", "universal", "iso")
'16'
>>> name("8", "universal")
'maxillary right central incisor'
>>> parse_list("1-3, 14", "universal")
('1', '2', '3', '14')
>>> validate("33", "universal")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: no tooth '33' in Universal numbering
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from assistant.codes.clean import passes, plain
from assistant.codes.rows import rows
from assistant.domain.errors import InvalidComponent, InvalidFormat

#: How a tooth is written. Palmer as the quadrant and the place in it, such as UR6.
Notation = Literal["universal", "iso", "palmer"]

Arch = Literal["upper", "lower"]
Group = Literal["incisor", "canine", "premolar", "molar"]
Dentition = Literal["permanent", "primary", "supernumerary permanent", "supernumerary primary"]

_SHAPES = {
    "universal": re.compile(r"[0-9]{1,2}|[A-T]S?"),
    "iso": re.compile(r"[0-9]{2}"),
    "palmer": re.compile(r"[UL][RL][1-8A-E]"),
}
_EXAMPLES = {
    "universal": "1 to 32, A to T, or 51 to 82 and AS to TS for a supernumerary tooth",
    "iso": "two digits such as 16 or 55",
    "palmer": "quadrant and place such as UR6",
}
_NAMES = {"universal": "Universal", "iso": "ISO", "palmer": "Palmer"}
_PREFIX = re.compile(r"^(?:(?:TOOTH|TEETH)(?=[ #])|NO\.? +|NO\.|[ #])*")
_SEPARATOR = re.compile(r"[,;&/]|\bAND\b| +")
_SPACED_DASH = re.compile(r" *- *")


@dataclass(frozen=True, slots=True)
class Tooth:
    """One tooth. ``universal`` is its key; ``base`` is itself or, for an extra tooth, the nearest one.

    ``quadrant`` is the area of the oral cavity (10 20 30 40); ``iso`` and ``palmer`` are ``None`` for an
    extra tooth.
    """

    universal: str
    iso: str | None
    palmer: str | None
    dentition: Dentition
    arch: Arch
    quadrant: str
    group: Group
    base: str
    name: str

    @property
    def is_anterior(self) -> bool:
        """An incisor or a canine."""
        return self.group in ("incisor", "canine")

    @property
    def is_posterior(self) -> bool:
        """A premolar or a molar."""
        return not self.is_anterior

    @property
    def is_premolar(self) -> bool:
        """A bicuspid; the primary teeth have none."""
        return self.group == "premolar"

    @property
    def is_molar(self) -> bool:
        """A molar, permanent or primary."""
        return self.group == "molar"

    @property
    def is_third_molar(self) -> bool:
        """A wisdom tooth, or the extra tooth beside one."""
        return self.name.endswith("third molar")

    @property
    def is_primary(self) -> bool:
        """A baby tooth, extra ones included."""
        return self.dentition.endswith("primary")

    @property
    def is_permanent(self) -> bool:
        """A tooth of the second dentition, extra ones included."""
        return self.dentition.endswith("permanent")

    @property
    def is_supernumerary(self) -> bool:
        """An extra tooth."""
        return self.dentition.startswith("supernumerary")

    def written(self, notation: Notation) -> str | None:
        """The tooth in ``notation``, ``None`` where that has no number for it."""
        if notation == "universal":
            return self.universal
        return self.iso if notation == "iso" else self.palmer


@cache
def teeth() -> tuple[Tooth, ...]:
    """All 104 teeth in Universal order: permanent, primary, then the extra ones."""
    return tuple(
        Tooth(
            universal=row["universal"],
            iso=row["iso"] or None,
            palmer=row["palmer"] or None,
            dentition=cast(Dentition, row["dentition"]),
            arch=cast(Arch, row["arch"]),
            quadrant=row["quadrant"],
            group=cast(Group, row["group"]),
            base=row["base"],
            name=row["name"],
        )
        for row in rows("teeth.csv")
    )


@cache
def _index(notation: Notation) -> dict[str, Tooth]:
    return {code: tooth for tooth in teeth() if (code := tooth.written(notation)) is not None}


def compact(text: str) -> str:
    """The number or letters without ``#``, the word tooth, blanks and a leading zero."""
    code = _PREFIX.sub("", plain(text))
    return code.lstrip("0") if code.isdigit() else code


def find(text: str, system: Notation) -> Tooth:
    """The tooth; raises ``InvalidFormat`` or, for a number that no tooth has, ``InvalidComponent``."""
    code = compact(text)
    if system == "iso":
        code = code.replace(".", "")
    if not _SHAPES[system].fullmatch(code):
        raise InvalidFormat(f"{text!r} is not a tooth in {_NAMES[system]} numbering", fix=f"write {_EXAMPLES[system]}")
    found = _index(system).get(code)
    if found is None:
        raise InvalidComponent(f"no tooth {code!r} in {_NAMES[system]} numbering", fix=f"write {_EXAMPLES[system]}")
    return found


def validate(text: str, system: Notation) -> str:
    """The canonical number in the same system; raises as ``find`` does."""
    return find(text, system).written(system) or ""


def is_valid(text: str, system: Notation) -> bool:
    """Whether ``text`` is a tooth in ``system``."""
    return passes(find, text, system)


def format(text: str, system: Notation) -> str:
    """The tooth for showing: ``#14`` in Universal, ``26`` in ISO, ``UL6`` in Palmer."""
    code = validate(text, system)
    return f"#{code}" if system == "universal" else code


def convert(text: str, from_: Notation, to: Notation) -> str:
    """The same tooth in another system; raises ``InvalidComponent`` where that has no number for it.

    >>> convert("55", "iso", "universal")
    'A'
    >>> convert("UL6", "palmer", "universal")
    '14'
    >>> convert("58", "universal", "iso")
    Traceback (most recent call last):
        ...
    assistant.domain.errors.InvalidComponent: supernumerary tooth 58 has no ISO number
    """
    tooth = find(text, from_)
    written = tooth.written(to)
    if written is None:
        raise InvalidComponent(
            f"supernumerary tooth {tooth.universal} has no {_NAMES[to]} number", fix="keep it in Universal numbering"
        )
    return written


def quadrant(text: str, system: Notation) -> str:
    """Area of the oral cavity that the tooth stands in: 10, 20, 30 or 40."""
    return find(text, system).quadrant


def arch(text: str, system: Notation) -> Literal["upper", "lower"]:
    """The jaw that the tooth stands in."""
    return find(text, system).arch


def name(text: str, system: Notation) -> str:
    """The tooth in words."""
    return find(text, system).name


def base(text: str, system: Notation) -> str:
    """The tooth itself or, for an extra one, the nearest ordinary tooth, in Universal numbering.

    >>> base("58", "universal"), base("AS", "universal"), base("16", "iso")
    ('8', 'A', '3')
    """
    return find(text, system).base


def is_anterior(text: str, system: Notation) -> bool:
    """Whether the tooth is an incisor or a canine."""
    return find(text, system).is_anterior


def is_posterior(text: str, system: Notation) -> bool:
    """Whether the tooth is a premolar or a molar."""
    return find(text, system).is_posterior


def is_premolar(text: str, system: Notation) -> bool:
    """Whether the tooth is a premolar."""
    return find(text, system).is_premolar


def is_molar(text: str, system: Notation) -> bool:
    """Whether the tooth is a molar."""
    return find(text, system).is_molar


def is_third_molar(text: str, system: Notation) -> bool:
    """Whether the tooth is a third molar."""
    return find(text, system).is_third_molar


def is_primary(text: str, system: Notation) -> bool:
    """Whether the tooth is a primary one."""
    return find(text, system).is_primary


def is_permanent(text: str, system: Notation) -> bool:
    """Whether the tooth is a permanent one."""
    return find(text, system).is_permanent


def is_supernumerary(text: str, system: Notation) -> bool:
    """Whether the tooth is an extra one."""
    return find(text, system).is_supernumerary


def parse_list(text: str, system: Notation) -> tuple[str, ...]:
    """The teeth of ``"14,15"`` or ``"1-3"`` in the order written, each canonical in ``system``.

    A range runs along the teeth of one dentition; in ISO and Palmer it stays in one jaw and follows the
    arch, so 13-22 is 13, 12, 11, 21, 22. Raises ``InvalidFormat`` or ``InvalidComponent``.

    >>> parse_list("A-C", "universal")
    ('A', 'B', 'C')
    >>> parse_list("13-22", "iso")
    ('13', '12', '11', '21', '22')
    >>> parse_list("3-1", "universal")
    Traceback (most recent call last):
        ...
    assistant.domain.errors.InvalidFormat: the range '3-1' runs backwards
    """
    typed = _SPACED_DASH.sub("-", _PREFIX.sub("", plain(text)))
    parts = [part for part in _SEPARATOR.split(typed) if part]
    if not parts:
        raise InvalidFormat("no tooth is written", fix=f"write {_EXAMPLES[system]}")
    listed = [tooth for part in parts for tooth in _range(part, system)]
    repeated = next((tooth for place, tooth in enumerate(listed) if tooth in listed[:place]), None)
    if repeated is not None:
        raise InvalidComponent(f"tooth {repeated} is listed twice", fix="list each tooth once")
    return tuple(listed)


def _range(part: str, system: Notation) -> list[str]:
    first, dash, last = part.partition("-")
    if not dash:
        return [validate(part, system)]
    start, end = find(first, system), find(last, system)
    if start.dentition != end.dentition or (system != "universal" and start.arch != end.arch):
        raise InvalidFormat(f"the range {part!r} joins different kinds of teeth", fix="list the teeth with commas")
    order = [tooth for tooth in teeth() if tooth.dentition == start.dentition]
    low, high = order.index(start), order.index(end)
    if low > high and (system == "universal" or start.quadrant != end.quadrant):
        raise InvalidFormat(f"the range {part!r} runs backwards", fix=f"write {last.strip()}-{first.strip()}")
    step = 1 if low <= high else -1
    return [order[place].written(system) or "" for place in range(low, high + step, step)]
