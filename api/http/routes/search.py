"""Passages and the documents they stand in."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.http.callers import Asks
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.errors import NotFound
from assistant.domain.policy import Passage
from assistant.retrieval.results import SearchResult

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", operation_id="search", summary="Search the documents in force", responses=responses())
def search(
    caller: Asks,
    service: TheService,
    q: Annotated[str, Query(min_length=1, max_length=2_000, description="what to look for")],
    k: Annotated[int, Query(ge=1, le=50)] = 5,
    payer: Annotated[str | None, Query(max_length=200)] = None,
    plan: Annotated[str | None, Query(max_length=200)] = None,
    as_of: date | None = None,
) -> SearchResult:
    """The best passages of one payer and of general guides, as of a day; empty when nothing is found."""
    return service.assistant.search(caller, q, k=k, payer=payer, plan=plan, on=as_of)


@router.get("/passages/{key}", operation_id="get_passage", summary="One passage by its key", responses=responses(404))
def passage(key: str, caller: Asks, service: TheService) -> Passage:
    """The passage whatever its version, as a citation names it."""
    found = service.assistant.library(caller).passage(key)
    if found is None:
        raise NotFound("no passage has this key", where=key[:80], fix="search again")
    return found
