"""Cases that the office keeps, with their papers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.http.bounds import Level, Revision
from api.http.calendars import calendar_of
from api.http.callers import Drafts
from api.http.once import Once
from api.http.paging import Cursor, Limit, after, cursor_of
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.case import Case
from assistant.domain.draft import Contradiction, CriterionRow, Deadline, DraftAction, DraftStatus, Placeholder
from assistant.domain.finding import Finding
from assistant.domain.stamps import stamp
from assistant.domain.stored import DraftOptions, StoredCase, StoredPaper

router = APIRouter(prefix="/v1/cases", tags=["cases"], route_class=Once)


class CaseSummary(BaseModel):
    """A case in a list: no name, no number of a person."""

    id: str
    revision: int
    changed_at: datetime
    changed_by: str
    payer: str | None
    codes: tuple[str, ...]
    denials: int


class CasePage(BaseModel):
    """Cases, newest change first."""

    cases: list[CaseSummary]
    next: str | None = None
    unreadable: list[str] = Field(default=[], description="ids between them whose rows cannot be opened")


class CaseCriteria(BaseModel):
    """The criteria table of a case, and what follows from it."""

    status: DraftStatus
    action: DraftAction
    denial_category: str | None = None
    criteria: tuple[CriterionRow, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    deadline: Deadline | None = None
    findings: tuple[Finding, ...] = ()


class ChangedCase(BaseModel):
    """A case in place of the revision that it was made from."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision
    case: Case


@router.post("", operation_id="add_case", summary="Keep a case", status_code=201, responses=responses(409))
def add(case: Case, caller: Drafts, service: TheService, response: Response) -> StoredCase:
    """Keep a case; files that it names are papers, added under their plain names."""
    stored = service.assistant.desk.add_case(caller, case)
    response.headers["Location"] = f"/v1/cases/{stored.id}"
    return stored


@router.get("", operation_id="list_cases", summary="List cases", responses=responses())
def page(caller: Drafts, service: TheService, limit: Limit = 50, cursor: Cursor = None) -> CasePage:
    """The cases that changed last, newest first."""
    found = service.assistant.desk.cases(caller, most=limit, before=after(cursor))
    more = cursor_of(stamp(found[-1].changed_at), found[-1].id) if len(found) == limit else None
    return CasePage(cases=[_summary(each) for each in found], next=more, unreadable=list(found.unreadable))


@router.get("/{case_id}", operation_id="get_case", summary="One case", responses=responses(404))
def one(case_id: str, caller: Drafts, service: TheService) -> StoredCase:
    """The whole case as it was kept."""
    return service.assistant.desk.case(caller, case_id)


@router.put("/{case_id}", operation_id="change_case", summary="Change a case", responses=responses(404, 409))
def change(case_id: str, body: ChangedCase, caller: Drafts, service: TheService) -> StoredCase:
    """Put a changed case in place; 409 when somebody else changed it since the revision named."""
    return service.assistant.desk.change_case(caller, case_id, body.case, revision=body.revision)


@router.delete(
    "/{case_id}", operation_id="remove_case", summary="Delete a case", status_code=204, responses=responses(404)
)
def remove(case_id: str, caller: Drafts, service: TheService) -> None:
    """Delete a case, its papers and its drafts for good."""
    service.assistant.desk.remove_case(caller, case_id)


@router.get(
    "/{case_id}/criteria", operation_id="case_criteria", summary="How the case stands", responses=responses(404)
)
def criteria(
    case_id: str,
    caller: Drafts,
    service: TheService,
    level: Annotated[int, Query(ge=1, le=3, description="level of the appeal")] = 1,
) -> CaseCriteria:
    """Each condition of the policy in force with its status and proof, what to get, and what contradicts itself."""
    assistant = service.assistant
    options = DraftOptions(dated=assistant.today, level=level)
    draft = assistant.desk.overview(caller, case_id, options).draft
    return CaseCriteria.model_validate({name: getattr(draft, name) for name in CaseCriteria.model_fields})


@router.get(
    "/{case_id}/deadline.ics",
    operation_id="case_calendar",
    summary="The last safe day as a calendar",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **responses(404)},
)
def case_calendar(case_id: str, caller: Drafts, service: TheService, level: Level = 1) -> Response:
    """The last safe day to appeal, with reminders; 422 with the reason where there is none."""
    stored = service.assistant.desk.case(caller, case_id)
    return calendar_of(service.assistant.deadline(caller, stored.case, level=level), case_id)


@router.get("/{case_id}/papers", operation_id="list_papers", summary="Papers of a case", responses=responses(404))
def papers(case_id: str, caller: Drafts, service: TheService) -> list[StoredPaper]:
    """What is kept with the case."""
    return list(service.assistant.desk.papers(caller, case_id))


@router.put(
    "/{case_id}/papers/{name}",
    operation_id="put_paper",
    summary="Add a paper",
    status_code=201,
    responses=responses(404),
)
def put_paper(case_id: str, name: str, file: UploadFile, caller: Drafts, service: TheService) -> StoredPaper:
    """Keep a file with the case, in place of one of the same name."""
    content = file.file.read()
    media_type = file.content_type or "application/octet-stream"
    return service.assistant.desk.put_paper(caller, case_id, name, content, media_type=media_type[:100])


@router.get(
    "/{case_id}/papers/{name}",
    operation_id="get_paper",
    summary="One paper",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **responses(404)},
)
def paper(case_id: str, name: str, caller: Drafts, service: TheService) -> Response:
    """The bytes as they were added; always as a download, never shown in the page."""
    content = service.assistant.desk.paper(caller, case_id, name)
    headers = {"Content-Disposition": "attachment"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _summary(stored: StoredCase) -> CaseSummary:
    claim = stored.case.claim
    return CaseSummary(
        id=stored.id,
        revision=stored.revision,
        changed_at=stored.changed_at,
        changed_by=stored.changed_by,
        payer=claim.payer,
        codes=tuple(line.code for line in claim.lines),
        denials=len(stored.case.denials),
    )
