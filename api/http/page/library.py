"""The documents: versions, what is in force, passages, conditions, changes."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.page.carried import uploads
from api.http.page.shell import ROOT, ActsRuling, LooksAsking, LooksRuling, Page, TheForm, in_one_line, shown, word
from api.http.service import TheService
from assistant.domain.errors import BadInput, ClaimwrightError, NotFound
from assistant.domain.incoming import Paper
from assistant.domain.policy import PolicyDocument

router = APIRouter(prefix=f"{ROOT}/documents", route_class=Page, include_in_schema=False)

#: A document that nobody has looked at for so many days is marked.
_STALE_DAYS = 400
_MOST_FILES = 10


@router.get("")
def overview(
    request: Request,
    caller: LooksAsking,
    service: TheService,
    payer: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=2_000)] = "",
    on: str = "",
) -> Response:
    """Every version held, by payer; with a search of the passages in force."""
    assistant = service.assistant
    day = _day(on, assistant.today)
    held = assistant.corpus_list(caller)
    shown_ones = [each for each in held if not payer or each.payer == payer]
    ordered = sorted(shown_ones, key=lambda d: (d.payer == "General", d.payer, d.series, d.effective_from or date.min))
    found = assistant.search(caller, q, k=10, payer=payer or None, on=day) if q.strip() else None
    return shown(
        request,
        "documents.html",
        by_payer=[(name, list(each)) for name, each in groupby(ordered, key=lambda d: d.payer)],
        payers=sorted({each.payer for each in held}),
        payer=payer,
        asked=q,
        on=day,
        found=found,
        state=lambda document: _state(document, day),
        stale=lambda document: _stale(document, assistant.today),
        count=len(shown_ones),
    )


@router.get("/add")
def adding(request: Request, caller: LooksRuling) -> Response:
    """The empty form."""
    del caller
    return _adding(request)


@router.post("/add")
def add(request: Request, form: TheForm, caller: ActsRuling, service: TheService) -> Response:
    """Take documents in, or only look at them; each is accepted, or rejected with the reason."""
    said = {name: word(form, name)[:200] for name in ("payer", "effective_from", "effective_through")}
    trial = bool(word(form, "dry_run"))
    try:
        papers = _distinct(uploads(form, "files"))
        days = {name: _stated(said[name]) for name in ("effective_from", "effective_through")}
        overrides = {name: value for name, value in {"payer": said["payer"], **days}.items() if value}
        report = service.assistant.corpus_upload(caller, papers, overrides, dry_run=trial)
    except ClaimwrightError as error:
        return _adding(request, said=said, trial=trial, problem=in_one_line(error), status=422)
    status = 200 if report.accepted else 422
    return _adding(request, said=said, trial=trial, report=report, status=status)


@router.get("/{document}")
def document(request: Request, document: str, caller: LooksAsking, service: TheService) -> Response:
    """One version whole, with the conditions and limits that were read from it."""
    assistant = service.assistant
    held = assistant.corpus_list(caller)
    one = next((each for each in held if each.id == document), None)
    if one is None:
        raise NotFound("no document has this name", fix="choose one of the list")
    versions = sorted((d for d in held if d.series == one.series), key=lambda d: d.effective_from or date.min)
    return shown(
        request,
        "document.html",
        document=one,
        versions=versions,
        passages=assistant.library(caller).passages_of(document),
        rules=assistant.corpus_criteria(caller, document),
        state=_state(one, assistant.today),
        stale=_stale(one, assistant.today),
    )


@router.get("/{old}/changes/{new}")
def changes(request: Request, old: str, new: str, caller: LooksAsking, service: TheService) -> Response:
    """What differs between two versions."""
    found = service.assistant.corpus_diff(caller, old, new)
    held = {each.id: each for each in service.assistant.corpus_list(caller)}
    return shown(request, "changes.html", changes=found, old=held[found.old], new=held[found.new])


def _state(document: PolicyDocument, day: date) -> str:
    if document.effective_from and document.effective_from > day:
        return "not yet in force"
    if document.effective_through and document.effective_through < day:
        return "no longer in force"
    return "in force"


def _stale(document: PolicyDocument, today: date) -> bool:
    """Whether nobody has reviewed a version in force for long."""
    looked = document.reviewed or document.effective_from
    return _state(document, today) == "in force" and (looked is None or (today - looked).days > _STALE_DAYS)


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        return today


def _adding(
    request: Request, *, said: dict[str, str] | None = None, trial: bool = False, status: int = 200, **more: Any
) -> Response:
    content = {"report": None, "problem": "", "said": said or {}, "trial": trial, **more}
    return shown(request, "document_add.html", status=status, most=_MOST_FILES, **content)


def _distinct(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    if not papers:
        raise BadInput("no file was chosen", fix="choose the payer's manual or policy")
    if len(papers) > _MOST_FILES:
        raise BadInput(f"{len(papers)} files at once", fix=f"at most {_MOST_FILES}; more by the command line")
    if len({each.name for each in papers}) < len(papers):
        raise BadInput("two files have one name", fix="rename one of them")
    return papers


def _stated(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("a day in force is no date", fix="write it as 2026-11-22") from None
