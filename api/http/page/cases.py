"""One case: what is claimed and denied, how the record stands against the policy, papers, drafts."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, get_args

from fastapi import APIRouter, Request, Response

from api.http.page.carried import uploads
from api.http.page.case_form import CaseForm
from api.http.page.fields import KINDS, checked, entries, taken
from api.http.page.new_case import base_of, documents, unconfirmed
from api.http.page.shell import (
    ROOT,
    ActsDrafting,
    LooksDrafting,
    Page,
    TheForm,
    case_name,
    in_one_line,
    revision_of,
    shown,
    to,
    word,
)
from api.http.service import Service, TheService
from assistant.chains.finish import Drafted
from assistant.domain.benefits import ClockAnswer
from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.draft import DraftKind
from assistant.domain.errors import BadInput, ClaimwrightError
from assistant.domain.stored import DraftOptions, StoredCase
from assistant.rendering.channels import CHANNELS
from assistant.tables.attachments import pictures
from assistant.tables.conversations import conversations

router = APIRouter(prefix=f"{ROOT}/cases", route_class=Page, include_in_schema=False)

#: The deadlines of so many cases are counted for the list; the others stand in their case.
_COUNTED = 25

#: What each kind of draft is for, the likeliest first.
DRAFTS: dict[DraftKind, str] = {
    "appeal": "Appeal",
    "narrative": "Narrative of necessity",
    "records_reply": "Reply to a records request",
    "predetermination": "Predetermination",
    "physician_request": "Request to the physician",
    "claim_file_request": "Request for the claim file",
    "external_review": "External review",
    "explanation": "Explanation for the patient",
    "treatment_plan": "Treatment plan for the patient",
    "script": "Script for a conversation",
}


@router.get("")
def overview(request: Request, caller: LooksDrafting, service: TheService) -> Response:
    """The cases that changed last."""
    desk = service.assistant.desk
    cases = desk.cases(caller, most=100)
    names = defaultdict(str, {each.id: case_name(each) for each in cases})
    drafts = desk.drafts(caller, most=20)
    days = {each.id: _deadline(service, caller, each.case) for each in cases[:_COUNTED]}
    numbers = Counter(names.values())
    alike = {each.id for each in cases if numbers[names[each.id]] > 1}
    return shown(request, "cases.html", cases=cases, drafts=drafts, labels=DRAFTS, names=names, days=days, alike=alike)


@router.get("/{case_id}")
def case(request: Request, case_id: str, caller: LooksDrafting, service: TheService) -> Response:
    """The whole case on one page."""
    return _case_page(request, service, caller, case_id)


@router.get("/{case_id}/deadline.ics")
def calendar(case_id: str, caller: LooksDrafting, service: TheService) -> Response:
    """The deadline for a calendar; no name stands in it."""
    from assistant.benefits.calendar_file import calendar

    deadline = _deadline(service, caller, service.assistant.desk.case(caller, case_id).case).deadline
    if deadline is None:
        raise BadInput("no deadline is known", fix="enter the day of the notice and who funds the plan")
    headers = {"Content-Disposition": 'attachment; filename="deadline.ics"'}
    return Response(calendar(deadline, reference=case_id), media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/{case_id}/edit")
def edit(request: Request, case_id: str, caller: LooksDrafting, service: TheService) -> Response:
    """The fields of a kept case."""
    stored = service.assistant.desk.case(caller, case_id)
    content = stored.case.model_dump(mode="json", exclude_defaults=True)
    return _form(case_id, content, stored.revision).response(request, content)


@router.post("/{case_id}/edit")
def change(request: Request, case_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Keep what was corrected; refused where somebody else was quicker."""
    service.assistant.desk.case(caller, case_id)  # what the practice does not keep is not judged either
    content = taken(base_of(form), dict(entries(form)), who=caller.user, on=service.assistant.today)
    documents(content, form)
    changed, wrong = checked(content)
    open_groups = unconfirmed(form, content)
    revision = revision_of(form)
    if changed is None or open_groups:
        again = _form(case_id, content, revision)
        return again.response(request, content, wrong=wrong, unconfirmed=open_groups, status=422)
    service.assistant.desk.change_case(caller, case_id, changed, revision=revision)
    return to(f"cases/{case_id}")


