"""The description that programs are built on: nothing that was promised goes away."""

from __future__ import annotations

import json
import re
from operator import itemgetter
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from api.http import description
from api.http.app import create_app
from api.http.problems import Problem
from assistant.domain.answer import Answer

#: Written anew by ``python -m json.tool`` of ``/v1/openapi.json`` with a release that adds to it.
PROMISED = Path(__file__).with_name("openapi.json")


def gone(promised: Any, now: Any, where: str = "") -> list[str]:
    """Routes, parameters, answers and fields that were there and are not, and what is newly required."""
    found: list[str] = []
    if isinstance(promised, dict):
        if not isinstance(now, dict):
            return [where]
        for name, part in promised.items():
            if name in ("description", "summary", "title", "examples", "example", "version", "default"):
                continue
            if name == "required" and isinstance(part, list):
                found += [f"{where}/required: {each} is new" for each in now.get(name, []) if each not in part]
            elif name not in now:
                found.append(f"{where}/{name}")
            else:
                found += gone(part, now[name], f"{where}/{name}")
    elif isinstance(promised, list):
        if where.endswith("/parameters"):
            names = {each["name"] for each in now}
            found += [f"{where}/{each['name']}" for each in promised if each["name"] not in names]
        elif where.endswith("/enum"):
            found += [f"{where}/{each}" for each in promised if each not in now]
    return found


def test_nothing_that_was_promised_is_gone(world: Any) -> None:
    assert gone(json.loads(PROMISED.read_text(encoding="utf-8")), world.app.openapi()) == []


def test_whoever_reads_while_it_is_made_is_given_the_whole(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    app, seen, made = create_app(world.service), [], description._schemas

    def read() -> None:
        seen.append("security" in app.openapi()["paths"]["/v1/ask"]["post"])

    second = Thread(target=read)

    def slowly(*models: Any) -> Any:
        second.start()
        second.join(timeout=0.3)
        return made(*models)

    monkeypatch.setattr(description, "_schemas", slowly)
    app.openapi()
    second.join()
    assert seen == [True]


def test_a_route_or_a_field_that_goes_is_noticed(world: Any) -> None:
    promised = world.app.openapi()
    now = json.loads(json.dumps(promised))
    del now["paths"]["/v1/ask"]
    del now["components"]["schemas"]["Problem"]["properties"]["fix"]
    now["components"]["schemas"]["AskBody"]["required"].append("payer")
    assert len(gone(promised, now)) == 3


def test_every_operation_has_a_name_of_its_own_that_is_kept(world: Any) -> None:
    verbs = [what for path in world.app.openapi()["paths"].values() for what in path.values()]
    names = [what["operationId"] for what in verbs]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() and not name.endswith(("_get", "_post")) for name in names)
    assert all(what.get("summary") and what.get("tags") for what in verbs)


def test_the_bodies_that_people_write_by_hand_have_an_example(world: Any) -> None:
    schemas = world.app.openapi()["components"]["schemas"]
    by_hand = ("AskBody", "DraftBody", "EditBody", "TextBody", "SignOff", "HandOver", "NoteBody", "FeedbackBody")
    assert [name for name in (*by_hand, "DenialBody", "ChatBody") if not schemas[name].get("examples")] == []


def operations(world: Any) -> list[tuple[str, str, dict[str, Any]]]:
    described = world.app.openapi()["paths"]
    return [(path, verb, what) for path, verbs in described.items() for verb, what in verbs.items()]


def test_what_asks_for_a_credential_says_so_and_nothing_else_does(world: Any) -> None:
    described = world.app.openapi()
    schemes = described["components"]["securitySchemes"]
    assert (schemes["key"]["scheme"], schemes["session"]["in"]) == ("bearer", "cookie")
    nobody = world.client(scope=None)
    for path, verb, what in operations(world):
        names = [each["name"] for each in what.get("parameters", ()) if each["in"] == "path"]
        content = what.get("requestBody", {}).get("content", {})
        sent = (
            {"files": {"file": ("a", b"a"), "files": ("a", b"a")}} if "multipart/form-data" in content else {"json": {}}
        )
        answer = nobody.request(verb, path.format(**dict.fromkeys(names, "none")), **(sent if content else {}))
        asked = what.get("security")
        assert asked == ([{"key": []}, {"session": []}] if path.startswith("/v1/") else None), path
        assert (answer.status_code in (400, 401, 422)) == bool(asked), (path, answer.text)


def test_every_post_that_may_be_sent_twice_declares_its_key(world: Any) -> None:
    given = {path: what.get("parameters", ()) for path, verb, what in operations(world) if verb == "post"}
    declared = {path for path, those in given.items() if "Idempotency-Key" in map(itemgetter("name"), those)}
    assert {
        "/v1/cases",
        "/v1/cases/intake",
        "/v1/feedback",
        "/v1/contacts",
        "/v1/documents",
        "/v1/escalations",
    } <= declared
    assert {"/v1/cases/{case_id}/drafts", "/v1/drafts/{draft_id}/approve", "/v1/reports/kpi"} <= declared
    created = {path for path, verb, what in operations(world) if verb == "post" and "201" in what["responses"]}
    assert created <= declared


def test_every_error_is_described_in_the_form_in_which_it_comes(world: Any) -> None:
    schemas = world.app.openapi()["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    for path, verb, what in operations(world):
        for status, answer in what["responses"].items():
            if status < "400" or path == "/readyz":
                continue
            front = path.startswith(("/v1/chat", "/v1/models"))
            kind, name = ("application/json", "FrontProblem") if front else ("application/problem+json", "Problem")
            expected = {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
            assert answer["content"] == expected, (path, verb, status)
    assert {"Problem", "Slip", "FrontProblem"} <= set(schemas)
    for example in schemas["Problem"]["examples"]:
        assert Problem.model_validate(example).errors


def test_the_example_answers_are_answers(world: Any) -> None:
    content = world.app.openapi()["paths"]["/v1/ask"]["post"]["responses"]["200"]["content"]
    values = [each["value"] for each in content["application/json"]["examples"].values()]
    assert len(values) == 2
    for each in values:
        answer = Answer.model_validate(each)
        assert all(citation.quote in answer.text for citation in answer.citations)


def test_every_event_is_described_with_its_data(world: Any) -> None:
    described = world.app.openapi()
    stream = described["paths"]["/v1/ask/stream"]["post"]["responses"]["200"]["content"]["text/event-stream"]
    events = {each["properties"]["event"]["const"]: each for each in stream["itemSchema"]["oneOf"]}
    assert list(events) == ["status", "tool", "citation", "delta", "checks", "done", "problem"]
    for each in events.values():
        name = each["properties"]["data"]["contentSchema"]["$ref"].rpartition("/")[2]
        assert each["description"]
        assert described["components"]["schemas"][name]["properties"]


def test_every_reference_leads_somewhere(world: Any) -> None:
    described = world.app.openapi()
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert names <= set(described["components"]["schemas"])


def test_programmers_find_every_operation_on_a_page_of_ours(world: Any) -> None:
    nobody = world.client(scope=None)
    page = nobody.get("/docs")
    assert (page.status_code, page.url.path) == (200, "/app/interface")
    for path, verb, _ in operations(world):
        assert f"<strong>{verb.upper()}</strong> <code>{path}</code>" in page.text
    assert "Idempotency-Key" in page.text
    assert set(re.findall(r'(?:src|href)="(?!/|#)([^"]*)', page.text)) == set()
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "/app/interface" in world.client().get("/app/ask").text
