"""The pieces of passages that answer a question, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from assistant.domain.artifacts import Found
from assistant.domain.policy import GENERAL, Hit, Passage
from assistant.recognise import sentences
from assistant.recognise.subjects import subjects, usual_classes
from assistant.tables.payers import payers
from assistant.tables.wording import common_words

_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
#: Quotes of one answer, and the share of the best quote's weight below which another is left out.
_MOST_QUOTES = 3
_WORTH = 0.5
#: The line below the head of a table.
_RULE = r"[|\s:-]+"
_LONGEST = 700
_SHORTEST = 20
#: A paragraph up to this length is quoted whole, so that no sentence loses its condition.
_PARAGRAPH = 320
#: What a document says of itself answers nothing.
_ABOUT = re.compile(r"\binvented example\b|\bown summary\b|^Source:")
#: Hits that are quoted from, and what a word counts that stands in a heading or a table's head.
_MOST_HITS, _HEADING = 6, 0.6
#: What every word counts before it is told how rare it is.
_EVERY = 2.0
#: What general guidance counts beside the documents of the payer that was named.
_GENERAL = 0.5
#: What a piece counts that names no treatment where one was asked about, and the share of the question it has to hold.
_FOR_ALL, _ENOUGH = 0.7, 0.33
_CLASS = re.compile(r"\b(?:preventive|basic|major)\b", re.IGNORECASE)
#: When a piece is taken although the search doubts it.
_NEARLY_ALL, _FEWEST_TELLING = 0.7, 2
#: Words of asking, which say nothing of what is asked for.
_ASKING = re.compile(
    r"pls|please|docs?|documents?|need|send|mail|cover\w*|pay|paid|w|n|vs|abt|ok|old|yr|yrs|rule|explain|ask|patient|asks|first|tell|say|often"
)
_NUMBERS = re.compile(
    r"\bhow (?:long|many|often|much|old|soon|fast|far)\b|\bage\b|\bdeadline\b|\bfrequen|\bmax(?:imum)?\b|\bpercent"
    r"|\blimit|\bcopay|\bdeductible|\bphone|\bfax\b|\baddress",
    re.IGNORECASE,
)
#: A question for where to send, and how an address or a number is written.
_WHERE = re.compile(
    r"\bwhere\b.{0,40}\b(?:send|mail|fax|file|submit|claims?)\b|\baddress\b|\bfax\b|\bphone\b", re.IGNORECASE
)
_PLACE = re.compile(r"\bP\.?O\.? Box\b|\b\d{3}-\d{4}\b|\b[A-Z]{2} \d{5}\b")
#: A question for whether something is covered, a sentence that says so, and what such a sentence counts more.
_ASKS_COVERAGE = re.compile(
    r"\bcover(?:s|ed|age)?\b|\bbenefit for\b|\ba benefit\b|\bpays? for\b|\bpay on\b", re.IGNORECASE
)
_OTHER_QUESTION = re.compile(
    r"\bhow (?:many|often|much|soon|long)\b|\bwhen\b|\bage\b|\blimits?\b|\bfrequen", re.IGNORECASE
)
_SAYS_COVERAGE = re.compile(
    r"\b(?:not |never )?(?:covered|excluded)\b|\bcovers\b|\bno benefit\b|\bnot a benefit\b", re.IGNORECASE
)
_SAID = 2.0
#: What a piece counts under a heading on another treatment, or that has the circumstance of a question alone.
_ELSEWHERE, _BESIDE = 0.6, 0.5
#: What stands before a treatment that is the circumstance of a question and not its object.
_CIRCUMSTANCE = re.compile(
    r"\b(?:for|with|w|on|before|after|during|under|because of|and|plus|than|from)"
    r" (?:an? |the |her |his |their |my |new |old |adult |impacted |full |two |all )*$",
    re.IGNORECASE,
)
#: A question for what a payer allows for a service, in money, and how money is written.
_ASKS_FEE = re.compile(
    r"\b(?:allowed|contracted|scheduled?|maximum|max|ucr|network) (?:fee|amount|allowance|charge|rate)s?\b"
    r"|\bfee schedules?\b|\ballowables?\b"
    r"|\breimbursement (?:rate|amount)s?\b|\bhow much (?:does|do|will|is) \S+(?: \S+){0,2} allow\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$\s?\d")
_EXCLUDING = re.compile(r"\bnot\b|\bexclu\w+|\bdenied?\b|\bnever\b|n't\b", re.IGNORECASE)


def quotes(question: str, result: Found) -> list[tuple[Hit, str]]:
    """The pieces of the best passages that hold most of the question's words, the payer's own first."""
    weighed = _weighed(question, result)
    chosen: list[tuple[Hit, str]] = []
    for piece in weighed:
        if len(chosen) >= _MOST_QUOTES or piece.weight < _WORTH * weighed[0].weight:
            break
        if all(piece.text not in other and other not in piece.text for _, other in chosen):
            chosen.append((piece.hit, piece.text))
    wanted = _main(question) if asks_coverage(question) else frozenset()
    return sorted(
        chosen,
        key=lambda item: (item[0].passage.payer == GENERAL, bool(wanted) and not _says_coverage(item[1], wanted)),
    )


def asks_coverage(question: str) -> bool:
    """Whether a question asks if something is covered, and nothing else of it."""
    return _ASKS_COVERAGE.search(question) is not None and _OTHER_QUESTION.search(question) is None


def lacks_fee(question: str, chosen: Sequence[tuple[Hit, str]]) -> bool:
    """Whether a question for an allowed amount finds no amount in a payer's own words."""
    if _ASKS_FEE.search(question) is None:
        return False
    return not any(_MONEY.search(text) for hit, text in chosen if hit.passage.payer != GENERAL)


