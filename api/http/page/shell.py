"""Every page in one frame: templates, errors as pages, who may see what."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.datastructures import FormData

from api.http.callers import OldForm, admitted, caller_of, form_word_of, from_elsewhere, mark_of
from api.http.page.lapsed import carried_from
from api.http.page.passages import laid_out, unpiped, with_sources
from api.http.page.wording import plainly
from api.http.problems import kind_of
from api.http.service import service_of
from assistant.domain.access import INCLUDES, NotAllowed, NotSignedIn, Scope
from assistant.domain.caller import Caller
from assistant.domain.errors import BadInput, ClaimwrightError

if TYPE_CHECKING:
    from jinja2 import Environment

    from assistant.domain.access import SignedIn
    from assistant.domain.stored import StoredCase

#: Where the page lives.
ROOT = "/app"
_MOST_FIELDS = 4_000
_LONGEST_FIELD = 30_000_000

#: What the head of every page leads to, and the scope it needs.
_PLACES: tuple[tuple[str, str, Scope], ...] = (
    ("ask", "Ask", "ask"),
    ("cases", "Cases", "draft"),
    ("documents", "Documents", "ask"),
    ("claims", "Claims report", "ask"),
    ("evaluations", "Evaluations", "ask"),
    ("audit", "Audit", "admin"),
)

#: What each scope opens, in the words of the office.
_RIGHTS: dict[Scope, str] = {
    "ask": "questions and documents",
    "draft": "cases and drafts",
    "admin": "adding documents and the audit trail",
}


def shown(request: Request, template: str, *, status: int = 200, **content: Any) -> HTMLResponse:
    """A template as a page of this service."""
    reached: Scope | None = getattr(request.state, "reached", None)
    allowed = INCLUDES[reached] if reached else frozenset()
    text = (
        _templates()
        .get_template(template)
        .render(
            caller=getattr(request.state, "caller", None),
            signed_in=hasattr(request.state, "form_word"),
            form_word=getattr(request.state, "form_word", ""),
            reaches=allowed,
            places=[(name, label) for name, label, scope in _PLACES if scope in allowed],
            here=request.url.path.removeprefix(f"{ROOT}/").partition("/")[0],
            today=service_of(request).assistant.today,
            dressed=static_version(),
            **content,
        )
    )
    return HTMLResponse(text, status_code=status)


async def _form_of(request: Request) -> AsyncIterator[FormData]:
    """The form of a request; its files are closed afterwards."""
    async with request.form(max_files=60, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD) as form:
        yield form


TheForm = Annotated[FormData, Depends(_form_of)]


def _looks(scope: Scope) -> Callable[[Request], Caller]:
    def dependency(request: Request) -> Caller:
        return _let_in(request, scope)

    return dependency


def _acts(scope: Scope) -> Callable[[Request, FormData], Caller]:
    def dependency(request: Request, form: TheForm) -> Caller:
        return _let_in(request, scope, word(form, "form_word"))

    return dependency


def _let_in(request: Request, scope: Scope, given: str | None = None) -> Caller:
    try:
        return admitted(request, scope, word=given)
    except OldForm:
        raise
    except NotAllowed:
        role = request.state.caller.role.replace("_", " ")
        fix = "ask the manager of your practice, who can give you another role"
        raise NotAllowed(f"your role ({role}) does not reach {_RIGHTS[scope]}", fix=fix) from None


#: Who looks at a page, and who sends one of its forms.
LooksAsking = Annotated[Caller, Depends(_looks("ask"))]
LooksDrafting = Annotated[Caller, Depends(_looks("draft"))]
LooksRuling = Annotated[Caller, Depends(_looks("admin"))]
ActsAsking = Annotated[Caller, Depends(_acts("ask"))]
ActsDrafting = Annotated[Caller, Depends(_acts("draft"))]
ActsRuling = Annotated[Caller, Depends(_acts("admin"))]


def word(form: FormData, name: str) -> str:
    """A field of a form as text; empty where it is absent or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def revision_of(form: FormData) -> int:
    """The revision that a form was made from; ``BadInput`` where somebody changed it."""
    text = word(form, "revision")
    if not text.isdigit() or len(text) > 9:
        raise BadInput("the form is damaged", fix="load the page again")
    return int(text)


