"""Documents: what is held, what changed, and taking new ones in."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, UploadFile
from pydantic import BaseModel

from api.http.callers import Asks, Rules
from api.http.once import Once
from api.http.problems import responses
from api.http.service import TheService
from assistant.chains.desk import plain_name
from assistant.domain.errors import BadInput
from assistant.domain.policy import Passage, PolicyDocument
from assistant.policies.changes import DocumentChanges
from assistant.policies.stated_rules import StatedRules
from assistant.retrieval.results import AddReport

router = APIRouter(prefix="/v1/documents", tags=["documents"], route_class=Once)

_MOST_FILES = 50


class DocumentPage(BaseModel):
    """Documents by payer and first day in force."""

    documents: list[PolicyDocument]
    next: str | None = None


@router.get("", operation_id="list_documents", summary="Documents held", responses=responses())
def page(
    caller: Asks,
    service: TheService,
    payer: Annotated[str | None, Query(max_length=200)] = None,
    in_force: Annotated[date | None, Query(description="only what is in force on this day")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> DocumentPage:
    """Every version held, shipped and own."""
    held = sorted(service.assistant.corpus_list(caller), key=lambda d: (d.payer, d.effective_from or date.min, d.id))
    if payer is not None:
        held = [each for each in held if each.payer.casefold() == payer.casefold()]
    if in_force is not None:
        held = [each for each in held if _covers(each, in_force)]
    ids = [each.id for each in held]
    if cursor is not None and cursor not in ids:
        raise BadInput("not a cursor of this list", where="cursor", fix="take `next` of the page before")
    start = ids.index(cursor) + 1 if cursor is not None else 0
    shown = held[start : start + limit]
    more = shown[-1].id if start + limit < len(held) else None
    return DocumentPage(documents=shown, next=more)


@router.get("/{document}/passages", operation_id="document_passages", summary="Its passages", responses=responses(404))
def passages(document: str, caller: Asks, service: TheService) -> list[Passage]:
    """The passages of a version in reading order."""
    library = service.assistant.library(caller)
    library.expect(document)
    return list(library.passages_of(document))


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
    responses=responses(409, 415),
)
def add(
    files: list[UploadFile],
    caller: Rules,
    service: TheService,
    payer: Annotated[str | None, Form(max_length=200)] = None,
    effective_from: Annotated[date | None, Form()] = None,
    effective_through: Annotated[date | None, Form()] = None,
    dry_run: Annotated[bool, Form()] = False,
) -> AddReport:
    """Each file is accepted, or rejected with the reason; the rest goes on."""
    if len(files) > _MOST_FILES:
        raise BadInput(f"{len(files)} files at once", where="files", fix=f"send at most {_MOST_FILES}")
    stated: dict[str, Any] = {
        "payer": payer,
        "effective_from": effective_from,
        "effective_through": effective_through,
    }
    overrides = {name: value for name, value in stated.items() if value is not None}
    with tempfile.TemporaryDirectory(prefix="claimwright-") as folder:
        paths = [_written(Path(folder), each) for each in files]
        report = service.assistant.corpus_add(caller, paths, overrides, dry_run=dry_run)
    return _by_name(report, Path(folder))


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


def _written(folder: Path, file: UploadFile) -> Path:
    path = folder / plain_name(file.filename or "")
    if path.exists():
        raise BadInput("two files of one name", where=path.name, fix="rename one")
    path.write_bytes(file.file.read())
    return path


def _by_name(report: AddReport, folder: Path) -> AddReport:
    """The report with file names as they were sent, without this machine's folder."""
    prefix = f"{folder}/"
    return AddReport.model_validate_json(report.model_dump_json().replace(prefix, ""))
