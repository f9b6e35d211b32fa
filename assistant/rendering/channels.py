"""Versions of a text for channels of fixed length, exact to the character.

A statement is kept whole or left out: cut short it may say something else ("no decay
distal" without its end). What does not fit is reported, never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from assistant.rendering.plain import ascii_text

#: Priority (1 is kept first) and words, or several wordings from long to short.
Part = tuple[int, str | tuple[str, ...]]


class Channel(NamedTuple):
    """How many characters a channel carries, and whether ASCII alone."""

    limit: int | None
    plain: bool
    about: str


CHANNELS: Mapping[str, Channel] = MappingProxyType(
    {
        "nte80": Channel(80, True, "claim note of an X12 837, one NTE segment"),
        "dentrix125": Channel(125, True, "claim note sent with an electronic dental claim"),
        "short350": Channel(350, True, "remarks of a portal or a printed form"),
        "dxc2000": Channel(2000, False, "narrative beside an electronic attachment"),
        "letter": Channel(None, False, "a letter, as long as it needs"),
    }
)

# Characters that part segments and elements of an X12 file; a claim note must not hold them.
_X12 = str.maketrans({"*": "x", "~": "about ", "^": "?", "|": "/"})


class Fitted(NamedTuple):
    """The text, what was left out of it and what stands in a shorter wording, each in full."""

    text: str
    dropped: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()


def fit(parts: Sequence[Part], limit: int | None) -> Fitted:
    """The parts in their order within ``limit`` characters.

    Parts are admitted by priority, in their shortest wording, so that as many as possible
    stand in; then, by priority again, each gets the longest wording that there is room for.

    >>> fit([(1, "#30 MB cusp fx."), (3, "PA enclosed."), (2, ("Recurrent decay.", "Decay."))], 24)
    Fitted(text='#30 MB cusp fx. Decay.', dropped=('PA enclosed.',), shortened=('Recurrent decay.',))
    """
    wordings = [_wordings(words) for _, words in parts]
    order = sorted((i for i in range(len(parts)) if wordings[i]), key=lambda i: (parts[i][0], i))
    kept: dict[int, str] = {}
    for i in order:
        _try(kept, i, min(wordings[i], key=len), limit)
    for i in order:
        if i in kept:
            any(_try(kept, i, words, limit) for words in wordings[i])
    return Fitted(
        _text(kept),
        tuple(wordings[i][0] for i in range(len(parts)) if wordings[i] and i not in kept),
        tuple(wordings[i][0] for i in sorted(kept) if kept[i] != wordings[i][0]),
    )


def fit_channel(parts: Sequence[Part], channel: str) -> Fitted:
    """``fit`` for a channel of ``CHANNELS``, in the characters that it carries."""
    limit, plain, _ = CHANNELS[channel]
    if not plain:
        return fit(parts, limit)
    return fit([(priority, tuple(map(claim_note, _wordings(words)))) for priority, words in parts], limit)


def claim_note(text: str) -> str:
    """The words in characters that an X12 claim note carries, on one line.

    >>> claim_note("opening \u2265 28 mm, 2*3 mm")
    'opening >= 28 mm, 2x3 mm'
    """
    return " ".join(ascii_text(text).translate(_X12).split())


def _wordings(words: str | tuple[str, ...]) -> tuple[str, ...]:
    given = (words,) if isinstance(words, str) else words
    return tuple(w.strip() for w in given if w.strip())


def _try(kept: dict[int, str], i: int, words: str, limit: int | None) -> bool:
    """Put the wording in where the whole still fits."""
    changed = {**kept, i: words}
    if limit is not None and len(_text(changed)) > limit:
        return False
    kept[i] = words
    return True


def _text(kept: Mapping[int, str]) -> str:
    return " ".join(kept[i] for i in sorted(kept))
