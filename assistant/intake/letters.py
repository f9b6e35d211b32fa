"""What a payer's letter says about time: its own day, and the last day that it names."""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.case import Case, CaseDocument, Denial
from assistant.domain.fact import Mention
from assistant.recognise import dates, money, procedure_codes, sentences

#: A heading before the day of a letter has no more words.
_FEW_WORDS = 6
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
#: The words before a date that is the paper's own day.
_OWN_DAY = re.compile(
    r"\b(?:(?:letter|notice|issue|mail(?:ing)?|process(?:ed|ing)?|check|payment|statement|decision|determination|eob|"
    r"print|finali[sz]ed?)\s?dates?|date of (?:this )?(?:letter|notice|issue|decision|determination|eob)|"
    r"date (?:issued|mailed|processed|printed|paid)|dated|issued|mailed|processed)\b(?: on)?[\s:.]{0,4}$",
    re.I | re.M,
)
#: A bare "Date:"; it is the letter's where it stands above what was billed.
_DATE = re.compile(r"(?:^|[\s.,;|-])date\s?:[ \t]{0,4}$", re.I)
#: Where the list of what was billed begins.
_BILLED = re.compile(
    r"^\W*(?:services?|line|procedure|svc|treatment|claim lines?|details?)\b(?!.*\b(?:unit|department)\b)", re.I | re.M
)
#: Words before a date that is somebody else's.
_OTHER_DAY = re.compile(
    r"\b(?:DOB|born|birth\w*|services?|svc|DOS|treatment|treated|received|receipt|filed|effective|from|through|thru|to|"
    r"by|before|until|after|accident|injury|performed|rendered|provided|visit)\b[^\n\d]{0,20}$",
    re.I,
)


def with_letter_days(case: Case) -> Case:
    """The case with every undated denial dated by its letter; nothing else changes."""
    denials = tuple(
        denial
        if denial.date is not None or (letter := _letter(case, denial)) is None
        else denial.model_copy(update={"date": letter_day(letter)})
        for denial in case.denials
    )
    return case if denials == case.denials else case.model_copy(update={"denials": denials})


def letter_day(letter: CaseDocument) -> date | None:
    """The day of a payer's paper: as stated in the case, as it names it, or as it stands alone above the letter.

    A day of service, of birth or of receipt is never taken for it; ``None`` where only those stand there.
    """
    if letter.date is not None or not letter.text:
        return letter.date
    text = letter.text
    full = [m for m in dates.find(text) if m.unit == ""]
    labelled = [m for m in full if _OWN_DAY.search(text[max(0, m.start - 60) : m.start]) or _heads(text, m)]
    head = [m for m in full if _alone(text, m) and not (_labelled(text, m) and _below_billed(text, m))]
    first = next(iter(labelled or head), None)
    return date.fromisoformat(first.value) if first is not None else None


def _heads(text: str, day: Mention) -> bool:
    """Whether a bare "Date:" labels the day, above what was billed; no day of a service, a birth or a receipt."""
    line = text[text.rfind("\n", 0, day.start) + 1 : day.start]
    label = re.split(r"[.,;|]\s|\s{2,}", _DATE.sub("", line))[-1]
    return _labelled(text, day) and not _OTHER_DAY.search(label) and not _below_billed(text, day)


def _labelled(text: str, day: Mention) -> bool:
    return _DATE.search(text[text.rfind("\n", 0, day.start) + 1 : day.start]) is not None


def _below_billed(text: str, day: Mention) -> bool:
    """Whether a line of service stands before the day, or the day stands on one."""
    ends = re.search(r"\n|[.;|]\s", text[day.end :])
    above = text[: day.end + ends.start() if ends else len(text)]
    lines = (line for line in above.splitlines() if procedure_codes.find(line))
    return _BILLED.search(text[: day.start]) is not None or any(dates.find(line) or money.find(line) for line in lines)


def _alone(text: str, day: Mention) -> bool:
    """Whether a date ends a line of its own, behind nothing or behind names and places."""
    start = text.rfind("\n", 0, day.start) + 1
    end = text.find("\n", day.end)
    before, after = text[start : day.start], text[day.end : end if end >= 0 else len(text)]
    if after.strip(" .,)") or procedure_codes.find(before) or _OTHER_DAY.search(before):
        return False
    return not re.search(r"[.:;]\s|\d{3}", before) and len(before.split()) <= _FEW_WORDS


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
        return named if named is not None and letter_day(named) is not None else None
    only = letters[0] if len(letters) == 1 else None
    return only if only is not None and letter_day(only) is not None else None
