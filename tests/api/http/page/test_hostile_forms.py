"""Forms that no page of ours would send: refused, never a crash, and nothing is kept."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

DEEP = "[" * 60_000
FILES = base64.b64encode(json.dumps([["a.txt", "text/plain", base64.b64encode(b"D2740").decode()]]).encode()).decode()
BASES = [
    DEEP,
    "null",
    "[]",
    '{"claim": []}',
    '{"claim": {"lines": {}}}',
    '{"claim": {"lines": [1]}}',
    '{"claim": {"lines": [{"code": "D2740", "id": {}}]}}',
    '{"claim": {"lines": [{"code": "D2740", "diagnosis_pointers": "x"}]}}',
    '{"claim": {"diagnoses": 5}}',
    '{"claim": {"patient": 7}}',
    '{"facts": [{"key": 5, "value": []}]}',
    '{"documents": ["x"]}',
    '{"practice": "x"}',
    '{"denials": [null]}',
    '{"plan_funding": "\\ud800"}',
    '{"claim": {"lane": {"x": 1}}, "unknown": 3}',
]


@pytest.mark.parametrize("base", BASES, ids=range(len(BASES)))
def test_a_damaged_form_keeps_nothing(page: TestClient, base: str) -> None:
    form = {"files": FILES, "base": base, "claim.lines.0.code": "D2740", "right.claim": "yes"}
    assert page.post("/app/cases/confirm", data=form).status_code == 422


@pytest.mark.parametrize("files", [DEEP, base64.b64encode(DEEP.encode()).decode(), "e30=", "W1sxLDIsM11d", "%%%"])
def test_damaged_files_keep_nothing(page: TestClient, files: str) -> None:
    assert page.post("/app/cases/confirm", data={"files": files, "base": "{}"}).status_code == 422


def test_a_paper_with_an_impossible_day_is_refused(page: TestClient, world: Any) -> None:
    case = page.post("/v1/cases", json=world.case.model_dump(mode="json")).json()["id"]
    for extra in ({"date": "soon"}, {"tooth": "3" * 400}, {"kind": "panoramic", "date": "2026-02-30"}):
        answer = page.post(f"/app/cases/{case}/papers", data=extra, files=[("files", ("a.txt", b"words"))])
        assert answer.status_code == 422


@pytest.mark.parametrize("name", ["practice", "user", "password"])
@pytest.mark.parametrize("value", ["\x00", "a\x00b", "x" * 5_000, "\u202e"])
def test_the_door_takes_no_odd_names(page: TestClient, name: str, value: str) -> None:
    form = {"practice": "one", "user": "dana", "password": "p"} | {name: value}
    assert page.post("/app/sign-in", data=form).status_code == 401


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["claim", "lines", "code", "denials", "facts", "key", "value", "patient", "documents", "kind"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "claim.lines.0.code",
        "claim.lines.1.fee",
        "denials.0.date",
        "facts.x",
        "plan_funding",
        "practice.name",
        "claim.a.b",
    ]
)


@settings(max_examples=40)
@given(base=st.dictionaries(st.sampled_from(["claim", "denials", "facts", "documents", "practice"]), JSON), name=NAMES)
def test_whatever_stands_in_a_form_is_judged(page: TestClient, base: dict[str, Any], name: str) -> None:
    form = {"files": FILES, "base": json.dumps(base), name: "D2740"}
    assert page.post("/app/cases/confirm", data=form).status_code == 422


CASE = ("edit", "drafts", "papers", "remove")
DRAFT = ("drafts/x", "drafts/x/sign-off", "drafts/x/remove")
ROUTES = ("ask", "claims", "cases/new", "cases/confirm", *(f"cases/x/{each}" for each in CASE), *DRAFT, "sign-out")
BODIES: list[dict[str, Any]] = [
    {"content": b""},
    {"content": b"\xff\xfe\x00", "headers": {"content-type": "application/x-www-form-urlencoded"}},
    {"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data; boundary=x"}},
    {"content": b"--x", "headers": {"content-type": "multipart/form-data"}},
    {"content": b"{}", "headers": {"content-type": "application/json"}},
    {"data": {"text": "\x00", "thread": "\x00", "revision": "9" * 30, "kind": "nothing", "letter": "\x00", "who": " "}},
    {"files": [("text", ("a", b"x")), ("letter", ("b", b"x")), ("base", ("c", b"x")), ("export", ("", b""))]},
]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_no_form_breaks_a_page(page: TestClient, route: str, body: dict[str, Any]) -> None:
    assert page.post(f"/app/{route}", follow_redirects=False, **body).status_code < 500
