"""What a hosted model may say beyond what its sources prove: nothing that was not told, asked or written down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.conversation.personal import without_identifiers
from assistant.conversation.proof import Held, leaves, plain_number
from assistant.domain.artifacts import Artifact, Found, Reply, ReplyStatement
from assistant.domain.trace import ToolUse
from assistant.recognise import negation
from assistant.recognise.orders import holds_orders
from assistant.retrieval.library import Library
from assistant.retrieval.tokens import tokens
from assistant.rules.drafts.proof import values

_LINK = re.compile(r"https?://[^\s)\]>\"']+|\bwww\.[^\s)]+|\]\(|<[a-z!/][^>]{0,200}>|(?<![\w.])@\w+|\S+@\S+\.\w+", re.I)
_TELEPHONE = re.compile(r"(?<!\w)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}(?!\w)|(?<!\d)555-\d{4}(?!\d)")
#: What a plan does or owes is a statement about its rules, however politely it is said.
_CLAIM = re.compile(
    r"\b(?:cover(?:s|ed|age)?|pays?|paid|payable|approv\w+|den(?:y|ies|ied)|guarante\w+|entitl\w+|reimburs\w+|"
    r"eligible|owes?|waiv\w+|requir\w+|must|allow(?:s|ed)|accept\w*|exclu\w+|unlimited|free)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\?\s*$|^(?:please )?(?:ask|call|check|confirm|contact|request|find out|look up|tell|say|name|send|which|what|"
    r"when|is|are|does|do|has|have|was|how|who|could|can|would)\b|\bask (?:the|your|them|whether|if)\b",
    re.IGNORECASE,
)
#: A person is asked for facts; only a machine is told what to answer.
_DICTATED = re.compile(
    r"(?:^|[.:;!?\"“‘'>-]\s*)(?:(?:please|instead|then|now|always),? )*"
    r"(?:(?:answer|reply|respond)s? (?:only |just |simply |exactly )*(?:with|by saying|that|:)|"
    r"(?:print|output|echo|repeat)\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\b\w*[^\W_]_\w+")
_FIGURE = re.compile(r"(?<![A-Za-z])\d[\d,]*(?:\.\d+)?")
_ISO_DAY = re.compile(r"\d{4}-(\d{2}-\d{2})")
#: Codes and figures are shorter than made-up words that carry a number.
_VALUE = 8
_PROVED = frozenset({"fact", "law", "computed"})


@dataclass(frozen=True)
class HostedChecks:
    """The judge of one turn. ``told`` is what people wrote in the thread, without ``orders`` to a model.

    ``orders`` are also those that were taken out of the material: what only they say was never found anywhere.
    """

    held: Held
    told: str
    library: Library
    orders: tuple[str, ...] = ()

    def findings(self, reply: Reply, tools: Sequence[ToolUse]) -> tuple[str, ...]:
        """What is wrong with a reply and with the calls that led to it."""
        questions = [ReplyStatement(type="request", text=each) for each in reply.questions]
        wrong = [self.problem(each) for each in (*reply.statements, *questions)]
        return tuple(dict.fromkeys((*self._invented_arguments(tools), *(each for each in wrong if each))))

    def problem(self, statement: ReplyStatement) -> str:
        """Why a statement of a hosted model may not stand; empty when it may."""
        text = statement.text
        if holds_orders(text):
            return "a statement gives a model orders"
        if without_identifiers(text)[1]:
            return "a statement carries identifiers of a person"
        basis = "\n".join(self._basis(statement))
        if not statement.passages and _DICTATED.search(text):
            return "a statement dictates an answer"
        if self._repeats_an_order(text, basis):
            return "a statement repeats an order of the material"
        for found in (*_LINK.findall(text), *_TELEPHONE.findall(text)):
            if found not in basis:
                return "a statement carries an address, a link or a number that no document holds"
        if statement.type in _PROVED and not statement.passages and self._rests_on_a_search(statement):
            return "a counted statement rests on a search"
        return self._said_without_source(statement, basis) or self._turned(statement)

    def _said_without_source(self, statement: ReplyStatement, basis: str) -> str:
        text = statement.text
        if statement.type in ("request", "courtesy") and not statement.passages:
            asking = bool(_ASKING.search(text.strip()))
            if _CLAIM.search(text) and not asking:
                return "a courtesy says what a plan does; that needs a passage"
            if not asking and values(text) - values(self.told) - values(basis):
                return "a courtesy carries a value that nobody told"
        strange = self._strange(text, basis)
        return f"a statement says {', '.join(strange[:3])}, of which no source speaks" if strange else ""

    def _strange(self, text: str, basis: str) -> list[str]:
        """Words that neither the sources nor any document of the field use, whoever else wrote them."""
        known = frozenset(tokens(basis)) | self._told_values
        words = (word for word in tokens(text) if word not in known and not self.library.is_field_word(word))
        joined = (word for word in _JOINED.findall(text) if word not in basis and word not in self.told)
        return list(dict.fromkeys((*words, *joined)))

    def _repeats_an_order(self, text: str, basis: str) -> bool:
        """Whether two words in a row are an order's, and nobody's else: neither a source nor a person wrote them so."""
        if not self._ordered:
            return False
        own = _pairs(basis) | self._written
        return bool((_pairs(text) & self._ordered) - own)

    @cached_property
    def _ordered(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for order in self.orders for pair in _pairs(order))

    @cached_property
    def _written(self) -> frozenset[tuple[str, str]]:
        """Pairs of words of the thread and of every passage that was found, which are free of orders."""
        return _pairs("\n".join((self.told, *(passage.text for passage in self.held.passages.values()))))

    @cached_property
    def _told_values(self) -> frozenset[str]:
        """Codes, figures and payers of the thread; its other words prove nothing, since some may be pasted."""
        written = tokens(self.told)
        payers = tokens(" ".join(self.held.payers))
        return frozenset(
            (*payers, *(word for word in written if any(c.isdigit() for c in word) and len(word) < _VALUE))
        )

    def _basis(self, statement: ReplyStatement) -> Iterator[str]:
        """The texts that a statement rests on."""
        for key in statement.passages:
            passage = self.held.passages.get(key)
            if passage is not None:
                yield from (passage.text, passage.title, passage.section, passage.payer, passage.source)
        for key in statement.artifacts:
            for artifact in self.held.artifacts.get(key, ()):
                yield from leaves(artifact)
        if not statement.passages and not statement.artifacts:
            yield from (artifact.key for each in self.held.artifacts.values() for artifact in each)

    def _rests_on_a_search(self, statement: ReplyStatement) -> bool:
        cited = [artifact for key in statement.artifacts for artifact in self.held.artifacts.get(key, ())]
        return bool(cited) and all(isinstance(artifact, Found) for artifact in cited)

    def _turned(self, statement: ReplyStatement) -> str:
        """A statement must not say yes where the words that it quotes say no, nor the other way."""
        if statement.type != "policy" or not statement.quote:
            return ""
        said, quoted = _denies(statement.text), _denies(statement.quote)
        return "a statement turns the meaning of what it quotes" if said != quoted else ""

    def _invented_arguments(self, tools: Sequence[ToolUse]) -> Iterator[str]:
        """Figures and days in the arguments of a tool that neither people nor documents told."""
        texts = (self.told, *self._everything())
        told = {plain_number(figure) for text in texts for figure in _FIGURE.findall(text)}
        days = {value[-5:] for text in texts for kind, value in values(text) if kind == "date"}
        for tool in tools:
            for value in _texts(tool.args):
                day = _ISO_DAY.fullmatch(value)
                figures = [] if day else [each for each in _FIGURE.findall(value) if len(each) > 1]
                if (day and day[1] not in days) or any(plain_number(each) not in told for each in figures):
                    yield f"{tool.name} was called with {value[:40]}, which nobody told"

    def _everything(self) -> Iterator[str]:
        for passage in self.held.passages.values():
            yield passage.text
        for each in self.held.artifacts.values():
            for artifact in each:
                yield artifact.key
                yield from _results(artifact)


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(tokens(text)))


def _results(artifact: Artifact) -> Iterator[str]:
    """What a tool found, without what it was asked with."""
    asked = {"question", "given", "done", "dates", "on"}
    for name in type(artifact).model_fields:
        if name not in asked:
            yield from leaves(getattr(artifact, name))


def _denies(text: str) -> bool:
    """Whether the first thing that a text says of a plan is a no."""
    match = _CLAIM.search(text)
    if match is None:
        return False
    return match[0].lower().startswith(("den", "exclu")) or negation.is_denied(text, match.start(), match.end())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)
