"""Words the reply from what the tools returned, quoting passages letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.artifacts import Found, Reply, ReplyStatement
from assistant.domain.policy import GENERAL, Hit, Passage
from assistant.prompting.statements import StatementTemplates, load_statements
from assistant.recognise import sentences
from assistant.tables.wording import common_words

_WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
#: Quotes of one answer, and the share of the best quote's weight below which another is left out.
_MOST_QUOTES = 2
_WORTH = 0.6
_LONGEST = 700
_SHORTEST = 20
_EXCLUDING = re.compile(r"\bnot\b|\bexclu\w+|\bdenied?\b|\bnever\b|n't\b", re.IGNORECASE)


def compose(question: str, found: Sequence[Found]) -> Reply:
    """The reply to a question from the searches made for it."""
    result = found[0] if found else None
    templates = load_statements("answer")
    if result is None or not (result.hits and result.supported):
        return _cannot(result, templates)
    quoted = _quotes(question, result)
    if not quoted:
        return _cannot(result, templates)
    statements = [_policy(hit.passage, quote, templates) for hit, quote in quoted]
    only_general = all(hit.passage.payer == GENERAL for hit, _ in quoted)
    questions: tuple[str, ...] = ()
    if only_general and result.payer is None:
        statements.append(_plain(templates, "general"))
        questions = (templates.render("which_payer"),) if result.elsewhere else ()
    return Reply(
        action="answer_with_caveat" if only_general and result.payer is None else "answer",
        statements=tuple(statements),
        questions=questions,
    )


def _policy(passage: Passage, quote: str, templates: StatementTemplates) -> ReplyStatement:
    slots = {
        "payer": passage.payer,
        "general": passage.payer == GENERAL,
        "effective_from": passage.effective_from,
        "quote": quote,
    }
    return ReplyStatement(type="policy", text=templates.render("says", **slots), passages=(passage.key,), quote=quote)


def _plain(templates: StatementTemplates, name: str, **slots: object) -> ReplyStatement:
    return ReplyStatement(type="courtesy", text=templates.render(name, **slots))


def _cannot(result: Found | None, templates: StatementTemplates) -> Reply:
    """An honest no: what was searched, what lies nearest, what to ask."""
    if result is None:
        return Reply(
            action="cannot_answer", statements=(_plain(templates, "not_found", payer=None, on=None, nearest=()),)
        )
    if result.choices:
        question = templates.render("payer_choice", choices=list(result.choices))
        return Reply(
            action="clarify", statements=(ReplyStatement(type="request", text=question),), questions=(question,)
        )
    slots = {"payer": result.payer, "on": result.on, "nearest": list(result.nearest[:2])}
    name = "payer_not_held" if result.payer and result.payer_known is False else "not_found"
    statements = [_plain(templates, name, **slots)]
    ask = templates.render("ask_payer", payer=result.payer)
    return Reply(action="cannot_answer", statements=tuple(statements), questions=(ask,))


def _quotes(question: str, result: Found) -> list[tuple[Hit, str]]:
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
        for line in block.splitlines():
            if line.lstrip().startswith("|"):
                if not re.fullmatch(r"[|\s:-]+", line):
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
