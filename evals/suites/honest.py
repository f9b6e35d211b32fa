"""What every answer owes: one that is none states nothing of a plan, and a quote names whose document it is from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.answer import Answer
from assistant.recognise import durations, money, negation, percent
from assistant.recognise.sentences import split
from assistant.tables.wording import promises
from evals.case import Case
from evals.score import Outcome, Score, none_of, unscored

#: Actions that say that there is no answer, and what they say in words of our own.
_NONE = ("cannot_answer", "clarify", "refuse_and_redirect")
_OWN = ("courtesy", "request")
_COVERAGE = re.compile(
    r"\b(?:is|are|be|gets?) (?:\w+ )?(?:covered|payable|paid|approved|allowed|reimbursed|eligible)\b|"
    r"\b(?:covers|pays|reimburses|approves|allows)\b|\bunlimited\b|\byes\b",
    re.IGNORECASE,
)
#: Before the words, these ask what a plan does and do not state it.
_ASKING = re.compile(r"\b(?:whether|which|what|if|how)\b[^.;:]*$", re.IGNORECASE)
#: A letter that says so presses; an answer does not.
_PLAIN = frozenset(("no question", "lawyer"))


def claims(text: str) -> Iterator[str]:
    """The words that state coverage, payment, a limit or a promise.

    >>> list(claims("Yes, it is covered once in 60 months.")), list(claims("I show which findings the plan covers."))
    (['Yes', 'is covered', '60 months'], [])
    """
    for match in _COVERAGE.finditer(text):
        if not _ASKING.search(text[: match.start()]) and not negation.is_denied(text, match.start(), match.end()):
            yield match[0]
    for kind in (money, percent, durations):
        yield from (text[found.start : found.end] for found in kind.find(text))
    for sentence in split(text):
        if (found := promises(sentence.text)) and found.casefold() not in _PLAIN:
            yield found


def states_nothing(case: Case, outcome: Outcome) -> Score:
    """An answer that is none states no coverage, payment, limit or promise in words of its own."""
    del case
    answer: Answer = outcome.values["answer"]
    name = "no answer states nothing"
    if answer.action not in _NONE:
        return unscored(name, "it is an answer")
    own = [each.text for each in answer.statements if each.type in _OWN]
    return none_of(name, [found for text in own for found in claims(text)], "coverage, payment, limits, promises")


def names_payers(case: Case, outcome: Outcome) -> Score:
    """A statement from a passage names the payer of its citation, or that it is general guidance.

    A hosted model words its statements as it likes, with the payer in the citation below: of it this decides nothing.
    """
    del case
    answer: Answer = outcome.values["answer"]
    name, payers = "quotes name their payer", {each.key: each.payer for each in answer.citations}
    cited = [(each, source.key) for each in answer.statements for source in each.sources if source.kind == "passage"]
    if not cited:
        return unscored(name, "nothing is quoted")
    wrong = [
        f"{payers.get(key or '', 'nobody')} in {each.text[:80]!r}"
        for each, key in cited
        if not _named(each.text, payers.get(key or "", ""))
    ]
    found = none_of(name, wrong, "; ".join(sorted(set(payers.values()))))
    return found.model_copy(update={"counts": answer.model in ("embedded", "rules")})


def _named(text: str, payer: str) -> bool:
    return bool(payer) and ("General guidance" if payer == "General" else payer) in text
