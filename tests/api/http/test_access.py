"""Who may come in, how far, and that no practice ever sees another one's records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

#: Routes with an id: method, path, what is sent.
WITH_IDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("GET", "/v1/cases/{case}", {}),
    ("PUT", "/v1/cases/{case}", {"json": {"revision": 1, "case": {"claim": {"lane": "dental", "lines": []}}}}),
    ("DELETE", "/v1/cases/{case}", {}),
    ("GET", "/v1/cases/{case}/criteria", {}),
    ("GET", "/v1/cases/{case}/deadline.ics", {}),
    ("GET", "/v1/cases/{case}/papers", {}),
    ("GET", "/v1/cases/{case}/papers/{paper}", {}),
    ("PUT", "/v1/cases/{case}/papers/{paper}", {"files": {"file": ("extra.txt", b"mine", "text/plain")}}),
    ("POST", "/v1/cases/{case}/drafts", {"json": {"kind": "narrative"}}),
    ("GET", "/v1/drafts/{draft}", {}),
    ("PUT", "/v1/drafts/{draft}", {"json": {"text": "mine", "revision": 1}}),
    ("DELETE", "/v1/drafts/{draft}", {}),
    ("POST", "/v1/drafts/{draft}/check", {"json": {"text": "mine"}}),
    ("POST", "/v1/drafts/{draft}/approve", {"json": {"who": "Dr. Vale", "revision": 1}}),
    ("GET", "/v1/drafts/{draft}/export?format=json", {}),
    ("GET", "/v1/threads/{thread}", {}),
    ("DELETE", "/v1/threads/{thread}", {}),
    ("POST", "/v1/escalations", {"json": {"thread": "{thread}", "to": "Dana"}}),
    ("GET", "/v1/documents/{document}/passages", {}),
    ("GET", "/v1/documents/{document}/criteria", {}),
    ("GET", "/v1/documents/{document}/diff/{document}", {}),
    ("DELETE", "/v1/documents/{document}", {}),
    ("GET", "/v1/passages/{passage}", {}),
    ("GET", "/v1/jobs/{job}", {}),
)
NAMES = [f"{method} {path}" for method, path, _ in WITH_IDS]


@pytest.fixture(scope="module")
def ids(world: Any) -> dict[str, dict[str, str]]:
    """The ids of both practices, with a passage and a job each."""
    found = {}
    for practice in ("one", "two"):
        client, known = world.client(practice), world.ids[practice]
        passages = client.get(f"/v1/documents/{known['document']}/passages").json()["passages"]
        at = world.clock()
        job = world.assistant.office.jobs.begin(world.caller(practice), "kpi", at=at)
        found[practice] = {**known, "passage": passages[0]["key"], "job": job.id}
    return found


def sent_with(sent: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    body = sent.get("json", {})
    return {"json": body | {"thread": ids["thread"]}} if "thread" in body else sent


def kept(world: Any, practice: str) -> tuple[object, ...]:
    """Everything that a practice holds, to be compared."""
    caller, office = world.caller(practice), world.assistant.office
    held = world.ids[practice]
    return (
        office.cases.get(caller, held["case"]),
        office.cases.papers(caller, held["case"]),
        office.cases.paper(caller, held["case"], "extra.txt"),
        office.drafts.get(caller, held["draft"]),
        world.assistant.thread(caller, held["thread"]),
        [each.id for each in world.assistant.corpus_list(caller)],
    )


@pytest.mark.parametrize(("method", "path", "sent"), WITH_IDS, ids=NAMES)
def test_another_practices_id_is_no_id(
    world: Any, ids: dict[str, dict[str, str]], method: str, path: str, sent: dict[str, Any]
) -> None:
    theirs = ids["two"]
    before = kept(world, "two")
    answer = world.client("one").request(method, path.format(**theirs), **sent_with(sent, theirs))
    assert answer.status_code == 404, answer.text
    assert kept(world, "two") == before
    # A record of somebody else and one that never was are answered alike.
    never = {name: value[:-3] + "zzz" for name, value in theirs.items()}
    guessed = world.client("one").request(method, path.format(**never), **sent_with(sent, never))
    same = {"type", "title", "status", "detail", "fix"}
    assert {k: answer.json()[k] for k in same} == {k: guessed.json()[k] for k in same} or path.startswith("/v1/doc")
    assert guessed.status_code == 404


@pytest.mark.parametrize("path", ["/v1/cases", "/v1/drafts", "/v1/threads", "/v1/feedback", "/v1/contacts"])
def test_lists_hold_a_practices_own_records(world: Any, ids: dict[str, dict[str, str]], path: str) -> None:
    text = world.client("one").get(path, params={"limit": 100}).text
    assert not [value for name, value in ids["two"].items() if name != "paper" and value in text]


def test_search_and_answers_hold_no_document_of_another_practice(world: Any) -> None:
    client = world.client("one")
    found = client.get("/v1/search", params={"q": "crowns D2740 of two 60 months", "k": 50}).text
    said = client.post("/v1/ask", json={"text": "How often does Payer of Two cover crowns?"}).text
    assert "payer-of-two" not in found + said
    own = {"q": "crowns D2740 once per tooth", "k": 5, "payer": "Payer of One"}
    assert "payer-of-one" in client.get("/v1/search", params=own).text


def test_a_continued_thread_of_the_same_name_stays_apart(world: Any) -> None:
    asked = world.client("one").post("/v1/ask", json={"text": "and CO-97?", "thread": "thread-two"})
    assert asked.status_code == 200
    assert len(world.assistant.thread(world.caller("one"), "thread-two")) == 1
    world.client("one").delete("/v1/threads/thread-two")
    assert world.assistant.thread(world.caller("two"), "thread-two")


def test_every_route_but_the_open_ones_asks_who_is_there(world: Any) -> None:
    nobody = world.client(scope=None)
    open_to_all = {"/healthz", "/readyz", "/metrics"}
    for path, methods in world.app.openapi()["paths"].items():
        for method in methods:
            if path in open_to_all or not path.startswith("/v1/"):
                continue
            answer = nobody.request(method, path.replace("{", "").replace("}", ""), json={})
            assert answer.status_code in (401, 415, 422), (method, path)
            if answer.status_code == 401:
                assert answer.headers["www-authenticate"] == "Bearer"
                front = path.startswith(("/v1/chat/", "/v1/models"))
                told = answer.json()["error"]["code"] if front else answer.json()["type"]
                assert told == ("invalid_api_key" if front else "/problems/not-signed-in")


@pytest.mark.parametrize(
    ("scope", "method", "path", "expected"),
    [
        ("ask", "GET", "/v1/cases", 403),
        ("ask", "GET", "/v1/search?q=crown", 200),
        ("ask", "GET", "/v1/feedback", 403),
        ("draft", "GET", "/v1/cases", 200),
        ("draft", "DELETE", "/v1/documents/x", 403),
        ("draft", "GET", "/v1/feedback", 403),
        ("admin", "GET", "/v1/feedback", 200),
        ("admin", "DELETE", "/v1/documents/x", 404),
    ],
)
def test_a_scope_reaches_so_far(world: Any, scope: Any, method: str, path: str, expected: int) -> None:
    answer = world.client("one", scope).request(method, path)
    assert answer.status_code == expected, answer.text


@pytest.mark.parametrize(
    "header",
    ["Bearer nonsense", "Bearer cw_live_000000000000_" + "a" * 43, "Basic b25lOnR3bw==", "Bearer ", "Bearer \x7f"],
)
def test_a_wrong_credential_is_refused_alike(world: Any, header: str) -> None:
    answer = world.client(scope=None).get("/v1/cases", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "cw_live" not in answer.json()["detail"]


def test_a_key_that_ended_opens_nothing(world: Any) -> None:
    keys, at = world.assistant.office.api_keys, world.clock()
    ended = keys.make("one", "ended", "admin", at=at, expires_at=at - timedelta(days=1))
    revoked = keys.make("one", "revoked", "admin", at=at)
    head = {"Authorization": f"Bearer {revoked.secret}"}
    assert world.client(scope=None).get("/v1/cases", headers=head).status_code == 200
    keys.revoke("one", revoked.key.id, at=at)
    for secret in (ended.secret, revoked.secret):
        answer = world.client(scope=None).get("/v1/cases", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401
        assert answer.json()["detail"] == "the API key is not valid"


def test_a_refusal_leaves_a_line(world: Any) -> None:
    audit = world.assistant.office.audit
    before = audit.head("one").seq
    world.client("one", "ask").get("/v1/cases")
    (line,) = audit.lines("one", after=before)
    assert (line.action, line.subject) == ("denied", "GET /v1/cases")
    nobody = audit.head("-").seq
    world.client(scope=None).post("/v1/feedback", json={}, headers={"Idempotency-Key": "x"})
    assert [line.action for line in audit.lines("-", after=nobody)] == ["denied"]


def test_the_chain_of_each_practice_holds(world: Any) -> None:
    for practice in ("one", "two"):
        assert world.assistant.office.audit.verify(practice).ok
