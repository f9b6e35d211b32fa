"""A case from the text of an explanation of benefits or of a denial letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.benefits.denial_text import read_words
from assistant.domain.case import Case, CaseDocument, Denial, PlanFunding
from assistant.domain.claim import Claim, Patient, ServiceLine
from assistant.domain.errors import BadInput
from assistant.domain.fact import EnteredFact, Mention
from assistant.intake.letter_table import LetterLine, is_row, legend, letter_lines, prose
from assistant.intake.letterhead import office_addressed, payer_on_head
from assistant.intake.letters import letter_day
from assistant.intake.notes import attachment_of, diagnoses_in, documents_of
from assistant.intake.reason_lines import is_worded, spoken_of, told_reasons
from assistant.intake.strangers import names_in, same_person
from assistant.readers.x12.labels import shares_out
from assistant.recognise import dates, denial_codes, procedure_codes
from assistant.tables.payers import payers, resolve_payer
from assistant.tables.reasons import reason as reason_row

_CLAIM_NUMBER = re.compile(
    r"\b(?:claim|reference)\s*(?:control )?(?:number|no\.?|#|id)\s*[:#]?\s*(?P<value>[A-Z0-9][A-Z0-9-]{3,24})\b", re.I
)
_MEMBER = re.compile(
    r"\b(?:member|subscriber)\s*(?:id|number|no\.?|#)\s*[:#]?\s*(?P<value>[A-Z0-9][A-Z0-9-]{4,20})\b", re.I
)

_GROUP = re.compile(r"\b(?:group|grp)\s*(?:id|number|no\.?|#)?\s*[:#]\s*(?P<value>[A-Z0-9][A-Z0-9-]{2,20})\b", re.I)
_DAY = r"(?P<day>[\w/.-]{3,}(?: \d{1,2},? \d{4})?)"
_BORN = re.compile(rf"\b(?:date of birth|birth ?date|DOB|born)\b[\s:.()-]{{0,4}}(?:on )?{_DAY}", re.I)
_SERVED = re.compile(
    r"\b(?:dates? of services?|service dates?|DOS|services? (?:of|on|provided on|rendered on))\b"
    rf"[\s:.()-]{{0,4}}{_DAY}",
    re.I,
)
#: Group, CARC and RARC of a reason, with the payer's words where it has any.
Reason = dict[str, str | None]
_NO_REASON: Reason = {"group": None, "carc": None, "rarc": None}


def case_from_letter(
    name: str,
    text: str,
    *,
    notes: tuple[tuple[str, str], ...] = (),
    payer: str | None = None,
    today: date,
    funding: PlanFunding | None = None,
    diagnoses: tuple[str, ...] = (),
    received: date | None = None,
) -> Case:
    """The case that a payer's paper tells of: a line for each procedure code on it, and its denial.

    Only what stands in the text is taken. ``payer`` names the payer where the text does not.
    Raises :class:`BadInput` where the text holds no procedure code.
    """
    paper = CaseDocument(id="payer", kind="denial_letter", text=text, file=name)
    documents = documents_of(notes)
    codes = diagnoses or diagnoses_in((paper, *documents))
    _one_patient(text, name)
    found = _on_one_day(letter_lines(text), text)
    lines = tuple(_service_lines(found, codes))
    if not lines:
        raise BadInput(
            "no procedure code stands in the text, so it is not known what was denied",
            where=name,
            fix="write the case by hand; `claimwright schema case` shows its shape",
        )
    named = _payer(payer, text)
    dental = _lane(named) == "dental" if _lane(named) else all(line.code.startswith("D") for line in lines)
    return Case(
        claim=Claim(
            lane="dental" if dental else "medical",
            payer=named,
            patient=Patient(birth_date=_birth(text)),
            diagnoses=codes,
            lines=lines,
        ),
        denials=tuple(_denials(paper, found, received)),
        documents=(paper, *documents),
        attachments=tuple(attachment_of(document) for document in documents),
        practice=office_addressed(text),
        plan_funding=funding,
        facts=tuple(_facts(text, name, today)),
    )


def _payer(given: str | None, text: str) -> str | None:
    if given:
        return resolve_payer(given).name or given
    head = text[:1500].casefold()
    named = [payer.name for payer in payers() if payer.name.casefold() in head]
    guessed = payer_on_head(text)
    return max(named, key=len, default=None) or (resolve_payer(guessed).name if guessed else None)


def _lane(payer: str | None) -> str | None:
    """What the payer covers, where the table knows it: dental codes on a medical plan's paper are a medical claim."""
    return next((known.lane for known in payers() if known.name == payer), None)


