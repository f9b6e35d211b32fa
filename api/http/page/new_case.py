"""A case from a pasted letter, a remittance, a PDF or FHIR: read, shown field by field, kept when confirmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.page.carried import CarriedFile, Given, given, unpacked
from api.http.page.case_form import CaseForm
from api.http.page.fields import FUNDING, checked, entries, groups, taken
from api.http.page.shell import ROOT, ActsDrafting, LooksDrafting, Page, TheForm, shown, text_of, to, told, word
from api.http.service import Service, TheService
from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.errors import BadInput, ClaimwrightError
from assistant.domain.records import Records, Remittance

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
        claims = _claims(service, caller, source, said.get("claim", ""))
        if len(claims) > 1:
            return shown(request, "case_choose.html", claims=claims, files=source.packed(), said=said)
        case = _case(service, caller, source, {**said, **({"claim": claims[0][0]} if claims else {})})
    except ClaimwrightError as error:
        return _start(request, said, error)
    content = case.model_dump(mode="json", exclude_defaults=True)
    content["practice"] = {**_usual_practice(service, caller), **content.get("practice", {})}
    return _form(source).response(request, content)


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
    desk = service.assistant.desk
    stored = desk.add_case(caller, case)
    for each in source.files:
        desk.put_paper(caller, stored.id, each.name, each.content, media_type=each.media_type)
    return to(f"cases/{stored.id}")


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
    problem = told(error) if error else ""
    return shown(
        request, "case_new.html", status=422 if error else 200, said=said, problem=problem, funding=("", *FUNDING)
    )


def _form(source: Given) -> CaseForm:
    return CaseForm(
        "Confirm what was read", f"{ROOT}/cases/confirm", "Keep the case", paper=_papers(source), files=source.packed()
    )


def _claims(service: Service, caller: Caller, source: Given, named: str) -> list[tuple[str, str]]:
    """The denied claims of a remittance, each with words to know it by; only the one named where one is."""
    if named or not _is_records(source.paper):
        return [(named, "")] if named else []
    records = service.assistant.read(caller, source.paper.content, source.paper.name)
    if not isinstance(records, Remittance):
        return []
    found = []
    for check in records.checks:
        for claim in check.claims:
            if claim.denied_lines and (number := claim.payer_claim_no or claim.claim_id):
                codes = ", ".join(claim.denied_lines)
                found.append((number, f"{claim.claim_id or number}, {check.payer or 'payer not named'}: {codes}"))
    if not found:
        raise BadInput("this remittance denies no line", fix="give the file with the denied claim")
    return found


def _case(service: Service, caller: Caller, source: Given, said: Mapping[str, str]) -> Case:
    """The case that was read; nothing is kept."""
    assistant, paper = service.assistant, source.paper
    notes = tuple((each.name, _words_of(each)) for each in source.notes)
    options: dict[str, Any] = {
        "notes": notes,
        "funding": said.get("funding") or None,
        "received": _received(said.get("received", "")),
    }
    if options["funding"] not in (None, *FUNDING):
        raise BadInput("this is no kind of plan funding", fix=f"one of {', '.join(FUNDING)}")
    if _is_records(paper):
        records: Records = assistant.read(caller, paper.content, paper.name)
        return assistant.case_from_records(caller, records, said.get("claim") or None, **options)
    return assistant.case_from_letter(caller, paper.name, _words_of(paper), payer=said.get("payer") or None, **options)


def _received(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("the day it arrived is no date", fix="write it as 2026-11-22") from None


def _is_records(file: CarriedFile) -> bool:
    """Whether a file is for machines: X12, or FHIR as JSON or XML."""
    head = file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    return head.startswith((b"ISA", b"{", b"[", b"<Bundle", b"<?xml", b"<Explanation", b"<Claim"))


def _words_of(file: CarriedFile) -> str:
    from assistant.readers.document import read_text

    return read_text(file.content, file.name)


def _usual_practice(service: Service, caller: Caller) -> dict[str, Any]:
    """The letterhead of the case that changed last, to be confirmed with the rest."""
    last = service.assistant.office.cases.recent(caller, most=1)
    return last[0].case.practice.model_dump(mode="json", exclude_defaults=True) if last else {}


def _papers(source: Given) -> str:
    """What the values were read from, to be compared with; a remittance a segment a line."""
    texts = []
    for each in source.files:
        words = _words_of(each)
        if words.lstrip().startswith("ISA"):
            words = "\n".join(part.strip() for part in words.split("~"))
        texts.append(f"{each.name}\n\n{words.strip()}")
    return "\n\n".join(texts)
