"""Versions of a text for channels of fixed length, exact to the character.

A statement is kept whole or left out: cut short it may say something else ("no decay
distal" without its end). What does not fit is reported, never hidden. Clauses that end in
a semicolon run on; the last one that is kept ends its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from assistant.domain.draft import Statement
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


_FIGURE = re.compile(r"[^\s;,]*\d[^\s;,]*")

#: What a statement weighs by its type, where the payer has not asked for it.
_WEIGHTS = {"fact": 2, "computed": 2, "policy": 3, "law": 4, "request": 4, "courtesy": 5}


class Fitted(NamedTuple):
    """The text, what was left out of it and what stands in a shorter wording, each in full.

    ``lost`` are the numbers, dates and codes of shortened parts that the shorter wording lacks.
    """

    text: str
    dropped: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def fit(parts: Sequence[Part], limit: int | None) -> Fitted:
    """The parts in their order within ``limit`` characters.

    Parts are admitted by priority, in their shortest wording, so that as many as possible
    stand in; then, by priority again, each gets the longest wording that there is room for.

    >>> fit([(1, "#30 MB cusp fx."), (3, "PA enclosed."), (2, ("Recurrent decay.", "Decay."))], 24)
    Fitted(text='#30 MB cusp fx. Decay.', dropped=('PA enclosed.',), shortened=('Recurrent decay.',), lost=())
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
        tuple(figure for i in sorted(kept) for figure in _lost(wordings[i][0], kept[i])),
    )


def fit_channel(parts: Sequence[Part], channel: str) -> Fitted:
    """``fit`` for a channel of ``CHANNELS``, in the characters that it carries."""
    limit, plain, _ = CHANNELS[channel]
    if not plain:
        return fit(parts, limit)
    return fit([(priority, tuple(map(claim_note, _wordings(words)))) for priority, words in parts], limit)


def parts_of(
    statements: Sequence[Statement], *, asked: Collection[str] = (), shorter: Callable[[str], str] | None = None
) -> tuple[Part, ...]:
    """The statements of any draft as parts, in their order.

    Those whose source holds one of the quotes ``asked`` weigh most: they are what the payer's
    conditions rest on. ``shorter`` gives a second wording in words that both sides know.
    """
    found = []
    for statement in statements:
        wanted = any(source.quote and source.quote in asked for source in statement.sources)
        wordings = (statement.text,) if shorter is None else (statement.text, shorter(statement.text))
        found.append((1 if wanted else _WEIGHTS[statement.type], tuple(dict.fromkeys(wordings))))
    return tuple(found)


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


def _lost(long: str, short: str) -> list[str]:
    """The figures of the long wording that the short one does not hold."""
    held = {figure.strip(".") for figure in _FIGURE.findall(short)}
    return [figure.strip(".") for figure in _FIGURE.findall(long) if figure.strip(".") not in held]


def _text(kept: Mapping[int, str]) -> str:
    """The parts as one text: a clause before a new sentence, and the last one, end in a full stop."""
    words = [kept[i] for i in sorted(kept)]
    following = [*words, "."][1:]
    return " ".join(
        f"{each[:-1]}." if each.endswith(";") and not after[:1].islower() and after[:1] not in "<>#" else each
        for each, after in zip(words, following, strict=True)
    )
