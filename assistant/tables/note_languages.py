"""The language of a paper, told by its small words."""

from __future__ import annotations

import re
from functools import cache

from assistant.tables.source import document

_OWN = "English"
#: Fewer small words tell nothing of a language.
_FEWEST = 4


@cache
def _languages() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in document("note_languages.yaml").items()}


def other_language(text: str) -> str | None:
    """The language of a text that is not written in English; ``None`` for English and for too few words to tell.

    >>> other_language("Dolor en el lado derecho desde hace seis meses, con ruido al abrir.")
    'Spanish'
    >>> other_language("Pain R side 6 months, click, PT failed. El Paso office.") is None
    True
    """
    found = re.findall(r"[^\W\d_]+", text.lower())
    told = {language: sum(word in words for word in found) for language, words in _languages().items()}
    own = told.pop(_OWN)
    language, most = max(told.items(), key=lambda item: item[1])
    return language if most >= _FEWEST and most > 2 * own else None
