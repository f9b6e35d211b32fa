"""X12 and FHIR files read into records."""

from __future__ import annotations

from fastapi import APIRouter, UploadFile

from api.http.callers import Asks
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.records import Records

router = APIRouter(prefix="/v1", tags=["files"])


@router.post("/read", operation_id="read_file", summary="Read an X12 or FHIR file", responses=responses(415))
def read(file: UploadFile, caller: Asks, service: TheService) -> Records:
    """Remittances, claims, eligibility and status answers as records, with a list of warnings; nothing is kept."""
    return service.assistant.read(caller, file.file.read(), (file.filename or "")[:200])
