"""A one-line note of a contact with a payer becomes a contact-log entry; what it does not say stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.domain.contact import Channel, ContactEntry, NextStep
from assistant.privacy.detect import detect
from assistant.recognise import dates

_NAME = r"((?:(?:Mr|Ms|Mrs|Dr)\.? )?[A-Z][a-z'\u2019-]+(?: [A-Z](?:\.|[a-z]+)?(?![\w-]))?|[a-z]{2,})"
_REP = (
    re.compile(rf"\b(?i:spoke|spk|talked|chatted|s/w|sw)\b(?: ?(?i:w/|with|to))? ?(?i:rep(?:resentative)? )?{_NAME}"),
    re.compile(rf"\b(?i:rep(?:resentative)?(?:'s name| name)?|agent)(?: (?i:is|was))?[ :]+{_NAME}"),
    re.compile(rf"\b(?i:per|with|w/) {_NAME}(?= (?i:at|in|from|@|ref|said|says|call|conf))"),
)
_NOT_NAMES = frozenset(
    re.findall(
        r"\w+",
        "rep representative them they the a an nobody someone insurance ins payer pt patient office agent provider "
        "member claims and or about at in on for is was said says",
    )
)
_REFERENCE = re.compile(
    r"\b(?:call )?(?:ref(?:erence)?|conf(?:irmation)?|tracking|ticket|inquiry|case)\b\.?"
    r"(?: ?(?:no|num|number|id)\b\.?)?[ :#]{0,3}([A-Z]{0,4}-?\d[A-Z0-9-]{2,20})\b",
    re.IGNORECASE,
)
_CHANNEL_WORDS: tuple[tuple[Channel, str], ...] = (
    ("phone", r"\b(?:spoke|spk|talked|called|call(?:ed)? back|phoned|on hold|voice ?mail|lvm|s/w|phone|rang)\b"),
    ("fax", r"^\W*(?:re)?fax(?:ed)?\b|\bfaxed\b|\bby fax\b"),
    ("email", r"\be-?mail(?:ed)?\b"),
    ("portal", r"\b(?:portal|online|website|availity|chat(?:ted)?)\b"),
    ("mail", r"\b(?:mailed|by mail|letter (?:sent|received|came)|certified)\b"),
    ("in_person", r"\b(?:in person|visited|came by|stopped by)\b"),
)
_CHANNELS = tuple((channel, re.compile(words, re.IGNORECASE)) for channel, words in _CHANNEL_WORDS)
_STATED_STEP = re.compile(
    r"\b(?:next(?: step)?s?|f/?u|follow[- ]?up|to ?do|action)\b[ :=-]*(?P<said>[^;.\n]{3,160})|"
    r"\b(?P<will>(?:i |we |they )?(?:will|need to|needs to|have to|must|going to|should) [^;.,\n]{3,160})|"
    r"\b(?P<call>(?:call|check|resubmit|refax|resend|re-?send|appeal|send)(?: back| again)? "
    r"(?:in|by|on|after|before|next|w/|with) [^;.,\n]{2,100})",
    re.IGNORECASE,
)
_CONTACTED = re.compile(
    r"(?:called|phoned|spoke|spk|talked|s/w|faxed|mailed|e-?mailed|chatted|on|portal|checked portal)\b[^,;]{0,60}"
)
_OPENING = re.compile(r"^\W*(?:called|phoned|portal|online)\b(?: (?:the )?(?:payer|ins(?:urance)?))?:?", re.IGNORECASE)
_LEADING_DAY = re.compile(r"^\d{1,2}/\d{1,2}(?:/\d{2,4})?\b\s*")
_HAS_YEAR = re.compile(r"\d{4}|\d+[/.-]\d+[/.-]\d+")
_WITHIN = re.compile(r"\bin (\d{1,3}) (?:calendar )?days?\b", re.IGNORECASE)
_WHOLE_DAY = len("2026-11-22")
_BORN = re.compile(r"\b(?:dob|d\.o\.b\.?|born|birth ?(?:date|day)?)[ :]*$", re.IGNORECASE)
_OF_PATIENTS = frozenset({"PERSON", "SSN", "MRN", "MEMBER", "EMAIL", "ADDRESS", "ACCOUNT", "ZIP", "CLAIM"})


def contact_entry(note: str, *, payer: str | None, on: date, case: str | None = None) -> ContactEntry:
    """The entry of one note, logged on ``on``; the day of the note wins where it names one.

    >>> entry = contact_entry("called 11/20, spoke w/ Kim ref 88213, claim in process, f/u 12/4", payer="Northlake",
    ...                       on=date(2026, 11, 22))
    >>> entry.day, entry.channel, entry.rep, entry.reference, entry.outcome
    (datetime.date(2026, 11, 20), 'phone', 'Kim', '88213', 'claim in process')
    >>> entry.next_steps[0].due
    datetime.date(2026, 12, 4)
    """
    text = " ".join(note.split())
    day = _day(text, on)
    steps = tuple(_stated_steps(text, day or on))
    done = _STATED_STEP.sub(" ", text)
    entry = ContactEntry(
        payer=payer,
        case=case,
        day=day or on,
        dated="note" if day else "logged",
        channel=next((channel for channel, words in _CHANNELS if words.search(done)), None),
        rep=representative(text),
        reference=reference(text),
        outcome=_outcome(text),
        next_steps=steps,
        note=text,
    )
    return entry.model_copy(update={"missing": tuple(_missing(entry))})


def representative(text: str) -> str | None:
    """The name of the payer's representative, as written with a capital."""
    for shape in _REP:
        for match in shape.finditer(text):
            name = match[1].strip(" .")
            if name.split()[0].casefold() not in _NOT_NAMES:
                return name if name[0].isupper() else name.capitalize()
    return None


