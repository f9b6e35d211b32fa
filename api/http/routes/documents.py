"""Documents: what is held, what changed, and taking new ones in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Response, UploadFile
from pydantic import BaseModel

from api.http.callers import Asks, Rules
from api.http.long_work import ACCEPTED, Prefer, wants_async
from api.http.once import Once
from api.http.paging import Cursor, Limit, behind, cursor_of
from api.http.problems import responses
from api.http.service import TheService
from assistant.chains.desk import plain_name
from assistant.domain.errors import BadInput
from assistant.domain.incoming import Paper
from assistant.domain.policy import Passage, PolicyDocument
from assistant.policies.changes import DocumentChanges
from assistant.policies.stated_rules import StatedRules
from assistant.retrieval.results import AddReport

router = APIRouter(prefix="/v1/documents", tags=["documents"], route_class=Once)

_MOST_FILES = 50
#: More than this is taken in while the caller does something else.
_SOON_FILES, _SOON_BYTES = 10, 5_000_000

_NOTHING = "Nothing was taken in: a dry run, or every file is rejected; the reasons are in it"


class DocumentPage(BaseModel):
    """Documents by payer and first day in force."""

    documents: list[PolicyDocument]
    next: str | None = None


class PassagePage(BaseModel):
    """Passages in reading order."""

    passages: list[Passage]
    next: str | None = None


@router.get("", operation_id="list_documents", summary="Documents held", responses=responses())
def page(
    caller: Asks,
    service: TheService,
    payer: Annotated[str | None, Query(max_length=200)] = None,
    in_force: Annotated[date | None, Query(description="only what is in force on this day")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> DocumentPage:
    """Every version held, shipped and own."""
    held = sorted(service.assistant.corpus_list(caller), key=lambda d: (d.payer, d.effective_from or date.min, d.id))
    if payer is not None:
        held = [each for each in held if each.payer.casefold() == payer.casefold()]
    if in_force is not None:
        held = [each for each in held if _covers(each, in_force)]
    start = behind(cursor, [each.id for each in held])
    shown = held[start : start + limit]
    more = cursor_of("", shown[-1].id) if start + limit < len(held) else None
    return DocumentPage(documents=shown, next=more)


@router.get("/{document}/passages", operation_id="document_passages", summary="Its passages", responses=responses(404))
def passages(
    document: str, caller: Asks, service: TheService, limit: Limit = 100, cursor: Cursor = None
) -> PassagePage:
    """The passages of a version in reading order."""
    library = service.assistant.library(caller)
    library.expect(document)
    held = library.passages_of(document)
    start = behind(cursor, [each.key for each in held])
    shown = list(held[start : start + limit])
    more = cursor_of("", shown[-1].key) if start + limit < len(held) else None
    return PassagePage(passages=shown, next=more)


@router.get(
    "/{document}/criteria", operation_id="document_criteria", summary="What it asks for", responses=responses(404)
)
def criteria(document: str, caller: Asks, service: TheService) -> StatedRules:
    """Criteria and limits that were read from the text, each with its quote."""
    return service.assistant.corpus_criteria(caller, document)


@router.get("/{old}/diff/{new}", operation_id="document_diff", summary="What changed", responses=responses(404))
def diff(old: str, new: str, caller: Asks, service: TheService) -> DocumentChanges:
    """Conditions, limits and codes that differ between two versions."""
    return service.assistant.corpus_diff(caller, old, new)


@router.post(
    "",
    operation_id="add_documents",
    summary="Take documents in",
    status_code=201,
    response_model=AddReport,
    responses={200: {"model": AddReport, "description": _NOTHING}, **ACCEPTED, **responses(409, 415)},
)
def add(
    files: list[UploadFile],
    caller: Rules,
    service: TheService,
    payer: Annotated[str | None, Form(max_length=200)] = None,
    effective_from: Annotated[date | None, Form()] = None,
    effective_through: Annotated[date | None, Form()] = None,
    dry_run: Annotated[bool, Form(description="true: read and report, keep nothing")] = False,
    prefer: Prefer = None,
) -> AddReport | Response:
    """Each file is accepted, or rejected with the reason; the rest goes on.

    201 when something was taken in, 200 when nothing was: a dry run, or every file is rejected.
    With `Prefer: respond-async`, and always for more than 10 files or 5 MB, the answer is 202 and comes later.
    """
    if len(files) > _MOST_FILES:
        raise BadInput(f"{len(files)} files at once", where="files", fix=f"send at most {_MOST_FILES}")
    stated: dict[str, Any] = {
        "payer": payer,
        "effective_from": effective_from,
        "effective_through": effective_through,
    }
    overrides = {name: value for name, value in stated.items() if value is not None}
    papers = _papers(files)

    def work() -> AddReport:
        return service.assistant.corpus_upload(caller, papers, overrides, dry_run=dry_run)

    long = len(papers) > _SOON_FILES or sum(len(each.content) for each in papers) > _SOON_BYTES
    if long or wants_async(prefer):
        return service.long_work.begin(service.assistant.office, caller, "documents", work)
    report = work()
    if report.accepted and not dry_run:
        return report
    return Response(report.model_dump_json(), media_type="application/json")


@router.delete(
    "/{document}",
    operation_id="remove_document",
    summary="Remove a document",
    status_code=204,
    responses=responses(404),
)
def remove(document: str, caller: Rules, service: TheService) -> None:
    """Remove one of the practice's own documents for good."""
    service.assistant.corpus_remove(caller, document)


def _covers(document: PolicyDocument, day: date) -> bool:
    started = document.effective_from is None or document.effective_from <= day
    return started and (document.effective_through is None or document.effective_through >= day)


def _papers(files: list[UploadFile]) -> list[Paper]:
    """Every file by its plain name, each name once."""
    papers: dict[str, Paper] = {}
    for file in files:
        name = plain_name(file.filename or "")
        if name in papers:
            raise BadInput("two files of one name", where=name, fix="rename one")
        papers[name] = Paper(name, file.file.read())
    return list(papers.values())
