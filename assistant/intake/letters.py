"""What a payer's letter says about time: its own day, and the last day that it names."""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.case import Case, CaseDocument, Denial
from assistant.intake.reading import document_day
from assistant.recognise import dates, sentences

#: Words of the step that a last day belongs to.
_STEPS = {
    "appeal": re.compile(r"\b(?:appeal|reconsideration|grievance|dispute)\w*\b|\brequest (?:a|for) review\b", re.I),
    "records_request": re.compile(
        r"\b(?:records?|documents?|documentation|information|notes|x-?rays?|radiographs?)\b", re.I
    ),
}
_BY = re.compile(
    r"\b(?:by|before|until|through|no later than|not later than|on or before|deadline (?:is|of)|"
    r"due (?:date|by|on)?(?: is)?|expires? on)[\s:]{0,3}(?:the )?"
    r"(?:close of business |end of (?:the )?day )?(?:on |of )?(?:\w+day,? )?$",
    re.I,
)
_DECISION = re.compile(r"\b(?:we|plan|payer) (?:will|shall|must) (?:decide|answer|respond|notify)\b", re.I)


def with_letter_days(case: Case) -> Case:
    """The case with every undated denial dated by its letter; nothing else changes."""
    denials = tuple(
        denial
        if denial.date is not None or (letter := _letter(case, denial)) is None
        else denial.model_copy(update={"date": document_day(letter)})
        for denial in case.denials
    )
    return case if denials == case.denials else case.model_copy(update={"denials": denials})


def last_day_named(case: Case, event: str = "appeal") -> date | None:
    """The earliest last day for the event that a denial letter of the case names; ``None`` when it names none.

    Known events are ``appeal`` and ``records_request``. A length of time ("within 180
    days") is no day and is left to the clock.
    """
    step = _STEPS.get(event)
    if step is None:
        return None
    kinds = ("denial_letter", "letter") if event == "records_request" else ("denial_letter",)
    texts = [document.text for document in case.documents if document.kind in kinds and document.text]
    texts += [denial.text for denial in case.denials if denial.text]
    found = [day for text in texts for sentence in sentences.split(text) for day in _named(sentence.text, step)]
    return min(found, default=None)


def _named(sentence: str, step: re.Pattern[str]) -> list[date]:
    """Full dates of a sentence of the step that stand after words such as ``no later than``."""
    if not step.search(sentence) or _DECISION.search(sentence):
        return []
    return [
        date.fromisoformat(mention.value)
        for mention in dates.find(sentence)
        if mention.unit == "" and _BY.search(sentence[: mention.start])
    ]


def _letter(case: Case, denial: Denial) -> CaseDocument | None:
    """The letter of a denial: the file that it names, else the only denial letter of the case."""
    letters = [document for document in case.documents if document.kind == "denial_letter"]
    if denial.file:
        named = next((document for document in case.documents if document.file == denial.file), None)
        return named if named is not None and document_day(named) is not None else None
    only = letters[0] if len(letters) == 1 else None
    return only if only is not None and document_day(only) is not None else None
