"""Questions, and the passages that answers rest on."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api.http.page.proofs import passage_address
from api.http.page.shell import ROOT, ActsAsking, LooksAsking, Page, TheForm, shown, text_of, word
from api.http.service import Service, TheService
from assistant.domain.answer import Answer, Question
from assistant.domain.caller import Caller
from assistant.domain.conversation import Exchange
from assistant.domain.errors import BadInput, NotFound

router = APIRouter(prefix=ROOT, route_class=Page, include_in_schema=False)

_LONGEST_QUESTION = 20_000
#: So many exchanges of a conversation are shown, the last one included.
_MOST_EARLIER = 21


@router.get("/ask")
def form(request: Request, caller: LooksAsking, service: TheService) -> Response:
    """The empty form."""
    return shown(request, "ask.html", payers=_payers(service, caller), asked=None, answer=None, earlier=())


@router.post("/ask")
def ask(request: Request, form: TheForm, caller: ActsAsking, service: TheService) -> Response:
    """The answer below the question."""
    text, day = text_of(form, "text").strip(), word(form, "as_of")
    if not text:
        raise BadInput("there is no question", fix="write one")
    if len(text) > _LONGEST_QUESTION:
        raise BadInput("the question is too long", fix=f"at most {_LONGEST_QUESTION:,} characters")
    asked = Question(
        text=text,
        payer=word(form, "payer")[:200] or None,
        as_of=_day(day),
        thread=thread if (thread := word(form, "thread")[:80]) and thread.isprintable() else None,
    )
    answer = _watched(text_of(form, "answer"))
    if answer is None:
        answer = service.assistant.ask(caller, asked)
        service.metrics.answered(answer.action)
    return shown(
        request,
        "ask.html",
        payers=_payers(service, caller),
        asked=asked,
        answer=answer,
        earlier=_earlier(service, caller, asked.thread),
        addresses=[passage_address(each.key, each.quote) for each in answer.citations],
    )


@router.get("/passages/{key}")
def passage(
    request: Request,
    key: str,
    caller: LooksAsking,
    service: TheService,
    quote: Annotated[str, Query(max_length=4_000)] = "",
    part: bool = False,
) -> Response:
    """A passage with its neighbours and the quote marked; ``part`` gives it alone, for a side panel."""
    library = service.assistant.library(caller)
    found = library.passage(key)
    if found is None:
        raise NotFound("no passage has this key", fix="search again")
    around = [each for each in library.passages_of(found.document) if abs(each.ordinal - found.ordinal) <= 1]
    template = "passage_part.html" if part else "passage.html"
    return shown(request, template, passage=found, around=around, quoted=quote)


def _watched(content: str) -> Answer | None:
    """The answer that the page watched come, to be shown; ``None`` where it did not and is still to be asked for."""
    try:
        return Answer.model_validate_json(content) if content else None
    except ValidationError:
        return None


def _earlier(service: Service, caller: Caller, thread: str | None) -> tuple[Exchange, ...]:
    """What was said in a thread before the exchange that is shown."""
    if thread is None:
        return ()
    try:
        return service.assistant.thread(caller, thread, most=_MOST_EARLIER)[:-1]
    except NotFound:
        return ()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("the date of service is no date", fix="write it as 2026-11-22") from None


def _payers(service: Service, caller: Caller) -> list[str]:
    return sorted({each.payer for each in service.assistant.corpus_list(caller)} - {"General"})
