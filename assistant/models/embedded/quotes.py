"""The pieces of passages that answer a question, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.artifacts import Found
from assistant.domain.policy import Hit
from assistant.recognise import sentences
from assistant.tables.wording import common_words

_WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
#: Quotes of one answer, and the share of the best quote's weight below which another is left out.
_MOST_QUOTES = 2
_WORTH = 0.6
#: The line below the head of a table.
_RULE = r"[|\s:-]+"
_LONGEST = 700
_SHORTEST = 20
_EXCLUDING = re.compile(r"\bnot\b|\bexclu\w+|\bdenied?\b|\bnever\b|n't\b", re.IGNORECASE)


def quotes(question: str, result: Found) -> list[tuple[Hit, str]]:
    """The pieces of the best passages that hold most of the question's words, best first."""
    wanted = _words(question) - _words(result.payer or "")
    weighed: list[tuple[float, int, Hit, str]] = []
    for rank, hit in enumerate(result.hits[:4]):
        for piece in _pieces(hit.passage.text):
            about = _words(f"{hit.passage.title} {hit.passage.section}")
            overlap = len(wanted & _words(piece)) + 0.5 * len(wanted & about) + _figures(question, piece)
            if overlap:
                weight = overlap * (1 - 0.08 * rank) * _tone(question, hit.passage.section)
                weighed.append((weight, -rank, hit, piece))
    weighed.sort(key=lambda item: (-item[0], -item[1]))
    chosen: list[tuple[Hit, str]] = []
    for weight, _, hit, piece in weighed:
        if len(chosen) >= _MOST_QUOTES or weight < _WORTH * weighed[0][0]:
            break
        if all(piece not in other and other not in piece for _, other in chosen):
            chosen.append((hit, piece))
    return chosen


def _tone(question: str, section: str) -> float:
    """What is not covered answers a question about exclusions, not one about what is needed."""
    excluding = _EXCLUDING.search(section.rsplit(" > ", 1)[-1]) is not None
    return 0.6 if excluding and not _EXCLUDING.search(question) else 1.0


def _figures(question: str, piece: str) -> float:
    """A question for a number is answered by a piece that holds one."""
    asks = re.search(
        r"\bhow (?:long|many|often|much|old|soon)\b|\bage\b|\bdeadline\b|\bfrequen", question, re.IGNORECASE
    )
    return 1.0 if asks and re.search(r"\d", piece) else 0.0


def _words(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text.lower()) if word not in common_words()}


def _stem(word: str) -> str:
    for ending in ("ies", "ing", "ed", "es", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _pieces(text: str) -> Iterator[str]:
    """Quotable pieces: a list with its lead when it is short enough, else sentences, items and table rows."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text) if block.strip()]
    for index, block in enumerate(blocks):
        if re.match(r"\s*(?:[-*]|\d+[.)])\s", block) and index and blocks[index - 1].rstrip().endswith(":"):
            yield _within(_verbatim(text, blocks[index - 1], block))
        lines = block.splitlines()
        for number, line in enumerate(lines):
            if line.lstrip().startswith("|"):
                heads = number + 1 < len(lines) and re.fullmatch(_RULE, lines[number + 1])
                if not re.fullmatch(_RULE, line) and not heads:
                    yield line.strip()
                continue
            for sentence in sentences.split(line):
                if len(sentence.text) > _SHORTEST and not sentence.text.endswith(":"):
                    yield re.sub(r"^(?:[-*]|\d+[.)])\s+", "", sentence.text)


def _within(quote: str) -> str:
    """A list cut after a whole item where it is too long to quote in full."""
    while len(quote) > _LONGEST and "\n" in quote:
        quote = quote[: quote.rindex("\n")].rstrip()
    return quote


def _verbatim(text: str, first: str, last: str) -> str:
    start = text.index(first)
    return text[start : text.index(last, start) + len(last)].strip()
