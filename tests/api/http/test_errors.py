"""Wrong requests: the right status, a problem that says where and how to mend it, and nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any, get_args

import pytest
from fastapi import APIRouter, HTTPException
from fastapi.testclient import TestClient
from pydantic_core import core_schema

from api.http.app import create_app
from api.http.problems import problem_of
from api.http.slips import fix_of
from assistant.domain.errors import ClaimwrightError
from assistant.domain.stored import NotReady

MEGA = 1_000_000
REMITTANCE = files("corpus").joinpath("samples", "osa_appeal", "remittance.835").read_bytes()

#: What is wrong, method, path, what is sent, status, type, and where the first slip points.
WRONG: tuple[tuple[str, str, str, dict[str, Any], int, str, str], ...] = (
    ("no such path", "GET", "/v1/nowhere", {}, 404, "not-found", ""),
    ("wrong method", "DELETE", "/v1/ask", {}, 405, "method-not-allowed", ""),
    ("no body", "POST", "/v1/ask", {"headers": {"content-type": "application/json"}}, 422, "invalid", ""),
    (
        "broken JSON",
        "POST",
        "/v1/ask",
        {"content": b"{", "headers": {"content-type": "application/json"}},
        422,
        "invalid",
        "",
    ),
    (
        "text for JSON",
        "POST",
        "/v1/ask",
        {"content": b"{}", "headers": {"content-type": "text/plain"}},
        415,
        "unsupported-media-type",
        "",
    ),
    ("JSON for a form", "POST", "/v1/read", {"json": {}}, 415, "unsupported-media-type", ""),
    ("a field too much", "POST", "/v1/ask", {"json": {"text": "x", "texts": 1}}, 422, "invalid", "/texts"),
    ("a wrong day", "POST", "/v1/ask", {"json": {"text": "x", "as_of": "2026-02-30"}}, 422, "invalid", "/as_of"),
    (
        "deep in a claim",
        "POST",
        "/v1/claims/check",
        {"json": {"lane": "dental", "lines": [{"id": "1", "code": "D1", "toth": "1"}]}},
        422,
        "invalid",
        "/lines/0/toth",
    ),
    ("an unknown kind", "POST", "/v1/cases/{case}/drafts", {"json": {"kind": "poem"}}, 422, "invalid", "/kind"),
    (
        "a revision that no database can hold",
        "PUT",
        "/v1/drafts/{draft}",
        {"json": {"text": "x", "revision": 10**30}},
        422,
        "invalid",
        "/revision",
    ),
    ("a page too long", "GET", "/v1/cases?limit=101", {}, 422, "invalid", "limit in query"),
    ("a strange cursor", "GET", "/v1/cases?cursor=abc", {}, 422, "bad-input", "cursor in query"),
    ("a strange cursor of documents", "GET", "/v1/documents?cursor=abc", {}, 422, "bad-input", "cursor in query"),
    ("a strange cursor of threads", "GET", "/v1/threads?cursor=WyJhIiwiYiJd", {}, 422, "bad-input", "cursor in query"),
    ("an id in other letters", "GET", "/v1/cases/%E4%BE%8B", {}, 404, "not-found", ""),
    ("an id of a draft in other letters", "DELETE", "/v1/drafts/%1C%C3%92%F3%B2%BB%89", {}, 404, "not-found", ""),
    ("no passage", "GET", "/v1/passages/none", {}, 404, "not-found", ""),
    (
        "a path for a name",
        "PUT",
        "/v1/cases/{case}/papers/..%5Cx",
        {"files": {"file": ("x", b"x")}},
        422,
        "bad-input",
        "",
    ),
    (
        "a paper without a byte",
        "PUT",
        "/v1/cases/{case}/papers/empty.txt",
        {"files": {"file": ("empty.txt", b"")}},
        422,
        "bad-input",
        "/file",
    ),
    (
        "a note without a byte",
        "POST",
        "/v1/cases/intake",
        {"files": [("file", ("r.835", REMITTANCE)), ("notes", ("n.txt", b""))], "data": {"claim": "CH-20931"}},
        422,
        "bad-input",
        "",
    ),
    ("a file that is no record", "POST", "/v1/read", {"files": {"file": ("x.835", b"hello")}}, 422, "bad-input", ""),
    ("an empty file", "POST", "/v1/read", {"files": {"file": ("x.835", b"")}}, 422, "bad-input", ""),
    ("an export of no form", "GET", "/v1/drafts/{draft}/export?format=odt", {}, 422, "invalid", "format in query"),
    (
        "a case file elsewhere",
        "POST",
        "/v1/cases",
        {"json": {"claim": {"lane": "dental", "lines": []}, "attachments": [{"kind": "photo", "file": "/etc/passwd"}]}},
        422,
        "bad-input",
        "",
    ),
    (
        "a bad key for once",
        "POST",
        "/v1/feedback",
        {"json": {}, "headers": {"Idempotency-Key": "x" * 300}},
        422,
        "bad-input",
        "idempotency-key in header",
    ),
    (
        "too large",
        "POST",
        "/v1/ask",
        {"content": b" " * (3 * MEGA), "headers": {"content-type": "application/json"}},
        413,
        "too-large",
        "",
    ),
    (
        "an export that is no table",
        "POST",
        "/v1/reports/kpi",
        {"files": {"file": ("c.csv", b"\x00\x01")}},
        422,
        "bad-input",
        "",
    ),
    (
        "a claim that is not there",
        "POST",
        "/v1/cases/intake",
        {"files": {"file": ("r.835", b"ISA")}},
        422,
        "bad-input",
        "",
    ),
)


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "kind", "pointer"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_wrong_request_is_named(
    world: Any, method: str, path: str, sent: dict[str, Any], status: int, kind: str, pointer: str
) -> None:
    answer = world.client().request(method, path.format(**world.ids["one"]), **sent)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{kind}"), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"]
    assert problem["fix"].strip()
    assert not misplaced(problem, sent.get("json"))
    if kind == "invalid" or pointer:
        first = problem["errors"][0]
        assert (
            first["pointer"] if first["place"] == "body" else f"{first['parameter']} in {first['place']}"
        ) == pointer


def misplaced(problem: dict[str, Any], body: Any) -> list[dict[str, Any]]:
    """Slips without a word of what to do, or whose place is none: a pointer leads into what was sent."""
    return [
        each
        for each in problem["errors"]
        if not each["fix"].strip()
        or (each["place"] == "body" and body is not None and not leads(each["pointer"], body))
        or (each["place"] != "body" and each["place"] is not None and not each["parameter"])
    ]


def leads(pointer: str, body: Any) -> bool:
    """Whether a JSON Pointer leads to a value of a body, or to one that is missing in an object there."""
    if pointer and not pointer.startswith("/"):
        return False
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for number, step in enumerate(steps, start=1):
        if isinstance(body, dict) and (step in body or number == len(steps)):
            body = body.get(step)
        elif isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        else:
            return False
    return True


@pytest.mark.parametrize(
    "body", [{}, [], 1, "x", {"zzz": 1}, {"lines": 1, "claim": {"lane": 1, "lines": [{"tooth": []}]}}], ids=str
)
def test_every_route_that_takes_json_says_where_and_what_to_do(world: Any, body: Any) -> None:
    for path, verbs in world.app.openapi()["paths"].items():
        for verb, what in verbs.items():
            names = [each["name"] for each in what.get("parameters", ()) if each["in"] == "path"]
            content = what.get("requestBody", {}).get("content", {})
            if "application/json" not in content or path.startswith("/v1/chat/"):
                continue
            answer = world.client().request(verb, path.format(**dict.fromkeys(names, "none")), json=body)
            if answer.status_code >= 400:
                problem = answer.json()
                assert problem["fix"].strip(), (path, problem)
                assert not misplaced(problem, body), (path, problem)


@pytest.mark.parametrize("content", [1, {}, [1], [{"type": "text"}], [{"type": "text", "text": 1}], [[]]])
def test_a_branch_that_was_tried_is_no_part_of_the_place(world: Any, content: Any) -> None:
    body = {"model": "claimwright", "messages": [{"role": "user", "content": content}]}
    answer = world.client().post("/v1/chat/completions", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"].startswith("messages[0].content")
    assert "constrained" not in answer.text.partition("message")[0]


def every_kind() -> list[type[ClaimwrightError]]:
    kinds, found = [ClaimwrightError], []
    while kinds:
        found.append(kinds.pop())
        kinds += found[-1].__subclasses__()
    return found


@pytest.mark.parametrize("error", every_kind(), ids=lambda each: each.__name__)
def test_every_named_error_says_what_to_do(error: type[ClaimwrightError]) -> None:
    told = problem_of(bare(error))
    assert told.fix.strip()
    assert (told.type.startswith("/problems/"), told.title != "", told.detail) == (True, True, "it failed")


def bare(error: type[ClaimwrightError]) -> ClaimwrightError:
    """An error that says nothing but what."""
    made = error.__new__(error)
    ClaimwrightError.__init__(made, "it failed")
    if isinstance(made, NotReady):
        made.reasons = ("a line is open",)
    return made


@pytest.mark.parametrize("status", [400, 404, 405, 406, 408, 413, 415, 426, 500, 501, 503])
def test_every_plain_status_says_what_to_do(world: Any, status: int) -> None:
    router = APIRouter()

    @router.get("/v1/plain")
    def plain() -> None:
        raise HTTPException(status, "it failed")

    app = create_app(replace(world.service, doors=(router,)))
    answer = TestClient(app, base_url="http://localhost").get("/v1/plain")
    assert (answer.status_code, answer.json()["detail"]) == (status, "it failed")
    assert answer.json()["fix"].strip()


@pytest.mark.parametrize("kind", get_args(core_schema.ErrorType))
def test_every_kind_of_wrong_value_says_what_would_be_right(kind: str) -> None:
    assert fix_of(kind, {}).strip()
    assert "{" not in fix_of(kind, {}).replace("{ }", "")


def test_a_request_to_another_host_a_wrong_method_and_no_address_say_what_to_do(world: Any) -> None:
    client = world.client()
    answers = [
        client.get("/v1/cases", headers={"Host": "evil.example"}),
        client.put("/v1/ask"),
        client.get("/v1/nowhere"),
        client.get("/v1/cases/none"),
        client.post("/v1/ask", content=b" " * (3 * MEGA), headers={"content-type": "application/json"}),
    ]
    assert [each.status_code for each in answers] == [400, 405, 404, 404, 413]
    assert all(each.json()["fix"].strip() for each in answers)
    assert answers[1].json()["fix"] == "use POST"


def test_a_sign_off_that_is_refused_gives_its_reasons_without_a_place(world: Any) -> None:
    draft = world.client().get(f"/v1/drafts/{world.ids['one']['draft']}").json()
    answer = world.client().post(
        f"/v1/drafts/{draft['id']}/approve", json={"who": "Dr. Vale", "revision": draft["revision"]}
    )
    assert answer.status_code == 409, answer.text
    problem = answer.json()
    assert problem["errors"]
    assert not misplaced(problem, {})
    assert {each["pointer"] for each in problem["errors"]} == {None}


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_a_browser_is_told_in_a_page(world: Any, slow_service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("Ottoline Quillfeather")

    monkeypatch.setattr(world.assistant, "search", broken)
    client = world.client()
    hurried = TestClient(slow_service(requests_per_minute=1), base_url="http://localhost")
    assert hurried.get("/v1/cases").status_code == 401
    answers = [
        client.post("/app/ask", content=b" " * (31 * MEGA), headers=BROWSER),
        hurried.get("/app/cases", headers=BROWSER),
        client.get("/v1/search?q=crown", headers=BROWSER),
    ]
    assert [each.status_code for each in answers] == [413, 429, 500]
    assert all(each.headers["content-type"].startswith("text/html") for each in answers)
    assert all("What to do:" in each.text and "<h1>" in each.text for each in answers)
    assert int(answers[1].headers["retry-after"]) >= 1
    assert answers[2].headers["x-request-id"] in answers[2].text
    assert "Quillfeather" not in answers[2].text


#: What a chat front sends, the status, and the type, parameter and code of the protocol.
FRONTS = (
    (
        {"json": {"model": "gpt-9", "messages": [{"role": "user", "content": "x"}]}},
        404,
        "invalid_request_error",
        "model",
        "model_not_found",
    ),
    (
        {"json": {"model": "claimwright", "messages": [{"role": "system", "content": "x"}]}},
        400,
        "invalid_request_error",
        "messages",
        "bad_input",
    ),
    (
        {"json": {"model": "claimwright", "messages": [{"role": "poet", "content": "x"}]}},
        400,
        "invalid_request_error",
        "messages[0].role",
        "invalid",
    ),
    ({"json": {"messages": [{"role": "user", "content": "x"}]}}, 400, "invalid_request_error", "model", "invalid"),
    ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "invalid_request_error", None, "invalid"),
    (
        {"content": b"{}", "headers": {"content-type": "text/plain"}},
        415,
        "invalid_request_error",
        None,
        "unsupported_media_type",
    ),
    ({"json": {}, "headers": {"Authorization": "Bearer wrong"}}, 401, "invalid_request_error", None, "invalid_api_key"),
    (
        {"content": b" " * (3 * MEGA), "headers": {"content-type": "application/json"}},
        413,
        "invalid_request_error",
        None,
        "too_large",
    ),
)


@pytest.mark.parametrize(("sent", "status", "kind", "parameter", "code"), FRONTS, ids=lambda each: str(each)[:30])
def test_a_chat_front_is_told_in_its_protocol(
    world: Any, sent: dict[str, Any], status: int, kind: str, parameter: str | None, code: str
) -> None:
    answer = world.client().post("/v1/chat/completions", **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json"), answer.text
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (error["type"], error["param"], error["code"]) == (kind, parameter, code)
    assert error["message"]


def test_a_chat_front_in_a_hurry_is_told_in_its_protocol(world: Any, slow_service: Any) -> None:
    client = TestClient(slow_service(requests_per_minute=1), base_url="http://localhost")
    assert client.get("/v1/models").json()["error"]["code"] == "invalid_api_key"
    error = client.get("/v1/models").json()["error"]
    assert (error["type"], error["code"]) == ("rate_limit_error", "rate_limit_exceeded")


def test_the_one_model_is_found_and_no_other(world: Any) -> None:
    client = world.client(scope="ask")
    listed = client.get("/v1/models").json()["data"]
    assert [client.get(f"/v1/models/{each['id']}").json() for each in listed] == listed
    missing = client.get("/v1/models/gpt-9")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "model_not_found")


def pieces(total: int) -> Iterator[bytes]:
    for _ in range(total // 10_000):
        yield b" " * 10_000


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/feedback", "/v1/cases"])
def test_a_body_without_a_length_is_cut_off_too(world: Any, path: str) -> None:
    head = {"content-type": "application/json", "Idempotency-Key": f"big {path}"}
    answer = world.client().post(path, content=pieces(3 * MEGA), headers=head)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_an_upload_without_a_length_is_cut_off_too(world: Any) -> None:
    head = {"content-type": "multipart/form-data; boundary=x"}
    begin = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.835"\r\n\r\n'

    def body() -> Iterator[bytes]:
        yield begin
        yield from pieces(31 * MEGA)

    answer = world.client().post("/v1/read", content=body(), headers=head)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_the_value_that_was_sent_is_not_sent_back(world: Any) -> None:
    body = {"text": "x", "as_of": "Ottoline Quillfeather", "Ottoline": "QH123456789"}
    answer = world.client().post("/v1/ask", json=body)
    assert answer.status_code == 422
    assert "Quillfeather" not in answer.text
    assert "QH123456789" not in answer.text


def test_a_request_id_comes_back_and_a_strange_one_does_not(world: Any) -> None:
    client = world.client()
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert client.get("/healthz", headers={"X-Request-ID": "a b\tc"}).headers["x-request-id"] != "a b\tc"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", ""])
def test_another_host_name_is_not_answered(world: Any, host: str) -> None:
    answer = world.client().get("/v1/cases", headers={"Host": host})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/wrong-host")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8420", "[::1]:8420", "LOCALHOST"])
def test_its_own_names_are_answered(world: Any, host: str) -> None:
    assert world.client().get("/healthz", headers={"Host": host}).status_code == 200


def test_every_answer_carries_the_guarding_headers(world: Any) -> None:
    for path in ("/healthz", "/v1/cases", "/v1/nowhere"):
        headers = world.client().get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_a_crowd_is_told_to_wait(world: Any, slow_service: Any) -> None:
    client = TestClient(slow_service(requests_per_minute=3), base_url="http://localhost")
    answers = [client.get("/v1/cases") for _ in range(5)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["type"] == "/problems/too-many-requests"
    assert client.get("/app/static/page.css").status_code == 200


def test_whoever_watches_a_service_in_a_hurry_is_answered(slow_service: Any) -> None:
    client = TestClient(slow_service(requests_per_minute=1), base_url="http://localhost")
    assert [client.get(path).status_code for path in ("/healthz", "/metrics") * 3] == [200] * 6


def test_an_error_that_nobody_foresaw_says_nothing_of_the_data(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("Ottoline Quillfeather")

    monkeypatch.setattr(world.assistant, "check", broken)
    answer = world.client().post("/v1/claims/check", json={"lane": "dental", "lines": []})
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/unforeseen")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Quillfeather" not in answer.text + caplog.text
    assert answer.json()["request_id"] in caplog.text
    assert "nothing was kept" not in answer.text
    assert "before you send it again" in answer.json()["fix"]