def _main(question: str) -> frozenset[str]:
    """The treatments that a question is for: those that are no circumstance, else all of them."""
    asked = subjects(question)
    objects = {name for name, phrase in asked.items() if not _CIRCUMSTANCE.search(question[: question.find(phrase)])}
    return frozenset(objects or asked)


def _says_coverage(piece: str, wanted: frozenset[str]) -> bool:
    """Whether one sentence of a piece names what is asked about and says whether it is covered."""
    return any(
        _SAYS_COVERAGE.search(line) and wanted & subjects(line).keys() for line in re.split(r"\n|(?<=[.;]) ", piece)
    )


def fully_told(question: str, result: Found) -> bool:
    """Whether one piece of the payer's own document holds nearly every telling word of the question."""
    own = [piece for piece in _weighed(question, result) if piece.hit.passage.payer == result.payer]
    wanted = _wanted(question, result)
    return bool(own) and len(wanted) >= _FEWEST_TELLING and own[0].share >= _NEARLY_ALL


def well_told(question: str, result: Found) -> bool:
    """Whether one piece, whoever's, holds nearly every telling word of the question."""
    weighed = _weighed(question, result)
    return bool(weighed) and weighed[0].share >= _NEARLY_ALL


def located(question: str, result: Found) -> bool:
    """Whether the question is for an address or a number to write to, and the payer's best piece is one."""
    if _WHERE.search(question) is None:
        return False
    own = [piece for piece in _weighed(question, result) if piece.hit.passage.payer == result.payer]
    return bool(own) and _PLACE.search(own[0].text) is not None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece with how well it fits, and the share of the question's words that it or its heading holds."""

    weight: float
    share: float
    hit: Hit
    text: str


def _wanted(question: str, result: Found) -> set[str]:
    """The telling words of a question, and the treatments in place of the words that name them."""
    names = _names() | _words(result.payer) if result.payer else frozenset()
    rest = question
    for phrase in subjects(question).values():
        rest = rest if any(sign.isdigit() for sign in phrase) else rest.replace(phrase, " ")
    words = {word for word in _words(rest) - names if not _ASKING.fullmatch(word)}
    return words | {_treatment(name) for name in subjects(question)}


def _treatment(name: str) -> str:
    return f"*{name}"


def _heads(question: str) -> dict[str, str]:
    """The last word of every treatment asked about: "a second guard" speaks of the night guard."""
    return {_stem(phrase.lower().split()[-1]): _treatment(name) for name, phrase in subjects(question).items()}


def _weighed(question: str, result: Found) -> list[_Piece]:
    """Every piece that holds a word of the question, best first; a word that few pieces hold counts more."""
    wanted, short = _wanted(question, result), _heads(question)
    pieces = [
        (
            rank,
            hit,
            text,
            _named(text, short),
            _words(heads),
            _named(f"{hit.passage.title} {hit.passage.section}", short),
        )
        for rank, hit in enumerate(result.hits[:_MOST_HITS])
        for text, heads in _pieces_of(hit.passage.text)
    ]
    worth = {
        word: _EVERY + log(1 + len(pieces) / (1 + sum(word in own | heads | about for *_, own, heads, about in pieces)))
        for word in wanted
    }
    whole = sum(worth.values()) or 1.0
    found: list[_Piece] = []
    for rank, hit, text, own, heads, about in pieces:
        held = sum(worth[word] * (1.0 if word in own else _HEADING) for word in wanted & (own | heads | about))
        if held:
            weight = (held + _figures(question, text)) * (1 - 0.08 * rank) * _tone(question, hit.passage.section)
            weight *= _GENERAL if result.payer and hit.passage.payer == GENERAL else 1.0
            share = sum(worth[word] for word in wanted & (own | heads | about)) / whole
            weight *= _on_subject(question, hit.passage, text, share) * _to_the_point(question, hit.passage, text)
            if not weight:
                continue
            found.append(_Piece(weight, share, hit, text))
    return sorted(found, key=lambda piece: -piece.weight)


def _tone(question: str, section: str) -> float:
    """What is not covered answers a question about exclusions, not one about what is needed."""
    return 0.6 if excludes(heading_of(section)) and not excludes(question) else 1.0


