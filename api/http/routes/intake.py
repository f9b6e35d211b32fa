"""A case from what the payer sent: a remittance (835), a FHIR answer, or a letter, with the notes beside it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile

from api.http.callers import Drafts
from api.http.once import Once
from api.http.problems import responses
from api.http.service import Service, TheService
from assistant.chains.desk import plain_name
from assistant.domain.caller import Caller
from assistant.domain.case import Case, PlanFunding
from assistant.domain.errors import BadInput
from assistant.domain.stored import StoredCase
from assistant.readers.document import read_text

router = APIRouter(prefix="/v1/cases", tags=["cases"], route_class=Once)

_MOST_NOTES = 30
#: How X12 and FHIR files begin, behind blanks and a byte order mark.
_RECORDS = (b"ISA", b"{", b"<")


@router.post(
    "/intake",
    operation_id="intake_case",
    summary="A case from a payer's answer",
    status_code=201,
    response_model=StoredCase,
    responses={200: {"model": Case, "description": "Read and not kept"}, **responses(404, 409, 415)},
)
def intake(
    file: UploadFile,
    caller: Drafts,
    service: TheService,
    response: Response,
    notes: list[UploadFile] | None = None,
    claim: Annotated[str | None, Form(max_length=80, description="the claim's number, yours or the payer's")] = None,
    payer: Annotated[str | None, Form(max_length=200, description="where a letter does not name it")] = None,
    funding: Annotated[PlanFunding | None, Form()] = None,
    received: Annotated[date | None, Form(description="the day the notice arrived")] = None,
    keep: Annotated[bool, Form(description="false: read and show, keep nothing")] = True,
) -> StoredCase | Response:
    """The case of one denied claim; the letter and the notes are kept as its papers."""
    papers = _papers(file, notes or [])
    case, named = _case(service, caller, papers, claim=claim, payer=payer, funding=funding, received=received)
    if not keep:
        return Response(case.model_dump_json(), media_type="application/json")
    desk = service.assistant.desk
    stored = desk.add_case(caller, case)
    for name, content, media_type in papers[0 if named else 1 :]:
        desk.put_paper(caller, stored.id, name, content, media_type=media_type)
    response.headers["Location"] = f"/v1/cases/{stored.id}"
    return stored


Paper = tuple[str, bytes, str]


def _papers(file: UploadFile, notes: list[UploadFile]) -> list[Paper]:
    """Name, bytes and kind of every file, each name once; the payer's answer first."""
    if len(notes) > _MOST_NOTES:
        raise BadInput(f"{len(notes)} notes at once", where="notes", fix=f"send at most {_MOST_NOTES}")
    papers: list[Paper] = []
    for upload in (file, *notes):
        name = plain_name(upload.filename or "")
        if name in (each for each, _, _ in papers):
            raise BadInput("two files of one name", where=name, fix="rename one")
        papers.append((name, upload.file.read(), (upload.content_type or "application/octet-stream")[:100]))
    return papers


def _case(
    service: Service,
    caller: Caller,
    papers: list[Paper],
    *,
    claim: str | None,
    payer: str | None,
    funding: PlanFunding | None,
    received: date | None,
) -> tuple[Case, bool]:
    """The case, and whether the payer's answer is a paper of it."""
    assistant = service.assistant
    (name, content, _), *rest = papers
    texts = tuple((each, read_text(held, each)) for each, held, _ in rest)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_RECORDS):
        records = assistant.read(caller, content, name)
        case = assistant.case_from_records(caller, records, claim, notes=texts, funding=funding, received=received)
        return case, False
    text = read_text(content, name)
    case = assistant.case_from_letter(caller, name, text, notes=texts, payer=payer, funding=funding, received=received)
    return case, True
