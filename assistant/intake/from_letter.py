"""A case from the text of an explanation of benefits or of a denial letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.domain.case import Case, CaseDocument, Denial, GroupCode, PlanFunding
from assistant.domain.claim import Claim, Patient, ServiceLine
from assistant.domain.errors import BadInput
from assistant.domain.fact import EnteredFact
from assistant.intake.notes import attachment_of, diagnoses_in, documents_of
from assistant.intake.reading import document_day
from assistant.intake.strangers import names_in
from assistant.recognise import dates, denial_codes, money, procedure_codes, surfaces, teeth
from assistant.tables.payers import payers, resolve_payer

_GROUPS: tuple[GroupCode, ...] = ("CO", "PR", "OA", "PI", "CR")
_CLAIM_NUMBER = re.compile(
    r"\b(?:claim|reference)\s*(?:control )?(?:number|no\.?|#|id)\s*[:#]?\s*(?P<value>[A-Z0-9][A-Z0-9-]{3,24})\b", re.I
)
_MEMBER = re.compile(
    r"\b(?:member|subscriber)\s*(?:id|number|no\.?|#)\s*[:#]?\s*(?P<value>[A-Z0-9][A-Z0-9-]{4,20})\b", re.I
)


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
    lines = tuple(_lines(text, codes))
    if not lines:
        raise BadInput(
            "no procedure code stands in the text, so it is not known what was denied",
            where=name,
            fix="write the case by hand; `claimwright schema case` shows its shape",
        )
    dental = all(line.code.startswith("D") for line in lines)
    return Case(
        claim=Claim(
            lane="dental" if dental else "medical",
            payer=_payer(payer, text),
            patient=Patient(),
            diagnoses=codes,
            lines=lines,
        ),
        denials=tuple(_denials(paper, lines, received)),
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


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Each procedure code with the line of the text it stands on, the first time it does."""
    seen: set[str] = set()
    for row in text.splitlines():
        for found in procedure_codes.find(row):
            if found.value not in seen:
                seen.add(found.value)
                yield found.value, row


def _lines(text: str, diagnoses: tuple[str, ...]) -> Iterator[ServiceLine]:
    for number, (code, row) in enumerate(_rows(text), start=1):
        days = [m for m in dates.find(row) if m.unit == ""]
        amounts = [Decimal(m.value) for m in money.find(row)]
        tooth = next((m.value for m in teeth.find(row)), None)
        surface = next((m.value for m in surfaces.find(row)), None) if tooth else None
        yield ServiceLine(
            id=str(number),
            code=code,
            date_of_service=date.fromisoformat(days[0].value) if days else None,
            tooth=tooth,
            surfaces=surface,
            fee=max(amounts, default=None),
            diagnosis_pointers=tuple(range(1, min(len(diagnoses), 4) + 1)),
        )


def _denials(paper: CaseDocument, lines: tuple[ServiceLine, ...], received: date | None) -> Iterator[Denial]:
    """A denial a line that has reason codes of its own; where none has, one for the paper as a whole."""
    text = paper.text or ""
    number = _CLAIM_NUMBER.search(text)
    shared = {
        "date": document_day(paper),
        "received": received,
        "payer_claim_number": number["value"] if number else None,
        "file": paper.file,
    }
    rows = dict(_rows(text))
    own = [(line, _codes(rows[line.code])) for line in lines]
    told = [(line, codes) for line, codes in own if codes["carc"]]
    for line, codes in told:
        yield Denial.model_validate({**shared, **codes, "line": line.id, "amount": line.fee})
    if not told:
        only = lines[0] if len(lines) == 1 else None
        yield Denial.model_validate(
            {
                **shared,
                **_codes(text),
                "line": only.id if only else None,
                "amount": only.fee if only else None,
            }
        )


def _codes(text: str) -> dict[str, str | None]:
    """Group, reason and remark code of a text, each the first that stands there."""
    found: dict[str, str | None] = {"group": None, "carc": None, "rarc": None}
    for mention in denial_codes.find(text):
        kind = mention.unit if mention.unit in found else None
        if kind and found[kind] is None:
            found[kind] = mention.value
    return found


def _facts(text: str, name: str, today: date) -> Iterator[EnteredFact]:
    named = next(iter(names_in(text)), None)
    member = _MEMBER.search(text)
    for key, value in (
        ("patient_name", named["name"] if named else None),
        ("member_id", member["value"] if member else None),
    ):
        if value:
            yield EnteredFact(key=key, value=value, who=name, when=today)
