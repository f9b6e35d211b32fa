"""Intake, contacts, handing over, long work, and what is deleted when its time is over."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from api.upkeep import Upkeep
from assistant.domain.case import Case
from assistant.domain.incoming import Intake

EXPORT = (
    b"claim_id,payer,code,date_of_service,submitted_on,fee,paid,status,carc\n"
    b"1,Northlake,D2740,2026-08-01,2026-08-03,1400.00,0.00,denied,CO-50\n"
    b"2,Northlake,D1110,2026-09-01,2026-09-03,120.00,96.00,paid,\n"
)
LETTER = b"Northlake Health\nDate: 2026-09-14\nClaim number: NL-77012\nProcedure D2740 tooth 19 on 2026-08-18, $1,400.00, denied: CO-50 not deemed a medical necessity.\n"  # noqa: E501


def test_a_remittance_with_notes_becomes_a_kept_case(world: Any, sample: Any) -> None:
    notes = [("notes", (path.name, path.read_bytes(), "text/plain")) for path in sorted(sample.glob("*.txt"))]
    files = [("file", ("r.835", (sample / "remittance.835").read_bytes(), "application/edi")), *notes]
    data = {"claim": "CH-20931", "funding": "self_funded", "received": "2026-09-18"}
    client = world.client(scope="draft")
    made = client.post("/v1/cases/intake", files=files, data=data)
    assert made.status_code == 201, made.text
    place = made.headers["location"]
    assert len(client.get(f"{place}/papers").json()) == 1 + len(notes)
    table = client.get(f"{place}/criteria").json()
    assert {row["status"] for row in table["criteria"]} >= {"met"}
    assert client.get(f"{place}/deadline.ics").text.startswith("BEGIN:VCALENDAR")


def test_what_was_read_can_be_seen_before_it_is_kept(world: Any, sample: Any) -> None:
    before = len(world.assistant.office.cases.recent(world.caller("one"), most=10_000))
    files = {"file": ("r.835", (sample / "remittance.835").read_bytes())}
    read = world.client().post("/v1/cases/intake", files=files, data={"claim": "CH-20931", "keep": "false"})
    assert read.status_code == 200, read.text
    assert Case.model_validate_json(read.content).denials
    told = world.client().post("/v1/cases/intake/preview", files=files, data={"claim": "CH-20931"})
    intake = Intake.model_validate_json(told.content)
    assert intake.case is not None
    assert [each.form for each in intake.papers] == ["records"]
    assert ("claim.lines.1.code", "E0486") in {(each.field, each.value) for each in intake.read}
    assert "plan_funding" in {each.field for each in intake.questions}
    assert len(world.assistant.office.cases.recent(world.caller("one"), most=10_000)) == before


def test_a_letter_becomes_a_case_with_the_letter_as_its_paper(world: Any) -> None:
    made = world.client().post("/v1/cases/intake", files={"file": ("letter.txt", LETTER, "text/plain")})
    assert made.status_code == 201, made.text
    papers = world.client().get(f"{made.headers['location']}/papers").json()
    assert [each["name"] for each in papers] == ["letter.txt"]


def test_a_claim_that_the_remittance_does_not_hold_is_named(world: Any, sample: Any) -> None:
    files = {"file": ("r.835", (sample / "remittance.835").read_bytes())}
    answer = world.client().post("/v1/cases/intake", files=files, data={"claim": "NONE-1"})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


def test_a_contact_is_logged_and_listed(world: Any) -> None:
    note = {"note": "called 11/20/2026, rep Mia, ref 4471: claim in review", "payer": "Northlake Health"}
    made = world.client(scope="draft").post("/v1/contacts", json=note)
    assert made.status_code == 201, made.text
    listed = world.client(scope="ask").get("/v1/contacts", params={"payer": "Northlake Health"}).json()
    assert made.json()["contact"]["id"] in [each["id"] for each in listed["contacts"]]


def test_a_thread_is_handed_over_with_the_case_that_it_is_about(world: Any) -> None:
    ids = world.ids["one"]
    body = {"thread": ids["thread"], "to": "Dana, insurance coordinator", "case_id": ids["case"]}
    answer = world.client().post("/v1/escalations", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["to"] == "Dana, insurance coordinator"


def followed(client: Any, place: str) -> dict[str, Any]:
    for _ in range(600):
        job = client.get(place).json()
        if job["state"] != "running":
            return dict(job)
        time.sleep(0.05)
    pytest.fail("the work did not end")


def test_long_work_is_followed_to_its_end(world: Any) -> None:
    client = world.client()
    now = client.post("/v1/reports/kpi", files={"file": ("claims.csv", EXPORT)})
    assert now.status_code == 200, now.text
    later = client.post("/v1/reports/kpi", files={"file": ("claims.csv", EXPORT)}, headers={"Prefer": "respond-async"})
    assert later.status_code == 202
    job = followed(client, later.headers["location"])
    assert (job["state"], job["result"]) == ("done", now.json())


def test_long_work_that_fails_tells_why(world: Any) -> None:
    client = world.client()
    sent = client.post("/v1/reports/kpi", files={"file": ("c.csv", b"\x00")}, headers={"Prefer": "respond-async"})
    job = followed(client, sent.headers["location"])
    assert (job["state"], job["problem"]["status"]) == ("failed", 422)


def test_many_documents_are_taken_in_while_the_caller_goes_on(world: Any) -> None:
    files = [("files", (f"bad-{number}.txt", b"no payer here", "text/plain")) for number in range(11)]
    sent = world.client().post("/v1/documents", files=files)
    assert sent.status_code == 202, sent.text
    job = followed(world.client(), sent.headers["location"])
    assert job["state"] == "done"
    assert len(job["result"]["rejected"]) == 11


def test_work_that_died_with_its_process_is_not_running_for_ever(world: Any) -> None:
    jobs, caller = world.assistant.office.jobs, world.caller("one")
    begun = jobs.begin(caller, "kpi", at=world.clock() - timedelta(minutes=11))
    job = world.client().get(f"/v1/jobs/{begun.id}").json()
    assert (job["state"], job["problem"]["fix"]) == ("failed", "send the request again")


def test_a_case_that_nobody_touched_is_deleted_for_good(world: Any, sample: Any) -> None:
    office, caller = world.assistant.office, world.caller("three")
    then = world.clock() - timedelta(days=3000)
    old, added_to = (office.cases.add(caller, world.case, at=then) for _ in range(2))
    office.cases.put_paper(caller, old.id, "x.txt", b"old paper", media_type="text/plain", at=then)
    office.cases.put_paper(caller, added_to.id, "x.txt", b"new paper", media_type="text/plain", at=world.clock())
    young = office.cases.add(caller, world.case, at=world.clock() - timedelta(days=2000))
    upkeep = Upkeep(world.assistant)
    assert upkeep.due()
    assert not upkeep.due()
    upkeep.run()
    assert [each.id for each in office.cases.recent(caller)] == [young.id, added_to.id]
    assert office.cases.papers(caller, old.id) == ()
    assert [line.action for line in office.audit.lines("three")] == ["retention"]


def test_the_first_request_of_a_day_sets_the_deletion_going(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    monkeypatch.setattr(world.assistant, "retain", lambda: ran.append(1) or 0)
    from fastapi.testclient import TestClient

    from api.http.app import create_app

    with TestClient(create_app(world.service), base_url="http://localhost") as client:
        for _ in range(3):
            assert client.get("/healthz").status_code == 200
    assert ran == [1]
