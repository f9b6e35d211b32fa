"""A case from what the payer sent: a remittance (835), a FHIR answer, or a letter, with the notes beside it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile

from api.http.callers import Drafts
from api.http.once import Once
from api.http.problems import responses
from api.http.service import TheService
from assistant.chains.desk import plain_name
from assistant.chains.incoming.take_in import Said
from assistant.domain.case import Case, PlanFunding
from assistant.domain.errors import BadInput
from assistant.domain.incoming import Intake, Paper
from assistant.domain.stored import StoredCase

router = APIRouter(prefix="/v1/cases", tags=["cases"], route_class=Once)

_MOST_NOTES = 30


Claim = Annotated[str | None, Form(max_length=80, description="the claim's number, yours or the payer's")]
Payer = Annotated[str | None, Form(max_length=200, description="where a letter does not name it")]
Funding = Annotated[PlanFunding | None, Form()]
Received = Annotated[date | None, Form(description="the day the notice arrived")]


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
    claim: Claim = None,
    payer: Payer = None,
    funding: Funding = None,
    received: Received = None,
    keep: Annotated[bool, Form(description="false: read and show, keep nothing")] = True,
) -> StoredCase | Response:
    """The case of one denied claim, kept with its papers in one change; a remittance with others' claims is not."""
    papers = _papers(file, notes or [])
    said = Said(claim=claim, payer=payer, funding=funding, received=received)
    read = service.assistant.intake(caller, papers, said)
    if read.case is None:
        numbers = ", ".join(each.number for each in read.choices[:6])
        reason = f"the file denies {len(read.choices)} claims"
        raise BadInput(reason, where="claim", fix=f"name one of them: {numbers}")
    if not keep:
        return Response(read.case.model_dump_json(), media_type="application/json")
    kept = {each.name for each in read.papers if each.kept}
    stored = service.assistant.desk.take_in(caller, read.case, [each for each in papers if each.name in kept])
    response.headers["Location"] = f"/v1/cases/{stored.id}"
    return stored


@router.post(
    "/intake/preview",
    operation_id="preview_intake",
    summary="What a payer's answer says",
    responses=responses(404, 409, 415),
)
def preview(
    file: UploadFile,
    caller: Drafts,
    service: TheService,
    notes: list[UploadFile] | None = None,
    claim: Claim = None,
    payer: Payer = None,
    funding: Funding = None,
    received: Received = None,
) -> Intake:
    """The case as it would be kept, where each value stands in the paper, and what is still to be asked.

    Where the file denies several claims and none is named, their numbers come instead. Nothing is kept.
    """
    said = Said(claim=claim, payer=payer, funding=funding, received=received)
    return service.assistant.intake(caller, _papers(file, notes or []), said)


def _papers(file: UploadFile, notes: list[UploadFile]) -> list[Paper]:
    """Name, bytes and kind of every file, each name once; the payer's answer first."""
    if len(notes) > _MOST_NOTES:
        raise BadInput(f"{len(notes)} notes at once", where="notes", fix=f"send at most {_MOST_NOTES}")
    papers: list[Paper] = []
    for upload in (file, *notes):
        name = plain_name(upload.filename or "")
        if name in (each.name for each in papers):
            raise BadInput("two files of one name", where=name, fix="rename one")
        kind = (upload.content_type or "application/octet-stream")[:100]
        papers.append(Paper(name, upload.file.read(), kind))
    return papers