def heading_of(section: str) -> str:
    """The nearest heading of a passage without its number.

    >>> heading_of("Provider manual > 15. Not covered")
    'Not covered'
    """
    return re.sub(r"^(?:[0-9]+(?:\.[0-9]+)*|[A-Z])\.? +", "", section.rsplit(" > ", 1)[-1])


def excludes(text: str) -> bool:
    """Whether words take something out of what is covered."""
    return _EXCLUDING.search(text) is not None


def _on_subject(question: str, passage: Passage, piece: str, share: float) -> float:
    """How much of the treatments asked about a piece is on; nothing for one that is on another treatment alone.

    A piece that names none speaks for the heading that it stands under. Without one there it speaks for all
    treatments, where it holds enough of what else was asked ("major services have a waiting period").
    """
    asked = subjects(question).keys()
    heading = subjects(heading_of(passage.section)).keys()
    told = subjects(piece).keys() or heading
    if not asked:
        return 1.0
    if not told:
        classes = {word.lower() for word in _CLASS.findall(piece)}
        if classes & {usual_classes().get(name) for name in asked}:
            return 1.0
        return _FOR_ALL if share >= _ENOUGH else 0.0
    if not asked & told:
        return 0.0
    return (1 + len(asked & (told | heading)) / len(asked)) / 2


def _to_the_point(question: str, passage: Passage, piece: str) -> float:
    """What a piece counts by what the question is for.

    A sentence that says whether the thing asked about is covered counts more; a piece that has only the circumstance
    of the question ("for wisdom teeth"), or that stands under a heading on another treatment, counts less.
    """
    wanted = _main(question)
    if not wanted:
        return 1.0
    told, heading = subjects(piece).keys(), subjects(heading_of(passage.section)).keys()
    asked = subjects(question).keys()
    over = heading or subjects(passage.title).keys()
    worth = _BESIDE if wanted < asked and not wanted & (told | over) else 1.0
    left_out = excludes(heading_of(passage.section)) and bool(wanted & (told | over))
    said = asks_coverage(question) and (left_out or _says_coverage(piece, wanted))
    if heading and not heading & asked and not said:
        worth *= _ELSEWHERE
    return worth * (_SAID if said else 1.0)


def _figures(question: str, piece: str) -> float:
    """A question for a number is answered by a piece that holds one."""
    return _EVERY if _NUMBERS.search(question) and re.search(r"\d", piece) else 0.0


@cache
def _names() -> frozenset[str]:
    """Words of payers' names: whose document it is says nothing of what stands in it."""
    return frozenset(_words(" ".join(" ".join((payer.name, *payer.aliases)) for payer in payers())))


def _named(text: str, short: Mapping[str, str]) -> frozenset[str]:
    words = _words(text)
    return words.union(treatment for word, treatment in short.items() if word in words)


@lru_cache(maxsize=8192)  # the same pieces of documents are weighed for question after question
def _words(text: str) -> frozenset[str]:
    common = common_words()
    words = (_stem(word) for word in _WORD.findall(text.lower()) if word not in common)
    return frozenset((*words, *(_treatment(name) for name in subjects(text))))


@lru_cache(maxsize=1024)
def _pieces_of(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_pieces(text))


def _stem(word: str) -> str:
    """One form for replace, replaced, replacing and replacement.

    >>> {_stem(word) for word in ("replace", "replaced", "replacing", "replacement", "replaces")}
    {'replac'}
    """
    for ending in ("ements", "ement", "ies", "ing", "ed", "es", "e", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Quotable pieces with the head of their table: a list with its lead, else sentences, items and table rows."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text) if block.strip()]
    for index, block in enumerate(blocks):
        if re.match(r"\s*(?:[-*]|\d+[.)])\s", block) and index and blocks[index - 1].rstrip().endswith(":"):
            yield _within(_verbatim(text, blocks[index - 1], block)), ""
        lines = block.splitlines()
        head = ""
        for number, line in enumerate(lines):
            if line.lstrip().startswith("|"):
                heads = number + 1 < len(lines) and re.fullmatch(_RULE, lines[number + 1])
                head = line if heads else head
                if not re.fullmatch(_RULE, line) and not heads:
                    yield line.strip(), head
                continue
            if _SHORTEST < len(line) <= _PARAGRAPH and not line.rstrip().endswith(":") and not _ABOUT.search(line):
                yield re.sub(r"^\s*(?:[-*]|\d+[.)])\s+", "", line).strip(), ""
                continue
            for sentence in sentences.split(line):
                telling = len(sentence.text) > _SHORTEST and not sentence.text.endswith(":")
                if telling and not _ABOUT.search(sentence.text):
                    yield re.sub(r"^(?:[-*]|\d+[.)])\s+", "", sentence.text), ""


def _within(quote: str) -> str:
    """A list cut after a whole item where it is too long to quote in full."""
    while len(quote) > _LONGEST and "\n" in quote:
        quote = quote[: quote.rindex("\n")].rstrip()
    return quote


def _verbatim(text: str, first: str, last: str) -> str:
    start = text.index(first)
    return text[start : text.index(last, start) + len(last)].strip()
