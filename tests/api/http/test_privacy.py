"""A canary patient goes through every door and is found nowhere but in the sealed store."""

from __future__ import annotations

import logging
from typing import Any

import pytest

NAME, BORN, MEMBER, PHONE = "Ottoline Quillfeather", "1971-03-09", "QH123456789", "(555) 010-4477"
TEXT = f"Patient {NAME}, DOB {BORN}, member ID {MEMBER}, phone {PHONE}: does Brightsmile replace a crown after 5 years?"


def canary_case() -> dict[str, Any]:
    facts = [
        {"key": key, "value": value, "who": "front desk", "when": "2026-11-20"}
        for key, value in (("patient_name", NAME), ("member_id", MEMBER), ("phone", PHONE))
    ]
    claim = {
        "lane": "dental",
        "payer": "Brightsmile",
        "patient": {"birth_date": BORN},
        "lines": [{"id": "1", "code": "D2740", "tooth": "19", "date_of_service": "2026-11-02", "fee": "1400.00"}],
    }
    denial = {"date": "2026-11-10", "group": "CO", "carc": "50", "line": "1", "text": f"{NAME} is not covered"}
    return {"claim": claim, "facts": facts, "denials": [denial]}


def test_the_canary_is_in_no_log_problem_figure_or_audit_line(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client, audit = world.client(), world.assistant.office.audit
    before = audit.head("one").seq
    said = []
    for path, body in (
        ("/v1/ask", {"text": TEXT, "thread": "canary"}),
        ("/v1/ask/stream", {"text": TEXT, "thread": "canary"}),
        ("/v1/chat/completions", {"model": "claimwright", "messages": [{"role": "user", "content": TEXT}]}),
        ("/v1/feedback", {"trace_id": "t", "verdict": "wrong", "comment": TEXT, "question": TEXT, "answer": TEXT}),
        ("/v1/contacts", {"note": f"called about {TEXT}"}),
    ):
        said.append(client.post(path, json=body))
    made = client.post("/v1/cases", json=canary_case())
    case_id = made.json()["id"]
    client.post(f"/v1/cases/{case_id}/drafts", json={"kind": "appeal"})
    # Wrong on purpose: what comes back names the place, never the value.
    problems = [
        client.post("/v1/ask", json={"text": TEXT, "as_of": NAME, NAME: MEMBER}),
        client.put(f"/v1/cases/{case_id}", json={"revision": 9, "case": canary_case()}),
        client.post("/v1/cases", json={"claim": {"lane": NAME, "lines": MEMBER}}),
        client.post("/v1/read", files={"file": ("x.835", TEXT.encode())}),
        client.post("/v1/reports/kpi", files={"file": ("x.csv", TEXT.encode())}),
        client.post("/v1/cases/intake", files={"file": ("x.835", b"ISA" + TEXT.encode())}),
        client.get("/v1/cases", headers={"Authorization": f"Bearer {MEMBER}"}),
    ]
    assert all(each.status_code >= 400 for each in problems), [each.status_code for each in problems]
    lines = "".join(line.model_dump_json() for line in audit.lines("one", after=before))
    places = {
        **{f"problem {number}": each.text for number, each in enumerate(problems)},
        "log": caplog.text,
        "figures": client.get("/metrics").text,
        "audit": lines,
        "thread": client.get("/v1/threads/canary").text + client.get("/v1/threads").text,
        "feedback": client.get("/v1/feedback").text,
    }
    found = [(place, mark) for place, text in places.items() for mark in (NAME, MEMBER, PHONE) if mark in text]
    assert found == []


def test_the_canary_is_on_no_disk_in_the_clear(world: Any, tmp_path: Any) -> None:
    world.client().post("/v1/cases", json=canary_case())
    home = world.home
    hits = [path.name for path in home.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]
    assert hits == []
