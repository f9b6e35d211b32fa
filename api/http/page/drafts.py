"""The editor: a text, and beside it what proves each of its sentences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse

from api.http.page.cases import DRAFTS
from api.http.page.lapsed import Carried
from api.http.page.proofs import links_of, versions
from api.http.page.shell import (
    ROOT,
    ActsDrafting,
    LooksDrafting,
    Page,
    TheForm,
    in_one_line,
    revision_of,
    shown,
    text_of,
    to,
    word,
)
from api.http.page.standing import line_of, looked_at, not_made, told, unsigned
from api.http.service import Service, TheService
from assistant.domain.access import INCLUDES, Scope
from assistant.domain.caller import Caller
from assistant.domain.draft import Draft
from assistant.domain.errors import BadInput, ClaimwrightError
from assistant.domain.stored import AlreadySigned, NotReady, OutOfDate, StoredDraft
from assistant.readers.documents.docx import DRAFT_MARK

#: What patients read: each part under a heading of its own.
_FOR_PATIENTS = ("explanation", "treatment_plan")
_LONGEST_HEADING = 60

router = APIRouter(prefix=f"{ROOT}/drafts", route_class=Page, include_in_schema=False)


@router.get("/{draft_id}")
def editor(
    request: Request, draft_id: str, caller: LooksDrafting, service: TheService, again: bool = False
) -> Response:
    """The text and its proofs; ``again`` opens a signed text for another change."""
    stored = service.assistant.desk.draft(caller, draft_id)
    if why := not_made(stored):
        return shown(request, "not_made.html", stored=stored, label=DRAFTS[stored.kind], reasons=why)
    return _editor(request, service, caller, stored, again=again)


@router.post("/{draft_id}")
def save(request: Request, draft_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Keep the text with what its check found; where somebody else was quicker both texts are shown."""
    desk, text = service.assistant.desk, text_of(form, "text")
    if not text.strip():
        raise BadInput("the text is empty", fix="go back and write it, or leave the draft as it was")
    try:
        desk.revise(caller, draft_id, text, revision=revision_of(form))
    except OutOfDate:
        checked = desk.check(caller, draft_id, text)
        stored = desk.draft(caller, draft_id)
        return _editor(request, service, caller, stored, status=409, own=text, checked=checked)
    return to(f"drafts/{draft_id}")


@router.post("/{draft_id}/check")
def check(
    draft_id: str,
    text: Annotated[str, Body(embed=True, min_length=1, max_length=500_000)],
    caller: LooksDrafting,
    service: TheService,
) -> Response:
    """What is to be shown of a text while it is edited; nothing is kept. The form's word comes in a header."""
    return JSONResponse(looked_at(service.assistant.desk.check(caller, draft_id, text)))


@router.post("/{draft_id}/sign-off")
def sign_off(request: Request, draft_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Sign the text off, or show what stands against it."""
    desk = service.assistant.desk
    who, licence = word(form, "who")[:200], word(form, "licence")[:80] or None
    try:
        desk.approve(caller, draft_id, who=who, licence=licence, revision=revision_of(form))
    except NotReady as error:
        reasons = (in_one_line(error), *error.reasons)
        return _editor(request, service, caller, desk.draft(caller, draft_id), status=409, reasons=reasons, who=who)
    except (BadInput, OutOfDate, AlreadySigned) as error:
        reasons = (in_one_line(error),)
        return _editor(request, service, caller, desk.draft(caller, draft_id), status=409, reasons=reasons, who=who)
    return to(f"drafts/{draft_id}")


@router.get("/{draft_id}/print")
def printed(request: Request, draft_id: str, caller: LooksDrafting, service: TheService) -> Response:
    """The text alone, for paper."""
    stored = service.assistant.desk.draft(caller, draft_id)
    text = stored.text.removeprefix(DRAFT_MARK).lstrip("\n")
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    headed = [_headed(block) if stored.kind in _FOR_PATIENTS else ("", block) for block in blocks]
    return shown(request, "print.html", stored=stored, blocks=headed, label=DRAFTS[stored.kind])


@router.post("/{draft_id}/remove")
def remove(draft_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Delete a draft for good, where that was ticked."""
    if not word(form, "sure"):
        raise BadInput("nothing was deleted", fix="tick that you are sure")
    desk = service.assistant.desk
    stored = desk.draft(caller, draft_id)
    desk.remove_draft(caller, draft_id)
    return to(f"cases/{stored.case_id}")


def gone_on(request: Request, service: Service, caller: Caller, carried: Carried) -> Response:
    """Back to what was entered before the session ended: a text stands in its editor, unsaved."""
    draft_id, text = carried.path.removeprefix(f"{ROOT}/drafts/"), carried.field("text")
    if f"{ROOT}/drafts/{draft_id}" == carried.path and "/" not in draft_id and text and "draft" in _reached(request):
        desk = service.assistant.desk
        try:
            stored, checked = desk.draft(caller, draft_id), desk.check(caller, draft_id, text)
            late = carried.field("revision") != str(stored.revision)
            return _editor(request, service, caller, stored, own=text, checked=checked, resumed=not late)
        except ClaimwrightError:  # the text outlives whatever stands in the way of its editor
            return shown(request, "resume.html", carried=carried)
    return shown(request, "resume.html", carried=carried)


def _reached(request: Request) -> frozenset[Scope]:
    return INCLUDES[request.state.reached]


def _headed(block: str) -> tuple[str, str]:
    """The heading of a part, empty where it has none, and what stands below it."""
    head, _, rest = block.partition("\n")
    if not rest.strip() or len(head) > _LONGEST_HEADING or head.endswith((".", ",", ":", ";")):
        return "", block
    return head.strip(), rest


def _editor(
    request: Request,
    service: Service,
    caller: Caller,
    stored: StoredDraft,
    *,
    status: int = 200,
    own: str = "",
    checked: Draft | None = None,
    reasons: tuple[str, ...] = (),
    who: str = "",
    again: bool = False,
    resumed: bool = False,
) -> Response:
    case = service.assistant.desk.case(caller, stored.case_id).case
    draft = checked or stored.draft
    text = own or stored.text
    state = draft.status if checked else stored.status
    final = stored.approved and not again and not own
    return shown(
        request,
        "draft.html",
        status=status,
        stored=stored,
        draft=draft,
        state=state,
        told=told(draft.findings),
        unsigned=unsigned(state),
        line_of=line_of,
        text=text.removeprefix(DRAFT_MARK).lstrip("\n") if final else text,
        final=final,
        label=DRAFTS[stored.kind],
        links=links_of(service, caller, draft, case),
        versions=versions(draft) if stored.options.channel is None else (),
        conflict=bool(own) and not resumed,
        resumed=resumed,
        reasons=reasons,
        signer=who or case.practice.signer or "",
        licence=case.practice.licence or "",
    )