@router.post("/{case_id}/papers")
def add_papers(case_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Keep further papers; texts are read, pictures only enclosed."""
    desk, kind = service.assistant.desk, word(form, "kind")
    given = uploads(form, "files")
    if not given:
        raise BadInput("no file was chosen", fix="choose a file, then add it")
    desk.add_papers(caller, case_id, given, kind=kind, day=word(form, "date"), tooth=word(form, "tooth"))
    return to(f"cases/{case_id}#papers")


@router.post("/{case_id}/drafts")
def draft(request: Request, case_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Draft, keep, and open the editor."""
    kind = word(form, "kind")
    named = next((each for each in get_args(DraftKind) if each == kind), None)
    if named is None:
        raise BadInput("there is no such kind of draft", fix="choose one of the list")
    level = word(form, "level")
    options = DraftOptions(
        dated=service.assistant.today,
        level=int(level) if level in ("1", "2", "3") else 1,
        channel=word(form, "channel") or None if word(form, "channel") in ("", *CHANNELS) else None,
        about=word(form, "about")[:80] or None,
    )
    try:
        stored = service.assistant.desk.add_draft(caller, case_id, named, options)
    except BadInput as error:
        return _case_page(request, service, caller, case_id, refused=error)
    service.metrics.drafted(stored.kind, stored.status)
    return to(f"drafts/{stored.id}")


@router.post("/{case_id}/remove")
def remove(case_id: str, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Delete a case for good, where that was ticked."""
    if not word(form, "sure"):
        raise BadInput("nothing was deleted", fix="tick that you are sure")
    service.assistant.desk.remove_case(caller, case_id)
    return to("cases")


def _case_page(
    request: Request, service: Service, caller: Caller, case_id: str, refused: ClaimwrightError | None = None
) -> Response:
    desk = service.assistant.desk
    stored = desk.case(caller, case_id)
    stand, problem = _stand(service, caller, stored)
    return shown(
        request,
        "case.html",
        status=422 if refused else 200,
        stored=stored,
        case=stored.case,
        readings=[_reading(service, caller, denial) for denial in stored.case.denials],
        papers=desk.papers(caller, case_id),
        drafts=desk.drafts(caller, case_id=case_id, most=50),
        stand=stand.draft if stand else None,
        titles=stand.titles if stand else {},
        policy=stand.policy if stand else None,
        problem=problem,
        clock=_deadline(service, caller, stored.case),
        kinds=DRAFTS,
        conversations=conversations(),
        paper_kinds=(*KINDS, *pictures()),
        channels=CHANNELS,
        refused=in_one_line(refused) if refused else "",
    )


def _stand(service: Service, caller: Caller, stored: StoredCase) -> tuple[Drafted | None, str]:
    """How the record stands against the policy, or why that cannot be told."""
    try:
        return service.assistant.desk.overview(caller, stored.id, DraftOptions(dated=service.assistant.today)), ""
    except BadInput as error:
        return None, in_one_line(error)


def _deadline(service: Service, caller: Caller, case: Case) -> ClockAnswer:
    """The deadline, or why there is none: a mistyped day is a reason too, and hides nothing else of its page."""
    try:
        return service.assistant.deadline(caller, case)
    except BadInput as error:
        return ClockAnswer(reason=f"{error.where}: {error.message}" if error.where else error.message, ask=error.fix)


def _reading(service: Service, caller: Caller, denial: Any) -> Any:
    codes = [code for code in (denial.carc and f"{denial.group or ''}-{denial.carc}".strip("-"), denial.rarc) if code]
    return service.assistant.decode(caller, codes, text=denial.text) if codes or denial.text else None


def _form(case_id: str, content: dict[str, Any], revision: int) -> CaseForm:
    paper = "\n".join(each.get("text", "") for each in content.get("documents", []))
    return CaseForm("Correct the case", f"{ROOT}/cases/{case_id}/edit", "Save the case", revision=revision, paper=paper)
