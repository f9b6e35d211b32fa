"""A case from the text of an explanation of benefits or of a denial letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.domain.case import Case, CaseDocument, Denial, PlanFunding
from assistant.domain.claim import Claim, Patient, ServiceLine
from assistant.domain.errors import BadInput
from assistant.domain.fact import EnteredFact
from assistant.intake.letter_table import LetterLine, legend, letter_lines
from assistant.intake.letters import letter_day
from assistant.intake.notes import attachment_of, diagnoses_in, documents_of
from assistant.intake.strangers import names_in, same_person
from assistant.readers.x12.labels import shares_out
from assistant.recognise import dates, denial_codes, procedure_codes, sentences
from assistant.tables.payers import payers, resolve_payer

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
_NO_REASON: dict[str, str | None] = {"group": None, "carc": None, "rarc": None}


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
        plan_funding=funding,
        facts=tuple(_facts(text, name, today)),
    )


def _payer(given: str | None, text: str) -> str | None:
    if given:
        return resolve_payer(given).name or given
    head = text[:1500].casefold()
    named = [payer.name for payer in payers() if payer.name.casefold() in head]
    return max(named, key=len, default=None)


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
    """A denial a reason of each line; where no line has one of its own, one for the paper as a whole."""
    text = paper.text or ""
    number = _CLAIM_NUMBER.search(text)
    shared = {
        "date": letter_day(paper),
        "received": received,
        "payer_claim_number": number["value"] if number else None,
        "file": paper.file,
    }
    told = [
        {"line": str(place), "amount": each.refused or each.fee, **reason}
        for place, each in enumerate(found, start=1)
        for reason in _reasons_of(each, found, text)
    ]
    if not told:
        only = found[0] if len(found) == 1 else None
        amount = (only.refused or only.fee) if only else None
        told = [
            {"line": "1" if only else None, "amount": amount, **reason} for reason in _reasons(text) or [_NO_REASON]
        ]
    for denial in told:
        yield Denial.model_validate({**shared, **denial})


def _reasons_of(line: LetterLine, lines: tuple[LetterLine, ...], text: str) -> list[dict[str, str | None]]:
    """The reasons of a line: of its own row, of the sentences that name its code, or the legend of its marks."""
    own = _reasons(line.coded or line.told)
    if not own and sum(each.code == line.code for each in lines) == 1:
        named = [
            s.text for s in sentences.split(text) if [m.value for m in procedure_codes.find(s.text)] == [line.code]
        ]
        own = [reason for sentence in named for reason in _reasons(sentence)]
    if not own and line.reason:
        own = [reason for mark in re.split(r"[,;/\s]+", line.reason) for reason in _explained(mark, text)]
    kept = [reason for reason in own if not (line.paid and shares_out(reason["carc"] or ""))]
    return list({(r["group"], r["carc"], r["rarc"], r.get("text")): r for r in kept}.values())


def _explained(mark: str, text: str) -> list[dict[str, str | None]]:
    words = legend(text).get(mark.strip("()"))
    return (_reasons(words) or [{**_NO_REASON, "text": words}]) if words else []


def _reasons(text: str) -> list[dict[str, str | None]]:
    """Each reason code with the group before it and the first remark code that follows it."""
    found: list[dict[str, str | None]] = []
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
        elif mention.unit == "rarc" and found and found[-1]["rarc"] is None:
            found[-1]["rarc"] = mention.value
        elif mention.unit == "rarc" and not found:
            found.append({"group": None, "carc": None, "rarc": mention.value})
    return found


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
