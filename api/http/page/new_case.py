"""A case from a pasted letter, a remittance, a PDF or FHIR: read, shown field by field, kept when confirmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.page.carried import Given, given, unpacked
from api.http.page.case_form import CaseForm
from api.http.page.fields import FUNDING, checked, entries, groups, taken
from api.http.page.shell import ROOT, ActsDrafting, LooksDrafting, Page, TheForm, in_one_line, shown, text_of, to, word
from api.http.service import Service, TheService
from assistant.chains.incoming.take_in import Said, is_picture, kept_with_case, words_of
from assistant.domain.caller import Caller
from assistant.domain.errors import BadInput, ClaimwrightError
from assistant.domain.incoming import Intake
from assistant.domain.records import Remittance
from assistant.readers.read import read_records

#: Left empty says that it is unknown.
_FUNDING = ("", *(each for each in FUNDING if each != "unknown"))

router = APIRouter(prefix=f"{ROOT}/cases", route_class=Page, include_in_schema=False)


@router.get("/new")
def start(request: Request, caller: LooksDrafting) -> Response:
    """The empty form."""
    del caller
    return _start(request, {})


@router.post("/new")
def read(request: Request, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """What was read, to be confirmed; a choice first where a file holds several denied claims."""
    said = {name: value for name, value in entries(form) if name in ("letter", "payer", "funding", "received", "claim")}
    try:
        source = unpacked(text_of(form, "files")) if word(form, "files") else given(form, said.get("letter", ""))
        found = service.assistant.intake(caller, source.files, _said(said))
    except ClaimwrightError as error:
        return _start(request, said, error)
    if found.case is None:
        claims = [(each, _known_by(source, each.number)) for each in found.choices]
        return shown(request, "case_choose.html", claims=claims, files=source.packed(), said=said)
    content = found.case.model_dump(mode="json", exclude_defaults=True)
    content["practice"] = {**_usual_practice(service, caller), **content.get("practice", {})}
    return _form(source, found).response(request, content)


@router.post("/confirm")
def confirm(request: Request, form: TheForm, caller: ActsDrafting, service: TheService) -> Response:
    """Keep the case as confirmed, with its files; or show again what cannot be right."""
    source = unpacked(text_of(form, "files"))
    content = taken(base_of(form), dict(entries(form)), who=caller.user, on=service.assistant.today)
    documents(content, form)
    case, wrong = checked(content)
    open_groups = unconfirmed(form, content)
    if case is None or open_groups:
        return _form(source).response(request, content, wrong=wrong, unconfirmed=open_groups, status=422)
    kept = [each for each in source.files if kept_with_case(each)]
    stored = service.assistant.desk.take_in(caller, case, kept)
    return to(f"cases/{stored.id}")


def _known_by(source: Given, number: str) -> tuple[str, ...]:
    """What the office knows a claim of a remittance by: the patient, its own number, the first day of service."""
    records = read_records(source.paper.content, source.paper.name)
    if not isinstance(records, Remittance):
        return ()
    _, claim = records.claims_numbered(number)[0]
    named = [claim.patient.first, claim.patient.middle, claim.patient.name] if claim.patient else []
    ours = f"our claim {claim.claim_id}" if claim.claim_id and claim.claim_id != number else ""
    return tuple(each for each in (" ".join(filter(None, named)), ours) if each)


def base_of(form: Any) -> Mapping[str, Any]:
    """The case that the form was filled from; ``BadInput`` where that has not the shape of one."""
    try:
        base = json.loads(text_of(form, "base"))
        json.dumps(base, ensure_ascii=False).encode()  # half a character pair could not be shown again
    except (ValueError, RecursionError):
        base = None
    if not (isinstance(base, dict) and _shaped(base)):
        raise BadInput("the form is damaged", fix="load the page again")
    return base


def _shaped(base: Mapping[str, Any]) -> bool:
    """Whether every part that a field points into is where it belongs; values are judged later."""
    claim = base.get("claim", {})
    if not (isinstance(claim, dict) and isinstance(base.get("practice", {}), dict)):
        return False
    providers = ("patient", "billing_provider", "rendering_provider", "referring_provider")
    if not all(isinstance(claim.get(name, {}), dict | None) for name in providers):
        return False
    words = isinstance(claim.get("diagnoses", []), list)
    lists = (claim.get("lines", []), *(base.get(name, []) for name in ("denials", "documents", "attachments", "facts")))
    rows = all(isinstance(each, list) and all(isinstance(row, dict) for row in each) for each in lists)
    if not (words and rows):
        return False
    pointers = all(_numbers(line.get("diagnosis_pointers", [])) for line in claim.get("lines", []))
    ids = all(isinstance(line.get("id", ""), str) for line in claim.get("lines", []))
    facts = base.get("facts", [])
    return pointers and ids and all(isinstance(f.get("key"), str) and isinstance(f.get("value"), str) for f in facts)


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, int) for each in value)


def documents(content: dict[str, Any], form: Any) -> None:
    """The kinds of the papers as somebody corrected them, and of what is enclosed with them."""
    for index, document in enumerate(content.get("documents", [])):
        kind = word(form, f"documents.{index}.kind")
        if kind and isinstance(document, dict):
            document["kind"] = kind
            for enclosed in content.get("attachments", []):
                if enclosed.get("file") == document.get("file"):
                    enclosed["kind"] = kind


def unconfirmed(form: Any, content: Mapping[str, Any]) -> list[str]:
    """The groups of fields that nobody has ticked as right."""
    return [group.id for group in groups(content) if not group.spare and not word(form, f"right.{group.id}")]


def _start(request: Request, said: Mapping[str, str], error: ClaimwrightError | None = None) -> Response:
    problem = in_one_line(error) if error else ""
    return shown(
        request,
        "case_new.html",
        status=422 if error else 200,
        said=said,
        problem=problem,
        funding=_FUNDING,
    )


def _form(source: Given, found: Intake | None = None) -> CaseForm:
    texts = [f"{each.name}\n\n{words_of(each)}" for each in source.files if not is_picture(each.content)]
    return CaseForm(
        "Confirm what was read",
        f"{ROOT}/cases/confirm",
        "Keep the case",
        paper="\n\n".join(texts),
        files=source.packed(),
        questions=tuple(each.text for each in found.questions) if found else (),
        warnings=found.warnings if found else (),
    )


def _said(said: Mapping[str, str]) -> Said:
    """What the form says beside the papers."""
    funding = next((each for each in FUNDING if each == said.get("funding")), None)
    if said.get("funding") and funding is None:
        raise BadInput("this is no kind of plan funding", fix=f"one of {', '.join(FUNDING)}")
    try:
        received = date.fromisoformat(said["received"]) if said.get("received") else None
    except ValueError:
        raise BadInput("the day it arrived is no date", fix="write it as 2026-11-22") from None
    return Said(claim=said.get("claim") or None, payer=said.get("payer") or None, funding=funding, received=received)


def _usual_practice(service: Service, caller: Caller) -> dict[str, Any]:
    """The letterhead of the case that changed last, to be confirmed with the rest."""
    last = service.assistant.office.cases.recent(caller, most=1)
    return last[0].case.practice.model_dump(mode="json", exclude_defaults=True) if last else {}
