"""What a payer's letter asks to be sent, item by item, with the words it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.benefits import PlanWindow
from assistant.domain.case import Case, CaseDocument
from assistant.recognise import sentences, teeth
from assistant.tables.attachments import known_words, normalise

#: Papers in which a payer may ask for records.
_FROM_PAYER = ("denial_letter", "letter", "remittance", "other")
_ASKS = re.compile(
    r"\b(?:please (?:send|submit|provide|forward|supply|furnish|return)|(?:we|plan) (?:need|require|request)s?\b"
    r"|(?:is|are) (?:needed|required|requested)\b|additional (?:information|documentation|records)"
    r"|following (?:records|documents|documentation|information|items)|(?:send|submit) (?:us )?the following)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^[ \t]*(?:[-*\u2022\u00b7]|\d{1,2}[.)]|[a-h][.)])[ \t]+(?P<text>\S.{2,300})$", re.MULTILINE)
_PARTS = re.compile(r"\s*(?:;|,(?:\s*and\b)?|\band\b)\s*", re.IGNORECASE)
_WITHIN = re.compile(
    r"\bwithin (?P<count>\d{1,3}) (?P<unit>calendar days|business days|days)\b(?P<rest>[^.]{0,60})", re.IGNORECASE
)


@dataclass(frozen=True)
class AskedItem:
    """One thing asked for: the payer's words, the paper they stand in, and the kinds of enclosure that they name."""

    document: str
    quote: str
    kinds: tuple[str, ...]
    teeth: tuple[str, ...] = ()


def items_asked(case: Case) -> tuple[AskedItem, ...]:
    """Every item of the requests in the case's letters, in their order; empty where nothing is asked for."""
    system = case.claim.tooth_system or "universal"
    found = [
        AskedItem(document.id, quote, kinds_named(quote), tuple(m.value for m in teeth.find(quote, system=system)))
        for document in case.documents
        if document.kind in _FROM_PAYER
        for quote in _quotes(document.text or "")
    ]
    return tuple(dict.fromkeys(found))


def asks_for_records(document: CaseDocument) -> bool:
    """Whether the paper is a payer's request for records, which is not sent back as proof."""
    return document.kind == "letter" and any(True for _ in _quotes(document.text or ""))


def requesting_letter(case: Case) -> CaseDocument | None:
    """The first paper in which something is asked for."""
    asked = items_asked(case)
    return case.document(asked[0].document) if asked else None


def stated_window(document: CaseDocument) -> PlanWindow | None:
    """The time that the request allows, where it states one: "within 45 days of the date of this letter"."""
    for sentence in sentences.split(document.text or ""):
        match = _WITHIN.search(sentence.text)
        if match is None or re.search(r"\bappeal", sentence.text, re.IGNORECASE):
            continue
        receipt = re.search(r"receiv|receipt", match["rest"], re.IGNORECASE)
        return PlanWindow(
            value=int(match["count"]),
            unit="business_days" if match["unit"].lower().startswith("business") else "calendar_days",
            counts_from="receipt" if receipt else "letter",
            source=f'the request: "{" ".join(sentence.text.split())}"',
        )
    return None


def kinds_named(words: str) -> tuple[str, ...]:
    """Kinds of enclosure whose words stand in the text, the longest words first.

    >>> kinds_named("dated periapical radiograph of tooth 30 and the perio chart")
    ('periapical', 'perio_chart')
    """
    left, found = f" {' '.join(re.findall(r'[a-z0-9]+', words.lower()))} ", []
    for word in sorted(known_words(), key=len, reverse=True):
        place = left.find(f" {word} ")
        if place < 0 and not word.endswith("s"):
            place = left.find(f" {word}s ")
        if place >= 0 and (kind := normalise(word)) is not None:
            found.append((place, kind.name))
            left = left[: place + 1] + "_" * len(word) + left[place + 1 + len(word) :]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _quotes(text: str) -> Iterator[str]:
    """The items of a list after a request; else the parts of the sentence that asks."""
    request = _ASKS.search(text)
    if request is None:
        return
    listed = [match["text"].strip() for match in _ITEM.finditer(text, request.start())]
    listed = listed or _run_on(text[request.start() :].partition("\n\n")[0])
    if listed:
        yield from (item.rstrip(" .;") for item in listed)
        return
    for sentence in sentences.split(text):
        asks = _ASKS.search(sentence.text)
        if asks is None:
            continue
        for part in _PARTS.split(sentence.text[asks.end() :]):
            if kinds_named(part):
                yield part.strip(" .:")


def _run_on(text: str) -> list[str]:
    """The items of a numbered list that runs on in its paragraph, each a sentence; empty where there are not two.

    >>> _run_on("Please send: 1. Film of tooth 30. 2. Chart notes. 3) Narrative. Thank you.")
    ['Film of tooth 30.', 'Chart notes.', 'Narrative.']
    """
    found: list[str] = []
    place = 0
    while (mark := re.compile(rf"(?<![\w.#])\(?{len(found) + 1}[.)]\s+(?=[A-Za-z])").search(text, place)) is not None:
        found.append(next((each.text for each in sentences.split(text[mark.end() :])), ""))
        place = mark.end()
    return found if len(found) > 1 else []
