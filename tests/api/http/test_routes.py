"""Every route once as it is meant, over what the fixtures keep."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app

CLAIM = {"lane": "dental", "lines": [{"id": "1", "code": "D2740", "tooth": "19", "date_of_service": "2026-11-02"}]}
REMITTANCE = "remittance.835"

#: Method, path, what is sent, status, a key of the answer that must hold something.
READING: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("GET", "/healthz", {}, "status"),
    ("GET", "/readyz", {}, "newest_document"),
    ("GET", "/v1/openapi.json", {}, "paths"),
    ("GET", "/v1/models", {}, "data"),
    ("POST", "/v1/ask", {"json": {"text": "how often does brightsmile replace a crown?"}}, "citations"),
    ("GET", "/v1/search", {"params": {"q": "crown replacement", "k": 3}}, "hits"),
    ("GET", "/v1/documents", {"params": {"limit": 2}}, "next"),
    ("GET", "/v1/documents/{document}/passages", {}, "passages"),
    ("GET", "/v1/documents/{document}/criteria", {}, "limits"),
    ("GET", "/v1/documents/{document}/diff/{document}", {}, ""),
    ("POST", "/v1/claims/check", {"json": CLAIM}, "findings"),
    ("GET", "/v1/cases", {}, "cases"),
    ("GET", "/v1/cases/{case}", {}, "case"),
    ("GET", "/v1/cases/{case}/papers", {}, ""),
    ("GET", "/v1/cases/{case}/criteria", {}, "criteria"),
    ("GET", "/v1/drafts", {}, "drafts"),
    ("GET", "/v1/drafts", {"params": {"case_id": "{case}"}}, "drafts"),
    ("GET", "/v1/drafts/{draft}", {}, "draft"),
    ("POST", "/v1/drafts/{draft}/check", {"json": {"text": "Dear reviewer"}}, "findings"),
    ("GET", "/v1/codes/D2740", {"params": {"on": "2026-11-01"}}, ""),
    ("POST", "/v1/denials/decode", {"json": {"codes": ["CO-50", "N115"]}}, ""),
    ("GET", "/v1/feedback", {}, ""),
    ("GET", "/v1/threads", {}, "threads"),
    ("GET", "/v1/threads/{thread}", {}, "exchanges"),
)


@pytest.mark.parametrize(("method", "path", "sent", "holds"), READING, ids=[f"{m} {p}" for m, p, _, _ in READING])
def test_a_route_answers(world: Any, method: str, path: str, sent: dict[str, Any], holds: str) -> None:
    ids = world.ids["one"]
    if params := sent.get("params"):
        sent = {"params": {name: str(value).format(**ids) for name, value in params.items()}}
    answer = world.client().request(method, path.format(**ids), **sent)
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-request-id"]
    assert not holds or answer.json()[holds]


@pytest.mark.parametrize("path", ["estimate", "lane", "deadline"])
def test_money_and_clocks_of_a_case(world: Any, path: str) -> None:
    answer = world.client(scope="ask").post(f"/v1/{path}", json=world.case.model_dump(mode="json"))
    assert answer.status_code == 200, answer.text


def test_a_deadline_as_a_calendar(world: Any) -> None:
    answer = world.client().post("/v1/deadline.ics", json=world.case.model_dump(mode="json"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    empty = world.client().post("/v1/deadline.ics", json={"claim": {"lane": "dental", "lines": []}})
    assert (empty.status_code, empty.json()["type"]) == (422, "/problems/nothing-to-stand-on")


def test_a_remittance_is_read(world: Any, sample: Any) -> None:
    answer = world.client().post("/v1/read", files={"file": (REMITTANCE, (sample / REMITTANCE).read_bytes())})
    assert answer.status_code == 200, answer.text
    assert "CH-20931" in answer.text


def test_a_chat_front_gets_an_answer_whole_and_in_pieces(world: Any) -> None:
    body = {"model": "claimwright", "messages": [{"role": "user", "content": "what does CO-50 mean?"}]}
    whole = world.client(scope="ask").post("/v1/chat/completions", json=body)
    said = whole.json()["choices"][0]["message"]["content"]
    assert whole.status_code == 200
    assert said
    pieces = world.client(scope="ask").post("/v1/chat/completions", json=body | {"stream": True})
    assert pieces.headers["content-type"].startswith("text/event-stream")
    assert pieces.text.endswith("data: [DONE]\n\n")


def test_a_case_lives_and_is_deleted(world: Any) -> None:
    client = world.client()
    made = client.post("/v1/cases", json=world.case.model_dump(mode="json"))
    place = made.headers["location"]
    assert client.get(place).json()["revision"] == 1
    changed = client.put(place, json={"revision": 1, "case": world.case.model_dump(mode="json")})
    assert changed.json()["revision"] == 2
    late = client.put(place, json={"revision": 1, "case": world.case.model_dump(mode="json")})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/out-of-date")
    paper = client.put(f"{place}/papers/a.txt", files={"file": ("x", b"bytes", "text/plain")})
    assert paper.status_code == 201
    back = client.get(f"{place}/papers/a.txt")
    assert (back.content, back.headers["content-disposition"]) == (b"bytes", "attachment")
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404
    assert client.get(f"{place}/papers/a.txt").status_code == 404


def test_a_draft_is_edited_checked_exported_and_deleted(world: Any) -> None:
    client = world.client()
    made = client.post(f"/v1/cases/{world.ids['one']['case']}/drafts", json={"kind": "appeal"}).json()
    place = f"/v1/drafts/{made['id']}"
    wrong = made["draft"]["text"].replace("22.4", "29.4")
    edited = client.put(place, json={"text": wrong, "revision": 1}).json()
    assert (edited["revision"], edited["status"]) == (2, "blocked")
    late = client.put(place, json={"text": wrong, "revision": 1})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/out-of-date")
    refused = client.post(f"{place}/approve", json={"who": "Dr. Vale", "revision": 2})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-ready")
    assert refused.json()["errors"]
    for form in ("docx", "pdf", "json", "txt", "report"):
        file = client.get(f"{place}/export", params={"format": form})
        assert file.status_code == 200, file.text
        assert file.content
        assert file.headers["content-disposition"].startswith("attachment; filename=")
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_feedback_is_kept_without_names(world: Any) -> None:
    asked = "how often is a crown replaced? patient Quillon Vantreight"
    body = {"comment": "member id is QH123456789; Quillon Vantreight was glad", "question": asked}
    given = world.client(scope="ask").post("/v1/feedback", json={"trace_id": "abc", "verdict": "wrong", **body})
    assert given.status_code == 201
    assert not [word for word in ("QH123456789", "Quillon", "Vantreight") if word in given.text]
    assert "was glad" in given.text


def test_pages_follow_each_other_without_gap_or_repeat(world: Any) -> None:
    client = world.client("two")
    for _ in range(4):
        client.post("/v1/cases", json={"claim": {"lane": "dental", "lines": []}})
    documents = [each.id for each in world.assistant.corpus_list(world.caller("two"))]
    cases = [each.id for each in world.assistant.desk.cases(world.caller("two"), most=1_000)]
    for path, key, limit, held in (("/v1/cases", "cases", 2, cases), ("/v1/documents", "documents", 40, documents)):
        seen: list[str] = []
        cursor = None
        for _ in range(60):
            page = client.get(path, params={"limit": limit, **({"cursor": cursor} if cursor else {})}).json()
            seen += [each["id"] for each in page[key]]
            cursor = page["next"]
            if cursor is None:
                break
        assert len(seen) == len(set(seen))
        assert sorted(seen) == sorted(held)


def test_the_open_door_closes_with_the_first_key(local: Any, world: Any) -> None:
    assert local.get("/v1/cases").status_code == 200
    opened = TestClient(create_app(replace(world.service, open_as_local=True)), base_url="http://localhost")
    assert opened.get("/healthz").status_code == 200
    assert opened.get("/v1/cases").status_code == 401


#: Lists in pages: the address, the name of the list, and what is sent to have three more in it.
PAGED = (
    ("/v1/feedback", "feedback", {"trace_id": "paged", "verdict": "right"}),
    ("/v1/contacts", "contacts", {"note": "called 11/20, rep Mia, ref 4471: in review", "payer": "Paged PPO"}),
)


@pytest.mark.parametrize(("path", "name", "body"), PAGED, ids=[row[1] for row in PAGED])
def test_a_list_is_read_page_by_page_to_its_end(world: Any, path: str, name: str, body: dict[str, str]) -> None:
    client = world.client("two")
    for _ in range(3):
        assert client.post(path, json=body).status_code == 201
    whole = client.get(path).json()
    assert whole["next"] is None
    seen, cursor = [], None
    for _ in range(len(whole[name]) + 1):
        page = client.get(path, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += page[name]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) >= 3
    assert seen == whole[name]


def test_the_cursor_of_one_practice_leads_to_nothing_of_another(world: Any) -> None:
    for path, name, body in PAGED:
        assert world.client("two").post(path, json=body).status_code == 201
        cursor = world.client("two").get(path, params={"limit": 1}).json()["next"]
        listed = world.client("one").get(path, params={"cursor": cursor}).json()[name]
        assert {each["practice"] for each in listed} <= {"one"}


def test_documents_of_which_none_is_taken_in_are_no_created_thing(world: Any) -> None:
    client = world.client("two")
    bad = [("files", ("trial.md", b"no head at all", "text/markdown"))]
    good = [("files", ("trial.md", b"---\npayer: Trial\neffective_from: 2026-01-01\n---\n# Crowns\n\nOnce.\n"))]
    for files, data, accepted in ((bad, {"dry_run": "true"}, 0), (bad, {}, 0), (good, {"dry_run": "true"}, 1)):
        answer = client.post("/v1/documents", files=files, data=data)
        assert answer.status_code == 200, answer.text
        report = answer.json()
        assert len(report["accepted"]) == accepted
        assert all(each["reason"] for each in report["rejected"])
    assert "Trial" not in client.get("/v1/documents").text
