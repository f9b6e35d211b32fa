"""Wrong requests: the right status, a problem that says where and how to mend it, and nothing half done."""

# ruff: noqa: E501  # a table reads best with a case on each line
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

MEGA = 1_000_000

#: What is wrong, method, path, what is sent, status, type, and where the first slip points.
WRONG: tuple[tuple[str, str, str, dict[str, Any], int, str, str], ...] = (
    ("no such path", "GET", "/v1/nowhere", {}, 404, "not-found", ""),
    ("wrong method", "DELETE", "/v1/ask", {}, 405, "method-not-allowed", ""),
    ("no body", "POST", "/v1/ask", {"headers": {"content-type": "application/json"}}, 422, "invalid", "/"),
    ("broken JSON", "POST", "/v1/ask", {"content": b"{", "headers": {"content-type": "application/json"}}, 422, "invalid", "/1"),
    ("text for JSON", "POST", "/v1/ask", {"content": b"{}", "headers": {"content-type": "text/plain"}}, 415, "unsupported-media-type", ""),
    ("JSON for a form", "POST", "/v1/read", {"json": {}}, 415, "unsupported-media-type", ""),
    ("a field too much", "POST", "/v1/ask", {"json": {"text": "x", "texts": 1}}, 422, "invalid", "/texts"),
    ("a wrong day", "POST", "/v1/ask", {"json": {"text": "x", "as_of": "2026-02-30"}}, 422, "invalid", "/as_of"),
    ("deep in a claim", "POST", "/v1/claims/check", {"json": {"lane": "dental", "lines": [{"id": "1", "code": "D1", "toth": "1"}]}}, 422, "invalid", "/lines/0/toth"),
    ("an unknown kind", "POST", "/v1/cases/{case}/drafts", {"json": {"kind": "poem"}}, 422, "invalid", "/kind"),
    ("a revision that no database can hold", "PUT", "/v1/drafts/{draft}", {"json": {"text": "x", "revision": 10**30}}, 422, "invalid", "/revision"),
    ("a page too long", "GET", "/v1/cases?limit=101", {}, 422, "invalid", "limit"),
    ("a strange cursor", "GET", "/v1/cases?cursor=abc", {}, 422, "bad-input", ""),
    ("a strange cursor of documents", "GET", "/v1/documents?cursor=abc", {}, 422, "bad-input", ""),
    ("a strange cursor of threads", "GET", "/v1/threads?cursor=WyJhIiwiYiJd", {}, 422, "bad-input", ""),
    ("no passage", "GET", "/v1/passages/none", {}, 404, "not-found", ""),
    ("a path for a name", "PUT", "/v1/cases/{case}/papers/..%5Cx", {"files": {"file": ("x", b"x")}}, 422, "bad-input", ""),
    ("a file that is no record", "POST", "/v1/read", {"files": {"file": ("x.835", b"hello")}}, 422, "bad-input", ""),
    ("an empty file", "POST", "/v1/read", {"files": {"file": ("x.835", b"")}}, 422, "bad-input", ""),
    ("an export of no form", "GET", "/v1/drafts/{draft}/export?format=odt", {}, 422, "invalid", "format"),
    ("no user message", "POST", "/v1/chat/completions", {"json": {"model": "m", "messages": [{"role": "system", "content": "x"}]}}, 422, "bad-input", ""),
    ("a case file elsewhere", "POST", "/v1/cases", {"json": {"claim": {"lane": "dental", "lines": []}, "attachments": [{"kind": "photo", "file": "/etc/passwd"}]}}, 422, "bad-input", ""),
    ("a bad key for once", "POST", "/v1/feedback", {"json": {}, "headers": {"Idempotency-Key": "x" * 300}}, 422, "bad-input", ""),
    ("too large", "POST", "/v1/ask", {"content": b" " * (3 * MEGA), "headers": {"content-type": "application/json"}}, 413, "too-large", ""),
    ("an export that is no table", "POST", "/v1/reports/kpi", {"files": {"file": ("c.csv", b"\x00\x01")}}, 422, "bad-input", ""),
    ("a claim that is not there", "POST", "/v1/cases/intake", {"files": {"file": ("r.835", b"ISA")}}, 422, "bad-input", ""),
)  # fmt: skip


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
    assert not pointer or problem["errors"][0]["pointer"] == pointer


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
    answers = [client.get("/healthz") for _ in range(5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["type"] == "/problems/too-many-requests"
    assert client.get("/app/static/page.css").status_code == 200


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