def reference(text: str) -> str | None:
    """The reference number of the contact."""
    match = _REFERENCE.search(text)
    return match[1] if match else None


def _day(text: str, on: date) -> date | None:
    """The day of the contact: a past one at the start, or in the first clause after the word for the contact."""
    for found in dates.find(text, as_of=on):
        day = _on_calendar(found.value)
        lead = text[: found.start].strip(" ,;:-").casefold()
        if day and day <= on and (not lead or _CONTACTED.fullmatch(lead)):
            return day
    return None


def _on_calendar(value: str) -> date | None:
    """A whole day; a month or a day without a year is none."""
    return date.fromisoformat(value) if len(value) == _WHOLE_DAY else None


def _stated_steps(text: str, on: date) -> Iterator[NextStep]:
    for match in _STATED_STEP.finditer(text):
        said = next(part for part in match.groups() if part).strip(" ,")
        followed = match[0].casefold().startswith(("f/u", "fu ", "follow"))
        yield NextStep(text=f"follow up {said}" if followed else said, stated=True, due=_due(said, on))


def _due(said: str, on: date) -> date | None:
    """The day by which a step is due: a day that is named, the next one where its year is not, or so many days on."""
    for found in dates.find(said, as_of=on):
        day = _on_calendar(found.value)
        if day and day < on and not _HAS_YEAR.search(found.quote):
            leap_day = (day.month, day.day) == (2, 29)
            return None if leap_day else day.replace(year=on.year + (day.replace(year=on.year) < on))
        if day:
            return day
    within = _WITHIN.search(said)
    return on + timedelta(days=int(within[1])) if within else None


def _outcome(text: str) -> str | None:
    """What is left of the note when the contact itself and the next steps are taken out."""
    rest = text
    for shape in (*_REP, _REFERENCE, _STATED_STEP, _OPENING):
        rest = shape.sub(";", rest)
    parts = [_LEADING_DAY.sub("", part.strip(" ,:-.")) for part in re.split(r"[;,]", rest)]
    kept = [part for part in parts if re.search(r"[A-Za-z]{2,}", part) and part.casefold() != "re"]
    return ", ".join(kept) or None


def _missing(entry: ContactEntry) -> Iterator[str]:
    """What a log entry should hold and this one does not."""
    if entry.channel is None:
        yield "channel"
    if entry.channel in (None, "phone"):
        yield from (name for name in ("rep", "reference") if getattr(entry, name) is None)
    if entry.outcome is None:
        yield "outcome"
    if not entry.next_steps:
        yield "next step"


def without_patient(note: str) -> str:
    """``note`` without identifiers of patients; the representative's name and the reference stay.

    >>> without_patient("spoke w/ Kim ref 88213 re pt Maria Gomez dob 3/4/1980")
    'spoke w/ Kim ref 88213 re pt [PERSON] dob [DATE]'
    """
    rep, number = representative(note), reference(note)
    pieces: list[str] = []
    position = 0
    for found in detect(note):
        written = note[found.start : found.end]
        born = found.kind == "DATE" and _BORN.search(note[: found.start])
        if written in (rep, number) or (found.kind not in _OF_PATIENTS and not born):
            continue
        pieces += (note[position : found.start], f"[{found.kind}]")
        position = found.end
    return "".join((*pieces, note[position:]))
