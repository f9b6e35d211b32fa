"""Words of a criterion that restrict it and that no test reads; a person has to judge them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.domain.playbook import CriterionTest

#: Where a further thought of a criterion begins.
_THOUGHTS = re.compile(r";\s+|(?<=[a-z)])\.\s+(?=[A-Z])|,?\s+(?=but\b)|:\s+(?=no\b|not\b)")
#: Words that take something away. What follows "unless" or "except" eases a condition and is no such limit.
_RESTRICTS = re.compile(
    r"\b(?:(?:is|are|does|do|may|must|will|can) not\b|cannot\b|excluded?\b|never\b|no longer accepted\b"
    r"|not (?:accepted|allowed|count\w*|cover\w*|sufficient|enough))",
    re.IGNORECASE,
)


def unread_limit(text: str, tests: Iterable[CriterionTest]) -> str:
    """The first thought of a criterion that restricts it without a test that recognises it; empty where all is read.

    >>> unread_limit("The test is of type II or III; home tests are not accepted.", ())
    'home tests are not accepted'
    >>> unread_limit("Mouth opening of less than 35 mm.", ())
    ''
    """
    thoughts = [part.strip(" .") for part in _THOUGHTS.split(" ".join(text.split())) if part.strip(" .")]
    known = tuple(tests)
    for thought in thoughts[1:]:
        if _RESTRICTS.search(thought) and not any(_reads(test, thought) for test in known):
            return thought
    return ""


def _reads(test: CriterionTest, thought: str) -> bool:
    if test.unless and re.search(test.unless, thought, re.IGNORECASE):
        return False
    return bool(re.search(test.recognise, thought, re.IGNORECASE))