def _on_one_day(found: tuple[LetterLine, ...], text: str) -> tuple[LetterLine, ...]:
    """The lines with the one day of service that the paper names for all of them, where none has its own."""
    days = {m["day"]: _first_day(m["day"]) for m in _SERVED.finditer(text)}
    stated = {day for day in days.values() if day is not None}
    if len(stated) != 1 or any(line.date for line in found):
        return found
    return tuple(replace(line, date=next(iter(stated))) for line in found)


def _first_day(written: str) -> date | None:
    found = [m for m in dates.find(written) if m.unit == ""]
    return date.fromisoformat(found[0].value) if found and found[0].start == 0 else None


def _service_lines(found: tuple[LetterLine, ...], diagnoses: tuple[str, ...]) -> Iterator[ServiceLine]:
    for number, each in enumerate(found, start=1):
        yield ServiceLine(
            id=str(number),
            code=each.code,
            date_of_service=each.date,
            tooth=each.tooth,
            surfaces=each.surfaces,
            area=each.area,
            fee=each.fee,
            diagnosis_pointers=tuple(range(1, min(len(diagnoses), 4) + 1)),
        )


def _denials(paper: CaseDocument, found: tuple[LetterLine, ...], received: date | None) -> Iterator[Denial]:
    """A denial a reason of each line; a reason that the paper ties to none of several stays without a line."""
    text = paper.text or ""
    number = _CLAIM_NUMBER.search(text)
    shared = {
        "date": letter_day(paper),
        "received": received,
        "payer_claim_number": number["value"] if number else None,
        "file": paper.file,
    }
    own, loose = _linked(found, text)
    told = [
        {"line": str(place + 1), "amount": found[place].refused or found[place].fee, **reason}
        for place, reasons in enumerate(own)
        for reason in reasons
    ]
    told += [{"line": None, **reason} for reason in loose]
    if not told:
        only = found[0] if len(found) == 1 else None
        amount = (only.refused or only.fee) if only else None
        told = [{"line": "1" if only else None, "amount": amount, **_NO_REASON}]
    for denial in told:
        yield Denial.model_validate({**shared, **denial})


def _linked(lines: tuple[LetterLine, ...], text: str) -> tuple[list[list[Reason]], list[Reason]]:
    """The reasons of each line, by its row or by sentences that speak of it, and those that name no line."""
    own: list[list[Reason]] = [[] for _ in lines]
    loose: list[Reason] = []
    for place, line in enumerate(lines):
        for reason in _of_row(line):
            _put(own[place], reason)
    for told in told_reasons(text, lines):
        for reason in _reasons(told.coded):
            worded = {**reason, "text": told.words if is_worded(told.words) else None}
            for place in told.lines or ((0,) if len(lines) == 1 else ()):
                _put(own[place], worded)
            if not told.lines and len(lines) > 1:
                _put(loose, worded)
    for place, line in enumerate(lines):
        own[place] = _refusing(own[place] or _explained(line, text) or _in_words(place, lines, text), line)
    known = [reason for reasons in own for reason in reasons]
    return own, [each for each in _refusing(loose, None) if not any(_same_reason(each, other) for other in known)]


def _put(reasons: list[Reason], new: Reason) -> None:
    """One more reason, or what it adds to one that is known."""
    for place, known in enumerate(reasons):
        if _same_reason(new, known):
            reasons[place] = {name: known.get(name) or new.get(name) for name in {**known, **new}}
            return
    reasons.append(new)


