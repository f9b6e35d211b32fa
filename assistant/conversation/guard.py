"""What is settled before any model is asked: refusals, small talk, and messages with nothing to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from assistant.domain.answer import Answer
from assistant.domain.draft import Source, Statement
from assistant.models.embedded.lexicon import intents
from assistant.prompting.statements import load_statements
from assistant.recognise.normalise import normalise
from assistant.tables.source import document
from assistant.tables.wording import common_words

#: Small talk is told by a rule alone; nearness to an example is not enough to leave a question unanswered.
_SURE = 0.5
_READ = 8_000
_LONGEST_REQUEST = 600
_LETTER_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of request that is declined, with the rule and the lawful way."""

    id: str
    every: tuple[str, ...]
    unless: tuple[str, ...]
    rule: str
    path: str

    def fits(self, plain: str) -> bool:
        """Whether the plain words ask for it."""
        found = all(_compiled(each).search(plain) for each in self.every)
        return found and not any(_compiled(each).search(plain) for each in self.unless)


@cache  # one pattern when it is needed first: most messages need the first of each row alone
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def refusals() -> tuple[Refusal, ...]:
    """Every row of ``corpus/tables/refusals.yaml``, in order."""
    content = document("refusals.yaml")
    assert isinstance(content, dict)
    return tuple(
        Refusal(
            id=row["id"],
            every=tuple(row["all"]),
            unless=tuple(row["none"]),
            rule=row["rule"],
            path=row["path"],
        )
        for row in content["refusals"]
    )


def cleaned(text: str) -> str:
    r"""``text`` without control characters and invisible marks; line breaks stay.

    >>> cleaned("is\x07 D2740\u200b covered?")
    'is D2740 covered?'
    """
    kept = (
        c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return "".join(kept).strip()


def guarded(
    text: str, *, thread: str, trace_id: str, judge: Callable[[str], str | None] = lambda _: None
) -> Answer | None:
    """The answer that needs no model: a refusal, small talk or "I cannot read that"; ``None`` for a question.

    ``judge`` names the rule that a message asks to break where no pattern knows its wording; pasted matter, which is
    longer than any request, is not judged.
    """
    plain = normalise(text[:_READ]).text
    refusal = next((each for each in refusals() if each.fits(plain) or each.fits(text[:_READ])), None)
    if refusal is not None:
        return _answer("refuse", refusal, thread=thread, trace_id=trace_id)
    if not _readable(text):
        return _answer("unread", None, thread=thread, trace_id=trace_id)
    talk = next(intent for intent in intents() if intent.name == "smalltalk")
    if talk.bonus(plain) >= _SURE or talk.bonus(text) >= _SURE:
        return _answer("talk", None, thread=thread, trace_id=trace_id)
    if len(text) <= _LONGEST_REQUEST and (rule := judge(text)) is not None:
        named = next(each for each in refusals() if each.id == rule)
        return _answer("refuse", named, thread=thread, trace_id=trace_id)
    return None


def _readable(text: str) -> bool:
    """Whether there are words of this language, a code or a figure to go by."""
    latin = sum(c.isascii() and c.isalnum() for c in text)
    letters = sum(c.isalnum() for c in text)
    if not latin or latin / letters < _LETTER_SHARE:
        return False
    words = re.findall(r"[a-z']+", text.lower())
    return not _is_foreign(words)


@cache
def foreign_words() -> frozenset[str]:
    """Words that tell other languages and that no office writes in English."""
    content = document("refusals.yaml")
    assert isinstance(content, dict)
    return frozenset(str(content["other_languages"]).split())


def _is_foreign(words: list[str]) -> bool:
    foreign = sum(word in foreign_words() for word in words)
    own = sum(word in common_words() for word in words if word not in foreign_words())
    return foreign >= 3 and foreign > own


def _answer(kind: str, refusal: Refusal | None, *, thread: str, trace_id: str) -> Answer:
    templates = load_statements("guard")
    if refusal is not None:
        source = Source(kind="table", key=refusal.id, document="refusals.yaml")
        rule = Statement(
            id="s1", type="law", text=templates.render("refuse", rule=refusal.rule), sources=(source,), section="answer"
        )
        path = Statement(
            id="s2", type="courtesy", text=templates.render("path", path=refusal.path), sources=(), section="answer"
        )
        return Answer(
            action="refuse_and_redirect",
            status="refused",
            text=f"{rule.text}\n\n{path.text}",
            statements=(rule, path),
            thread=thread,
            trace_id=trace_id,
            model="rules",
        )
    name = "unread" if kind == "unread" else "talk"
    said = Statement(id="s1", type="courtesy", text=templates.render(name), section="answer")
    return Answer(
        action="clarify" if kind == "unread" else "smalltalk",
        status="clarify" if kind == "unread" else "ready",
        text=said.text,
        statements=(said,),
        thread=thread,
        trace_id=trace_id,
        model="rules",
    )
