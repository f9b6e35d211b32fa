"""Words of a criterion that no test reads; a person has to judge them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from Stemmer import Stemmer

from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest, Playbook
from assistant.tables.wording import criterion_words, qualifiers

#: Where a further thought of a criterion begins.
_THOUGHTS = re.compile(r";\s+|(?<=[a-z)])\.\s+(?=[A-Z])|,?\s+(?=but\b)|:\s+(?=no\b|not\b)")
#: Words that take something away. What follows "unless" or "except" eases a condition and is no such limit.
_RESTRICTS = re.compile(
    r"\b(?:(?:is|are|does|do|may|must|will|can) not\b|cannot\b|excluded?\b|never\b|no longer accepted\b"
    r"|not (?:accepted|allowed|count\w*|cover\w*|sufficient|enough))",
    re.IGNORECASE,
)
#: Where one thing that is asked for ends and the next begins.
_PARTS = re.compile(r";\s+|:\s+|,\s+(?:and\s+)?|\s+and\s+(?!/)|\s+with\s+(?=an?\s)|\.\s+(?=[A-Z])")
#: Of things parted by these one is enough.
_EITHER = re.compile(r"\s+or\s+|(?<=[a-z])/(?=[a-z])")
#: A list of alternatives: its last item, behind the last comma, is joined by "or".
_ENDS_IN_OR = re.compile(r",(?![^,]*\band\b)[^,]*\bor\b[^,]*$")
#: What eases a condition, explains it or gives an example asks for nothing.
_EASES = re.compile(r"\b(?:unless|except|such as|for example|e\.g\.|if|where|whichever|for members?|for patients?)\b")
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
_GAP = re.compile(r"\{\d,")
#: A literal of an expression: what its author wrote as letters.
_LITERAL = re.compile(r"(?<!\\)(?:[a-z]|(?<=[a-z])-){3,}")


def unread_part(
    text: str, tests: Iterable[CriterionTest], playbook: Playbook, proof: Iterable[Fact], chart: Iterable[Fact] = ()
) -> str:
    """The first part of a criterion that nothing reads; empty where every part is read.

    ``proof`` are the facts that settle the rest, ``chart`` all that is known. A part is read where a test reads one of
    its words or the chart says one of them; what qualifies a person or a paper stands in the paper of the proof.
    """
    known, settled = tuple(tests), tuple(proof)
    if limit := unread_limit(text, known):
        return limit
    read, spoken = _vocabulary(known), _spoken(playbook, (*settled, *chart))
    papers = {fact.document for fact in settled}
    said = " ".join(fact.quote for fact in (*settled, *(f for f in chart if f.document in papers))).lower()
    for part in _parts(text):
        if not any(_is_read(choice, read, spoken, said) for choice in _EITHER.split(part)):
            return part
    return ""


def _is_read(words: str, read: frozenset[str], spoken: frozenset[str], said: str) -> bool:
    telling = _telling(words)
    asked = [each for each in qualifiers() if any(word.startswith(each) for word in telling)]
    if any(each not in said and each not in read for each in asked):
        return False
    return not telling or any(_known(word, read, spoken) for word in telling)


def _parts(text: str) -> Iterator[str]:
    """What is asked for one by one; of a list that ends in "or" the parts are alternatives and stay together."""
    for thought in _THOUGHTS.split(" ".join(text.split())):
        asked = _EASES.split(thought)[0].strip(" .,")
        if _ENDS_IN_OR.search(asked):
            asked = re.sub(r",\s+(?:or\s+)?", " or ", asked)
        yield from (part.strip(" .,") for part in _PARTS.split(asked) if part.strip(" .,"))


def _telling(words: str) -> list[str]:
    """The words that ask for something of their own."""
    return [word for word in _WORD.findall(words.lower()) if word.removesuffix("'s") not in criterion_words()]


def _vocabulary(tests: tuple[CriterionTest, ...]) -> frozenset[str]:
    """The letters that the expressions of the tests are made of: beginnings of the words that they read."""
    sources = (f"{test.recognise} {test.measure}".lower() for test in tests)
    return frozenset(literal for source in sources for literal in _LITERAL.findall(re.sub(r"\\.", " ", source)))


def _spoken(playbook: Playbook, proof: Iterable[Fact]) -> frozenset[str]:
    """The stems of the quotations, of the names of what they prove and of what the case is about."""
    texts = [playbook.title, *(f"{_label(playbook, fact.key)} {fact.quote}" for fact in proof)]
    return frozenset(_stem(word) for text in texts for word in _WORD.findall(text.lower()))


def _label(playbook: Playbook, key: str) -> str:
    return next((spec.label for spec in playbook.facts if spec.key == key), "")


def _known(word: str, read: frozenset[str], spoken: frozenset[str]) -> bool:
    return _stem(word) in spoken or any(word.startswith(literal) for literal in read)


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english")


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word.removesuffix("'s")))


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
