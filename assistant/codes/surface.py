"""Tooth surfaces: mesial, occlusal, incisal, distal, buccal, facial, lingual.

One to five distinct letters whose order carries no meaning. O and B are surfaces of posterior teeth, I and F of
anterior ones; M, D and L of any. Some systems write F on a molar or B on an incisor: the same side of the tooth,
so ``for_tooth`` accepts it and says what it swapped.

>>> validate("dom")
'MOD'
>>> validate("L F I M")
'MIFL'
>>> for_tooth("MOF", "19", "universal")
FittedSurfaces(value='MOB', swapped=(('F', 'B'),))
>>> validate("MX")
Traceback (most recent call last):
    ...
assistant.domain.errors.InvalidComponent: no tooth surface is called X
"""

from __future__ import annotations

from typing import NamedTuple

from assistant.codes.clean import bare, passes
from assistant.codes.tooth import Notation, find
from assistant.domain.errors import InvalidComponent, InvalidFormat

NAMES = {
    "M": "mesial",
    "O": "occlusal",
    "I": "incisal",
    "D": "distal",
    "B": "buccal",
    "F": "facial",
    "L": "lingual",
}
#: Two letters for the same side of a tooth: (posterior, anterior).
TWINS = (("O", "I"), ("B", "F"))
#: Offices say MOD with both neighbours and DO with the distal one alone.
_ORDER_WITH_MESIAL = "MOIDBFL"
_ORDER_WITHOUT = "DOIBFL"
_FIX = "use the letters M O I D B F L, each once, such as MOD or MIFL"


class FittedSurfaces(NamedTuple):
    """Surfaces in the letters that belong to the tooth; ``swapped`` holds (written, meant) pairs."""

    value: str
    swapped: tuple[tuple[str, str], ...] = ()

    @property
    def fits(self) -> bool:
        """Whether every letter was right for the tooth as written."""
        return not self.swapped


def compact(text: str) -> str:
    """The letters without separators, in capitals, in the order written."""
    return bare(text, drop=" -,./;+&")


def validate(text: str) -> str:
    """The letters in customary order; raises ``InvalidFormat`` or ``InvalidComponent``."""
    letters = compact(text)
    if not letters:
        raise InvalidFormat("no surface is written", fix=_FIX)
    unknown = next((letter for letter in letters if letter not in NAMES), None)
    if unknown is not None:
        raise InvalidComponent(f"no tooth surface is called {unknown}", fix=_FIX)
    if len(set(letters)) != len(letters):
        raise InvalidComponent(f"a surface is written twice in {text!r}", fix="write each surface once")
    for pair in TWINS:
        if set(pair) <= set(letters):
            raise InvalidComponent(
                f"{pair[0]} and {pair[1]} are the same side of a tooth: {text!r}",
                fix=f"keep {pair[0]} on a posterior tooth, {pair[1]} on an anterior one",
            )
    return _in_order(letters)


def is_valid(text: str) -> bool:
    """Whether ``text`` names one to five surfaces that one tooth can have."""
    return passes(validate, text)


def format(text: str) -> str:
    """The letters for showing, such as ``MOD``."""
    return validate(text)


def words(text: str) -> str:
    """The surfaces spelled out.

    >>> words("DO")
    'distal, occlusal'
    """
    return ", ".join(NAMES[letter] for letter in validate(text))


def count(text: str) -> int:
    """How many surfaces are named.

    >>> count("MODBL")
    5
    """
    return len(validate(text))


def for_tooth(text: str, tooth: str, system: Notation) -> FittedSurfaces:
    """The surfaces in the letters that ``tooth`` has, with what was swapped; raises as ``validate`` does.

    >>> for_tooth("MOD", "8", "universal")
    FittedSurfaces(value='MID', swapped=(('O', 'I'),))
    >>> for_tooth("MIFL", "8", "universal").fits
    True
    """
    letters = validate(text)
    anterior = find(tooth, system).is_anterior
    change = {pair[0 if anterior else 1]: pair[1 if anterior else 0] for pair in TWINS}
    swapped = tuple((letter, change[letter]) for letter in letters if letter in change)
    return FittedSurfaces(_in_order("".join(change.get(letter, letter) for letter in letters)), swapped)


def _in_order(letters: str) -> str:
    order = _ORDER_WITH_MESIAL if "M" in letters else _ORDER_WITHOUT
    return "".join(sorted(letters, key=order.index))
