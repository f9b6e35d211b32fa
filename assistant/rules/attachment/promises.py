"""Enclosures that a narrative promises: a word for one beside ``enclosed`` or ``attached``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.tables.attachments import AttachmentKind, known_words, normalise

_SENT = r"(?:enclosed|attached|included|submitted|sent)"
#: Words that a sentence also uses for other things than an enclosure.
_TOO_COMMON = frozenset(
    ("plan", "order", "film", "films", "image", "picture", "ct", "rx", "pod", "bw", "pa", "pas", "perio", "pathology")
)


@cache
def _promise() -> re.Pattern[str]:
    names = sorted((word for word in known_words() if word not in _TOO_COMMON), key=len, reverse=True)
    thing = "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in names) + ")"
    return re.compile(
        rf"(?<!\w)(?P<before>{thing})(?!\w)[^.;\n]{{0,25}}?\b{_SENT}\b|"
        rf"\b(?:see|enclosed|attached|encl)\b[^.;\n]{{0,25}}?(?<!\w)(?P<after>{thing})(?!\w)",
        re.IGNORECASE,
    )


def promised_kinds(text: str) -> Iterator[tuple[AttachmentKind, str]]:
    """Each kind that the text says is enclosed, with the words that say so.

    >>> [(kind.name, quote) for kind, quote in promised_kinds("#14 broken. Photo enclosed.")]
    [('photo', 'Photo enclosed')]
    """
    seen: set[str] = set()
    for found in _promise().finditer(text):
        kind = normalise(found["before"] or found["after"])
        if kind is not None and kind.name != "narrative" and kind.name not in seen:
            seen.add(kind.name)
            yield kind, found[0]