def text_of(form: FormData, name: str) -> str:
    """A long field with line ends as this project writes them."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def in_one_line(error: ClaimwrightError) -> str:
    """An error in one line: what, and what to do."""
    message, fix = plainly(error.message), plainly(error.fix)
    end = "" if error.message.endswith((".", "?", "!")) else "."
    return f"{message[:1].upper()}{message[1:]}{end}" + (f" To do: {fix}." if fix else "")


def to(path: str) -> RedirectResponse:
    """On to another page after a form was taken."""
    return RedirectResponse(f"{ROOT}/{path}", status_code=303)


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Page(APIRoute):
    """A route whose errors are pages, and that sends whoever is not signed in to the door."""

    def get_route_handler(self) -> Handler:
        """The usual handler, with named errors shown."""
        carry_out = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await carry_out(request)
            except (NotSignedIn, OldForm) as error:
                return await _sign_in_first(request, error)
            except ClaimwrightError as error:
                return _wrong(request, error)
            except RequestValidationError:
                title = "The address is not right"
                return shown(request, "problem.html", status=422, title=title, message="a value in it cannot be read")

        return handler


async def _sign_in_first(request: Request, error: ClaimwrightError) -> Response:
    """The door; a form of this page keeps what was entered in it, one of another site gets nothing."""
    doors = (f"{ROOT}/sign-in", f"{ROOT}/sign-out")
    service = service_of(request)
    needs_nobody = await run_in_threadpool(lambda: service.needs_nobody)
    if request.method == "GET" and not needs_nobody:
        return RedirectResponse(f"{ROOT}/sign-in?next={quote(request.url.path)}", status_code=303)
    if needs_nobody or request.url.path in doors or from_elsewhere(request):
        return _wrong(request, type(error)("nobody is signed in here", fix="open the page itself and sign in"))
    carried = await carried_from(request)
    if isinstance(error, OldForm):
        caller = goes_on_as(request, request.state.session)
        if not carried.belongs(mark_of(service.assistant.office, caller)):
            return _wrong(request, error)
        return shown(request, "resume.html", status=403, carried=carried)
    return at_door(request, status=401, carried=carried.packed() if carried.mark else "")


def at_door(request: Request, **known: Any) -> HTMLResponse:
    """The form for signing in; ``carried`` is a form on its way."""
    status = known.pop("status", 200)
    blank = {"onward": "", "practice": "local", "user": "", "refused": "", "carried": ""}
    return shown(request, "sign_in.html", status=status, **{**blank, **known})


def goes_on_as(request: Request, session: SignedIn) -> Caller:
    """Let the rest of a request be the work of a session that it did not begin with."""
    caller = caller_of(session)
    request.state.caller, request.state.reached = caller, session.person.scope
    request.state.form_word = form_word_of(service_of(request).assistant.office, session)
    return caller


def _wrong(request: Request, error: ClaimwrightError) -> Response:
    kind = kind_of(error)
    told = {"title": kind.title, "message": error.message, "fix": error.fix or kind.fix}
    return shown(request, "problem.html", status=kind.status, **told)


@cache
def static_file(name: str) -> bytes:
    """The style sheet or the script."""
    return files("api.http.page").joinpath("static", name).read_bytes()


@cache
def static_version() -> str:
    """A name that changes with the style sheet and the script, so that browsers keep them until then."""
    return hashlib.sha256(static_file("page.css") + static_file("page.js")).hexdigest()[:12]


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("api.http.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=_day,
        moment=_moment,
        words=_words,
        money=_money,
        key=_key,
        laid_out=laid_out,
        unpiped=unpiped,
        with_sources=with_sources,
        case_name=case_name,
        without_flags=_without_flags,
        plainly=plainly,
    )
    return environment


def _day(value: date | None) -> str:
    """A day as the office writes it; a dash where there is none."""
    return value.strftime("%b %-d, %Y") if value else "\u2013"


def _moment(value: datetime) -> str:
    """A moment by the clock of this machine, which is named: the office reads its own time."""
    return value.astimezone().strftime("%b %-d, %Y %H:%M %Z")


def _words(value: str | None) -> str:
    """A name of the code as words."""
    return (value or "").replace("_", " ")


def _money(value: Decimal | None) -> str:
    return f"${value:,.2f}" if value is not None else "\u2013"


def _key(value: str) -> str:
    """The key of a passage as a part of an address."""
    return quote(value, safe="")


def case_name(stored: StoredCase) -> str:
    """What the office calls a case: its claim number, else the payer's, else our own."""
    numbers = ((denial.claim_number, denial.payer_claim_number) for denial in stored.case.denials)
    return next((number for pair in numbers for number in pair if number), stored.id)


def _without_flags(reason: str) -> str:
    """A reason of a rejection without what only the command line has: the form asks for the same."""
    what, _, fix = reason.partition(" Fix: ")
    what = what.replace("effective_from", "the first day in force")
    if "--" in fix:
        return f"{what} Say it in the form below."
    return f"{what} To do: {fix}." if fix else what