def _same_reason(one: Reason, other: Reason) -> bool:
    """Whether two mentions give one reason: the same codes, as far as both give them."""
    if one["carc"] is None or other["carc"] is None:
        return one["rarc"] is not None and one["rarc"] == other["rarc"]
    pairs = ((one["carc"], other["carc"]), (one["rarc"], other["rarc"]), (one["group"], other["group"]))
    return all(a is None or b is None or a == b for a, b in pairs)


def _refusing(reasons: list[Reason], line: LetterLine | None) -> list[Reason]:
    """The reasons that refuse: a share or a write-off refuses nothing beside another, or on a line that was paid."""
    beside = line is None or bool(line.paid) or len(reasons) > 1
    return [each for each in reasons if not (beside and shares_out(each["carc"] or ""))]


def _of_row(line: LetterLine) -> list[Reason]:
    """The reasons of a line's own row: of its cells, or of a row that names this one code."""
    row = line.told if is_row(line.told) and len({m.value for m in procedure_codes.find(line.told)}) == 1 else ""
    return _reasons(f"{line.coded} {line.reason}" if line.coded else row)


def _explained(line: LetterLine, text: str) -> list[Reason]:
    """What the legend of the paper says of the marks in a line's reason cell."""
    found: list[Reason] = []
    for mark in re.split(r"[,;/\s]+", line.reason):
        words = legend(text).get(mark.strip("()")) if mark else None
        found += (_reasons(words) or [{**_NO_REASON, "text": words}]) if words else []
    return found


def _in_words(place: int, lines: tuple[LetterLine, ...], text: str) -> list[Reason]:
    """The sentences that refuse a line without any code."""
    if lines[place].paid or denial_codes.find(lines[place].coded):
        return []
    said = [s for s in prose(text) if not denial_codes.find(s) and place in spoken_of(s, lines) and _refuses(s)]
    return [{**_NO_REASON, "text": " ".join(" ".join(said).split())}] if said else []


def _refuses(sentence: str) -> bool:
    return read_words(None, sentence).category != "unknown"


def _reasons(text: str) -> list[Reason]:
    """Each reason code with the group before it and the first remark code that follows it."""
    found: list[Reason] = []
    group: str | None = None
    for mention in sorted(denial_codes.find(text), key=lambda m: m.start):
        if mention.unit == "group":
            group = mention.value
        elif mention.unit == "carc":
            known = next(
                (reason for reason in found if (reason["group"], reason["carc"]) == (group, mention.value)), None
            )
            if known is None:
                found.append({"group": group, "carc": mention.value, "rarc": None})
            group = None
        elif found and found[-1]["rarc"] is None and _is_remark(mention):
            found[-1]["rarc"] = mention.value
        elif mention.unit == "rarc" and not found:
            found.append({"group": None, "carc": None, "rarc": mention.value})
    return found


def _is_remark(mention: Mention) -> bool:
    """Whether a code behind a reason is a remark; one that may be a diagnosis is, where the table of remarks has it."""
    return mention.unit == "rarc" or (mention.unit == "" and reason_row("rarc", mention.value) is not None)


def _one_patient(text: str, name: str) -> None:
    """Refuse a paper about two patients: what is said of one must not be drafted for the other."""
    people = names_in(text)
    if not people:
        return
    other = next((found for found in people if not same_person(people[0]["name"], found["name"])), None)
    if other is not None:
        rows = [text.count("\n", 0, found.start("name")) + 1 for found in (people[0], other)]
        raise BadInput(
            f"the file names two patients (lines {rows[0]} and {rows[1]}), and a case is about one",
            where=name,
            fix="split it into a file for each patient and make a case of each",
        )


def _birth(text: str) -> date | None:
    found = _BORN.search(text)
    return _first_day(found["day"]) if found else None


def _facts(text: str, name: str, today: date) -> Iterator[EnteredFact]:
    named = next(iter(names_in(text)), None)
    member, group = _MEMBER.search(text), _GROUP.search(text)
    for key, value in (
        ("patient_name", named["name"] if named else None),
        ("member_id", member["value"] if member else None),
        ("group_number", group["value"] if group else None),
    ):
        if value:
            yield EnteredFact(key=key, value=value, who=name, when=today)
