"""No id of another practice opens anything: every route with an id, each swapped, the interface and the page alike."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

import api.http.page

#: Which record a part of an address names; what names nobody's record is none of these.
IDS = {
    "case_id": "case",
    "draft_id": "draft",
    "thread": "thread",
    "document": "document",
    "old": "document",
    "new": "document",
    "key": "passage",
    "job_id": "job",
}
OPEN = {"code", "file", "rest", "model"}
#: A paper is named within its case.
WITHIN = {"name": "extra.txt"}
#: What is sent where a route takes more than its address. Forms are good ones, so that nothing but the id refuses them.
CASE = {"claim": {"lane": "dental", "lines": [{"id": "1", "code": "D2740", "tooth": "3"}]}}
FORM = {"revision": "1", "text": "mine", "sure": "yes", "kind": "narrative", "who": "Dr. Vale", "base": "{}"}
PAPER = {"files": {"file": ("extra.txt", b"mine", "text/plain")}}
SENT: dict[tuple[str, str], dict[str, Any]] = {
    ("PUT", "/v1/cases/{case_id}"): {"json": {"revision": 1, "case": CASE}},
    ("PUT", "/v1/cases/{case_id}/papers/{name}"): PAPER,
    ("POST", "/v1/cases/{case_id}/drafts"): {"json": {"kind": "narrative"}},
    ("PUT", "/v1/drafts/{draft_id}"): {"json": {"text": "mine", "revision": 1}},
    ("POST", "/v1/drafts/{draft_id}/check"): {"json": {"text": "mine"}},
    ("POST", "/app/drafts/{draft_id}/check"): {"json": {"text": "mine"}},
    ("POST", "/v1/drafts/{draft_id}/approve"): {"json": {"who": "Dr. Vale", "revision": 1}},
    ("POST", "/app/cases/{case_id}/papers"): {"data": FORM, "files": {"files": ("x.txt", b"mine", "text/plain")}},
}
#: Bodies that name a record of the practice, with the field that does.
NAMED = {"/v1/escalations": ({"thread": "thread", "case_id": "case"}, {"to": "Dana"})}
#: Fields of bodies that look like such names: a thread is made where there is none, a trace is only written down.
MADE = {("/v1/ask", "thread"), ("/v1/ask/stream", "thread"), ("/v1/feedback", "trace_id")}


def operations(app: Any) -> Iterator[tuple[str, str]]:
    """Method and address of everything with an id in it."""
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            if "{" in path:
                yield method.upper(), path
    for module in pkgutil.iter_modules(api.http.page.__path__):
        router = getattr(importlib.import_module(f"api.http.page.{module.name}"), "router", None)
        for route in router.routes if router else ():
            if isinstance(route, APIRoute) and "{" in route.path:
                for method in sorted(route.methods - {"HEAD"}):
                    yield method, route.path


def parts(path: str) -> list[str]:
    return [part.partition(":")[0] for part in re.findall(r"{([^}]*)}", path)]


def swaps(path: str) -> Iterator[tuple[str, ...]]:
    """Which ids are the other practice's: each alone, and all of them."""
    named = [part for part in parts(path) if part in IDS]
    yield from ((part,) for part in named)
    if len(named) > 1:
        yield tuple(named)


@pytest.fixture(scope="module")
def ids(world: Any) -> dict[str, dict[str, str]]:
    found = {}
    for practice in ("one", "two"):
        client, known = world.client(practice), world.ids[practice]
        passages = client.get(f"/v1/documents/{known['document']}/passages").json()["passages"]
        job = world.assistant.office.jobs.begin(world.caller(practice), "kpi", at=world.clock())
        found[practice] = {**known, "passage": passages[0]["key"], "job": job.id}
    return found


def kept(world: Any, ids: dict[str, str]) -> tuple[object, ...]:
    """What the second practice holds, to be compared; read behind the doors."""
    caller, office = world.caller("two"), world.assistant.office
    return (
        office.cases.recent(caller),
        office.cases.papers(caller, ids["case"]),
        office.cases.paper(caller, ids["case"], "extra.txt"),
        office.drafts.recent(caller),
        world.assistant.corpus_list(caller),
        office.jobs.get(caller, ids["job"], at=world.clock()),
        [line.subject for line in office.audit.lines("two") if line.user != "test"],
    )


def test_every_part_of_an_address_is_known(world: Any) -> None:
    named = {part for _, path in operations(world.app) for part in parts(path)}
    assert named <= set(IDS) | OPEN | set(WITHIN)
    assert set(IDS) <= named


def test_every_body_that_names_a_record_is_known(world: Any) -> None:
    document = world.app.openapi()
    found = set()
    for path, methods in document["paths"].items():
        for what in methods.values():
            for kind in what.get("requestBody", {}).get("content", {}).values():
                body = document["components"]["schemas"].get(kind["schema"].get("$ref", "").rpartition("/")[2], {})
                found |= {
                    (path, name) for name in body.get("properties", {}) if name == "thread" or name.endswith("_id")
                }
    assert found == MADE | {(path, name) for path, (names, _) in NAMED.items() for name in names}


def test_no_swapped_id_opens_changes_or_tells_anything(world: Any, ids: dict[str, dict[str, str]]) -> None:
    client, mine, theirs = world.client("one"), ids["one"], ids["two"]
    before, leaks, tried = kept(world, theirs), [], 0
    secrets = ("paper of two", "Manual two", "Payer of Two", "NLH447190208", "Merrick")
    for method, path in operations(world.app):
        for swapped in swaps(path):
            at = {part: (theirs if part in swapped else mine)[kind] for part, kind in IDS.items()}
            sent = SENT.get((method, path), {"data": FORM} if path.startswith("/app") and method == "POST" else {})
            address = re.sub(r":\w+}", "}", path).format(**at, **WITHIN, **dict.fromkeys(OPEN, "x"))
            answer = client.request(method, address, **sent)
            tried += 1
            if answer.status_code != 404 or any(word in answer.text for word in secrets):
                leaks.append((method, path, swapped, answer.status_code, answer.text[:200]))
    assert leaks == []
    assert tried > 40
    assert kept(world, theirs) == before


def test_no_swapped_name_in_a_body_or_a_query_tells_anything(world: Any, ids: dict[str, dict[str, str]]) -> None:
    client, mine, theirs = world.client("one"), ids["one"], ids["two"]
    for path, (names, rest) in NAMED.items():
        for swapped in names:
            named = {name: (theirs if name == swapped else mine)[kind] for name, kind in names.items()}
            assert client.post(path, json={**rest, **named}).status_code == 404, (path, swapped)
    listed = client.get("/v1/drafts", params={"case_id": theirs["case"]})
    assert listed.status_code == 404 or listed.json()["drafts"] == []


def test_a_cursor_of_another_practice_leads_nowhere_new(world: Any) -> None:
    cursors = {path: world.client("two").get(path, params={"limit": 1}).json() for path in ("/v1/cases", "/v1/drafts")}
    for path, page in cursors.items():
        told = world.client("one").get(path, params={"cursor": page["next"]}).text
        assert not [value for value in world.ids["two"].values() if value in told and value != "extra.txt"]


def test_the_swap_would_notice_a_leak(world: Any, ids: dict[str, dict[str, str]]) -> None:
    own = world.client("two").get(f"/v1/cases/{ids['two']['case']}/papers/extra.txt")
    assert (own.status_code, own.text) == (200, "paper of two")
