"""Contacts with payers, and what they answered on verification calls."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.http.callers import Asks, Drafts
from api.http.once import Once
from api.http.paging import Cursor, Limit, after, cursor_of
from api.http.problems import responses
from api.http.service import TheService
from assistant.domain.contact import ContactEntry, VerificationRecord

router = APIRouter(prefix="/v1/contacts", tags=["contacts"], route_class=Once)


class NoteBody(BaseModel):
    """A note of a contact, in one line or a few."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"note": "called 11/20, rep Mia, ref 4471: crown 50%, 900 of 1500 used", "payer": "Northlake"}]
        },
    )

    note: str = Field(min_length=1, max_length=20_000)
    payer: str | None = Field(default=None, max_length=200)
    plan: str | None = Field(default=None, max_length=200)
    case: str | None = Field(default=None, max_length=40)


class ContactPage(BaseModel):
    """Contacts, newest first."""

    contacts: list[ContactEntry]
    next: str | None = None


@router.post("", operation_id="log_contact", summary="Log a contact", status_code=201, responses=responses(404, 409))
def log(body: NoteBody, caller: Drafts, service: TheService) -> VerificationRecord:
    """The note as a dated record; what differs from the payer's documents in force is named with both quotes."""
    if body.case is not None:
        service.assistant.desk.case(caller, body.case)  # a contact belongs to a case of the practice, or to none
    return service.assistant.log_contact(caller, body.note, payer=body.payer, plan=body.plan, case=body.case)


@router.get("", operation_id="list_contacts", summary="Contacts", responses=responses())
def page(
    caller: Asks,
    service: TheService,
    payer: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ContactPage:
    """The newest contacts of the practice."""
    found = service.assistant.office.contacts.list(caller, payer=payer, most=limit, before=after(cursor))
    more = cursor_of(found[-1].day.isoformat(), found[-1].id) if len(found) == limit else None
    return ContactPage(contacts=list(found), next=more)
