"""One way in for everything a payer sends: bytes told apart by content, and the case that they tell of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.chains.incoming.seen import plain_lines, read_from
from assistant.domain.case import Case, Denial, PlanFunding
from assistant.domain.claim import Attachment
from assistant.domain.errors import BadInput
from assistant.domain.incoming import DeniedClaim, Intake, Paper, PaperForm, Question, ReadPaper
from assistant.domain.records import Records, Remittance
from assistant.intake.from_letter import case_from_letter
from assistant.intake.from_records import case_from_records
from assistant.intake.letterhead import payer_on_head
from assistant.readers.document import read_text
from assistant.readers.read import read_records

#: How files for machines begin, behind blanks and a byte order mark.
_RECORDS = (b"ISA", b"{", b"[", b"<?xml", b"<Bundle", b"<Explanation", b"<Claim")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
#: What a picture is enclosed as until somebody says better.
_PICTURE_KIND = "photograph"


@dataclass(frozen=True)
class Said:
    """What somebody says beside the papers; each may be unknown. ``claim`` is a number, theirs or the payer's."""

    claim: str | None = None
    payer: str | None = None
    funding: PlanFunding | None = None
    received: date | None = None
    diagnoses: tuple[str, ...] = ()


def take_in(papers: Sequence[Paper], said: Said, *, today: date) -> Intake:
    """The case that papers tell of: the payer's answer first, then the notes beside it; nothing is kept.

    The answer may be a remittance (835), FHIR JSON, or a letter as text, PDF or Word file. Raises ``BadInput`` where
    it cannot be read or denies nothing, ``NotFound`` where it does not hold the claim that is named.
    """
    answer, *beside = papers
    pictures = tuple(each for each in beside if is_picture(each.content))
    notes = tuple((each.name, read_text(each.content, each.name)) for each in beside if each not in pictures)
    warnings = [f"{each.name} is a picture: it is enclosed and not read; say what it shows" for each in pictures]
    crowded = False
    if is_records(answer.content):
        records = read_records(answer.content, answer.name)
        warnings = [*(each.message for each in getattr(records, "warnings", ())), *warnings]
        choices = () if said.claim else denied_claims(records)
        if len(choices) > 1:
            return Intake(choices=choices, warnings=tuple(warnings))
        number = said.claim or next((each.number for each in choices), None)
        crowded = _crowded(records)
        case = case_from_records(
            records,
            number,
            notes=notes,
            today=today,
            funding=said.funding,
            received=said.received,
            diagnoses=said.diagnoses,
        )
    else:
        case = case_from_letter(
            answer.name,
            read_text(answer.content, answer.name),
            notes=notes,
            payer=said.payer,
            today=today,
            funding=said.funding,
            received=said.received,
            diagnoses=said.diagnoses,
        )
    enclosed = tuple(Attachment(kind=_PICTURE_KIND, file=each.name) for each in pictures)
    case = case.model_copy(update={"attachments": (*case.attachments, *enclosed)})
    return Intake(
        case=case,
        papers=tuple(_told(case, answer, beside, crowded=crowded)),
        read=read_from(case, words_of(answer)),
        questions=tuple(
            _questions(
                case,
                notes=bool(beside),
                guessed=None if is_records(answer.content) else payer_on_head(words_of(answer)),
            )
        ),
        warnings=tuple(warnings),
    )


def is_records(content: bytes) -> bool:
    """Whether a file is for machines: X12, or FHIR as JSON or XML."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_RECORDS)


def is_picture(content: bytes) -> bool:
    """Whether a file is an image, of which no word is read."""
    return content.startswith(_PICTURES)


def words_of(paper: Paper) -> str:
    """The text of a paper for the eyes of a person; ``BadInput`` for one without text, empty for a picture."""
    return "" if is_picture(paper.content) else plain_lines(read_text(paper.content, paper.name)).strip()


def kept_with_case(paper: Paper) -> bool:
    """Whether a paper may be kept with a case: a remittance that tells of other patients' claims may not."""
    return not (is_records(paper.content) and _crowded(read_records(paper.content, paper.name)))


def denied_claims(records: Records) -> tuple[DeniedClaim, ...]:
    """The claims of a remittance with lines that were refused whole; none for any other file.

    Raises ``BadInput`` for a remittance that denies no line.
    """
    if not isinstance(records, Remittance):
        return ()
    found = tuple(
        DeniedClaim(number=number, payer=check.payer, codes=claim.denied_lines)
        for check in records.checks
        for claim in check.claims
        if (number := claim.payer_claim_no or claim.claim_id) and claim.denied_lines
    )
    if not found and not any(claim.partly_denied_lines for check in records.checks for claim in check.claims):
        raise BadInput("this remittance denies no line", fix="give the file with the denied claim")
    return found


def _crowded(records: Records) -> bool:
    return isinstance(records, Remittance) and sum(len(check.claims) for check in records.checks) > 1


def _told(case: Case, answer: Paper, beside: Sequence[Paper], *, crowded: bool) -> Iterator[ReadPaper]:
    kinds = {each.file: each.kind for each in case.documents}
    form: PaperForm = "letter" if answer.name in kinds else "records"
    yield ReadPaper(name=answer.name, form=form, kind=kinds.get(answer.name), kept=not crowded)
    for each in beside:
        yield ReadPaper(
            name=each.name, form="picture" if is_picture(each.content) else "note", kind=kinds.get(each.name)
        )


def _reason_name(denial: Denial) -> str:
    named = [denial.carc and f"CARC {denial.carc}", denial.rarc and f"RARC {denial.rarc}"]
    return " with ".join(filter(None, named)) or "the denial"


def _questions(case: Case, *, notes: bool, guessed: str | None) -> Iterator[Question]:
    """What no paper said and an appeal needs; ``guessed`` is a payer on the letterhead that no table knows."""
    if case.claim.payer is None:
        proposed = f"Is {guessed} the payer? It stands on the head; no table knows it." if guessed else ""
        yield Question(field="claim.payer", text=proposed or "Which payer denied it?")
    if case.plan_funding is None:
        yield Question(field="plan_funding", text="Who funds the plan? It decides which law speaks.")
    for index, denial in enumerate(case.denials[:1]):
        if denial.date is None:
            yield Question(field=f"denials.{index}.date", text="Which day does the notice bear?")
        if denial.received is None:
            yield Question(field=f"denials.{index}.received", text="On which day did the notice arrive?")
        if denial.carc is None and denial.text is None:
            yield Question(field=f"denials.{index}.carc", text="Which reason does the payer give?")
    for index, denial in enumerate(case.denials):
        if denial.line is None and len(case.claim.lines) > 1:
            yield Question(field=f"denials.{index}.line", text=f"Which line does {_reason_name(denial)} belong to?")
    if not notes:
        yield Question(field="documents", text="Which notes or reports show why the treatment was needed?")
