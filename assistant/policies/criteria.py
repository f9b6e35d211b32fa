"""Conditions of coverage, read from the lists and sentences of a policy.

A criterion is quoted word for word from its passage. How the items of a list combine is
taken from the words that introduce it ("all of the following", "one of the following").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assistant.domain.policy import Criterion, Passage
from assistant.policies.inline import Inline, inline_parts
from assistant.policies.thresholds import thresholds

Mode = Literal["leaf", "all_of", "any_of"]
Topic = Literal["coverage", "device", "documentation", "replacement", "exclusion", "other"]

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+•]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+(?P<text>\S.*)$")
_ANY = re.compile(
    r"\b(?:one|any|at least one|either)\b(?: or more)?(?: of)?\b[^.:]{0,40}(?:following|these|below|:)|\beither\b", re.I
)
_ALL = re.compile(r"\b(?:all|each|both|every)\b[^.:]{0,40}(?:following|these|below|:)", re.I)
#: "two of the following": more than one of the alternatives is asked for.
_SEVERAL = re.compile(
    r"\b(?:any |at least )?(?P<count>two|three|four|[2-4])\b(?: or more)?(?: of)?(?: the)? (?:following|these|below)",
    re.I,
)
_COUNTS = {"two": 2, "three": 3, "four": 4}
#: What joins an item to the next one as its alternative.
_OR_END = re.compile(r"[;,]?\s+or[\s;,]*$", re.I)
_LEAD = re.compile(r":\s*$|\b(?:the )?following\b", re.I)
_CONDITION = re.compile(r"^(?P<condition>(?:For|If|When|Where)\b[^,]{3,160}),")
#: The ages that a list is for, in its lead or its heading ("in an infant under 12 months", "children age 2 and older").
_AGES = re.compile(
    r"\b(?:in (?:an? )?(?:infant|newborn|child|member|patient)s? )?"
    r"(?:(?:under|up to|from|through|between) (?:age )?\d+(?: (?:months|years))?(?: (?:to|and) age \d+| of age)?"
    r"|(?:children |members |patients )?age \d+ (?:and|or) (?:older|younger))",
    re.I,
)
#: An item that only points to another list; that list is read where it stands.
_POINTER = re.compile(
    r"^(?:The|All|Each)\b[\w ,-]{0,60}\bof sections? [\w., ]{1,40}?\b(?:is|are)(?: all)? met\.?$", re.I
)
#: A lead that grants or refuses says so itself, whatever its heading is called.
_GRANTS = re.compile(
    r"\b(?:is|are|may be|can be|will be)\b[^.;:]{0,40}\b(?:covered|approved|paid|eligible)\b"
    r"[^.;:]{0,60}\b(?:when|if|once|only with|with (?:one|any|all|two|three|either))\b"
    r"|\bthe chart must (?:support|show)\b|\bmust be in the chart\b",
    re.I,
)
_REFUSES = re.compile(
    r"\b(?:(?:is|are) not|never|not) (?:covered|paid|approved)\b[^.;:]{0,40}\b(?:when|if|with|for)?\b", re.I
)
_SENDS = re.compile(r"^(?:send|attach|enclose|submit|include|keep)\b", re.I)
_SECTION_REFERENCE = re.compile(r"\bsections? (?P<number>\d+(?:\.\d+)*|[A-Z])\b")
#: A sentence that only points to other sections, or says what holds where they do not.
_ELSEWHERE = re.compile(r"\bsections?\s+(?:\d|[A-Z]\b)|^(?:Without|Otherwise|Except)\b")
_CODE = re.compile(r"\b(?:[DEGKJ]\d{4}|\d{5})\b")
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]*)*[.!?]?")
_DEMAND = re.compile(
    r"\b(?:must|is required|are required|(?:is|are) covered\b[^.;:]{0,40}\b(?:when|if)|only when|requires)\b", re.I
)

_TOPICS: tuple[tuple[Topic, re.Pattern[str], bool], ...] = (
    (
        "exclusion",
        re.compile(r"not covered|exclusion|does not pay|do not pay|not pay|limitations|in use\b", re.I),
        False,
    ),
    ("documentation", re.compile(r"document|records? to|to send|to submit|to hold|enclos|attach", re.I), False),
    ("replacement", re.compile(r"replac|repair", re.I), False),
    ("device", re.compile(r"\bdevice (?:requirement|standard)|the device$|what \w+ means", re.I), False),
    (
        "coverage",
        re.compile(
            r"criteri|severity|medical(?:ly)? necess|covered when|when covered|indication"
            r"|conditions? (?:of|for) coverage|eligib|must be in the chart|is needed before",
            re.I,
        ),
        True,
    ),
)


def criteria(passages: Iterable[Passage]) -> tuple[Criterion, ...]:
    """Every group of criteria of a document, in reading order.

    ``passages`` are those of one document in order. Groups carry their ``topic``, so that
    the caller takes the conditions of coverage and leaves device or filing rules aside.
    """
    return _criteria(tuple(passages))


@lru_cache(maxsize=256)
def _criteria(passages: tuple[Passage, ...]) -> tuple[Criterion, ...]:
    groups: list[Criterion] = []
    for section in _by_section(passages):
        found = list(_groups(section))
        if not found and (topic := _topic(section[0].section)) in ("coverage", "other"):
            found = list(_demands(section, only_grants=topic == "other"))
        groups.extend(found)
    return tuple(_linked(group, groups) for group in groups)


def _linked(criterion: Criterion, groups: list[Criterion]) -> Criterion:
    """An item that asks for the list of another section ("the attempts of section 3") takes that list as its own."""
    if criterion.children:
        children = tuple(_linked(child, groups) for child in criterion.children)
        return criterion.model_copy(update={"children": children})
    named = _SECTION_REFERENCE.search(criterion.text)
    if named is None or criterion.topic != "coverage":
        return criterion
    heading = re.compile(rf"{re.escape(named['number'])}(?:[.\s]|$)")
    for group in groups:
        if group.topic == "other" and group.children and heading.match(group.section.rsplit(" > ", 1)[-1]):
            return criterion.model_copy(update={"mode": group.mode, "needed": group.needed, "children": group.children})
    return criterion


def _by_section(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    current: list[Passage] = []
    for passage in passages:
        if current and passage.section != current[-1].section:
            yield current
            current = []
        current.append(passage)
    if current:
        yield current


def _topic(section: str, lead: str = "") -> Topic:
    """What a list is about: its lead where that grants, refuses or asks for papers, else its heading."""
    if _SENDS.match(lead):
        return "documentation"
    last = section.rsplit(" > ", 1)[-1]
    named: Topic = next(
        (t for t, pattern, anywhere in _TOPICS if pattern.search(section if anywhere else last)), "other"
    )
    if named in ("coverage", "other"):
        if _GRANTS.search(lead):
            return "coverage"
        if _REFUSES.search(lead):
            return "exclusion"
    return named


@dataclass
class _Node:
    """A list item while its section is being read."""

    text: str
    passage: Passage
    indent: int
    children: list[_Node] = field(default_factory=list)


def _groups(section: list[Passage]) -> Iterator[Criterion]:
    lead: tuple[str, Passage] | None = None
    items: list[_Node] = []
    for passage, line in _lines(section):
        match = _ITEM.match(line)
        if match and _POINTER.match(match["text"].strip()):
            continue
        if match:
            _place(items, _Node(match["text"].strip(), passage, len(match["indent"].expandtabs(4))))
        elif not line.strip():
            continue
        elif items and line[:1] in " \t":
            _last(items).text += " " + line.strip()
        else:
            if items:
                yield _group(lead, items, section[0].section)
                items = []
            lead = (_lead_sentence(line), passage)
    if items:
        yield _group(lead, items, section[0].section)


def _lines(section: list[Passage]) -> Iterator[tuple[Passage, str]]:
    for passage in section:
        for line in passage.text.splitlines():
            yield passage, line


def _lead_sentence(line: str) -> str:
    """The sentence that introduces a list: the last one of its paragraph."""
    sentences = [match.group().strip() for match in _SENTENCE.finditer(line.strip()) if match.group().strip()]
    return sentences[-1] if sentences else line.strip()


def _place(items: list[_Node], node: _Node) -> None:
    siblings = items
    while siblings and node.indent > siblings[-1].indent:
        siblings = siblings[-1].children
    siblings.append(node)


def _last(items: list[_Node]) -> _Node:
    node = items[-1]
    while node.children:
        node = node.children[-1]
    return node


def _group(lead: tuple[str, Passage] | None, items: list[_Node], section: str) -> Criterion:
    text, passage = lead if lead is not None and _LEAD.search(lead[0]) else ("", items[0].passage)
    topic = _topic(section, text)
    children = tuple(_criterion(item, topic, section) for item in items)
    mode, needed = _joined(_mode(text), items, text)
    return Criterion(
        id=f"{passage.key}/{_slug(section)}",
        text=text or section.rsplit(" > ", 1)[-1],
        passage=passage.key,
        document=passage.document,
        page=passage.page,
        mode=mode,
        needed=needed,
        children=children,
        condition=_condition(text, section),
        section=section,
        topic=topic,
        confidence="high" if text else "medium",
    )


def _condition(lead: str, section: str) -> str:
    """When a list applies at all: what its lead begins with, else the ages that lead or heading name."""
    stated = _CONDITION.match(lead)
    if stated:
        return stated["condition"]
    ages = _AGES.search(lead) or _AGES.search(section.rsplit(" > ", 1)[-1])
    return ages.group() if ages else ""


def _criterion(node: _Node, topic: Topic, section: str) -> Criterion:
    children = tuple(_criterion(child, topic, section) for child in node.children)
    mode, needed = _joined(_mode(node.text), node.children, node.text) if children else ("leaf", 1)
    return Criterion(
        id=f"{node.passage.key}/{_slug(node.text)}",
        text=node.text,
        passage=node.passage.key,
        document=node.passage.document,
        page=node.passage.page,
        mode=mode,
        needed=needed,
        children=children,
        thresholds=thresholds(node.text),
        section=section,
        topic=topic,
    )


def _mode(text: str) -> tuple[Mode, int]:
    """How items combine and how many are needed; ``any_of`` only where the words say so.

    >>> _mode("is covered when two or more of the following are met:"), _mode("all of the following:")
    (('any_of', 2), ('all_of', 1))
    """
    if several := _SEVERAL.search(text):
        count = several["count"].lower()
        return "any_of", _COUNTS.get(count) or int(count)
    any_of, all_of = _ANY.search(text), _ALL.search(text)
    if any_of and (all_of is None or any_of.start() > all_of.start()):
        return "any_of", 1
    return "all_of", 1


def _joined(mode: tuple[Mode, int], items: list[_Node], lead: str) -> tuple[Mode, int]:
    """Items that end in "or" are alternatives, unless their lead asks for all of them."""
    ends = [_OR_END.search(item.text) is not None for item in items]
    return ("any_of", 1) if mode[0] == "all_of" and any(ends) and not _ALL.search(lead) else mode


def _demands(section: list[Passage], *, only_grants: bool) -> Iterator[Criterion]:
    """Sentences that state a condition, where a section has no list.

    Under a heading that does not speak of conditions only a sentence that grants named procedures counts.
    """
    for passage in section:
        for match in _SENTENCE.finditer(passage.text):
            sentence = match.group().strip()
            inline = inline_parts(sentence)
            demanded = _DEMAND.search(sentence) or (inline and _GRANTS.search(sentence))
            if not demanded or _ELSEWHERE.search(sentence):
                continue
            if only_grants and not (_GRANTS.search(sentence) and _CODE.search(sentence)):
                continue
            yield _sentence_criterion(sentence, passage, inline)


def _sentence_criterion(sentence: str, passage: Passage, inline: Inline | None) -> Criterion:
    """A condition in a sentence, its alternatives or parts below it where it names them."""
    whole = Criterion(
        id=f"{passage.key}/{_slug(sentence)}",
        text=sentence,
        passage=passage.key,
        document=passage.document,
        page=passage.page,
        thresholds=thresholds(sentence) if inline is None else (),
        section=passage.section,
        confidence="medium",
    )
    if inline is None:
        return whole
    children = tuple(
        whole.model_copy(update={"id": f"{passage.key}/{_slug(part)}", "text": part, "thresholds": thresholds(part)})
        for part in inline.parts
    )
    return whole.model_copy(update={"mode": inline.mode, "children": children})


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:8])
