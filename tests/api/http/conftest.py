"""A service over two practices, each with keys, a case, papers, a draft, a thread and a document of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.http.service import Limits, Service
from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.domain.access import Scope
from assistant.domain.caller import LOCAL, Caller
from assistant.domain.case import Case
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
SAMPLE = Path(str(files("corpus") / "samples" / "osa_appeal"))
CANARY = "Ottoline Quillfeather"
HOST = "http://localhost"
PACE = Limits(requests_per_minute=1_000_000)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def assistant_at(home: Path, cache: Path, clock: Clock, **more: Any) -> Assistant:
    return build_assistant(Settings(home=home, cache=cache, **more), today=lambda: TODAY, now=clock)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@dataclass
class World:
    """One service with the ids of what each practice keeps."""

    assistant: Assistant
    service: Service
    clock: Clock
    keys: dict[tuple[str, Scope], str]
    case: Case
    ids: dict[str, dict[str, str]]
    home: Path

    @cached_property
    def app(self) -> Any:
        return create_app(self.service)

    def caller(self, practice: str) -> Caller:
        return Caller(practice=practice, user="test", role="admin")

    def client(self, practice: str = "one", scope: Scope | None = "admin") -> TestClient:
        """A client of a practice; of nobody where the scope is none."""
        headers = bearer(self.keys[practice, scope]) if scope else {}
        return TestClient(self.app, base_url=HOST, headers=headers, raise_server_exceptions=False)


def sample_case(assistant: Assistant) -> Case:
    records = assistant.read(LOCAL, (SAMPLE / "remittance.835").read_bytes(), "remittance.835")
    notes = tuple((path.name, path.read_text(encoding="utf-8")) for path in sorted(SAMPLE.glob("*.txt")))
    return assistant.case_from_records(LOCAL, records, "CH-20931", notes=notes, funding="self_funded")


def document(practice: str) -> bytes:
    payer = f"Payer of {practice.title()}"
    head = f"---\npayer: {payer}\neffective_from: 2026-01-01\ntitle: Manual {practice}\n---\n"
    return f"{head}# Crowns\n\nCrowns (D2740) of {practice} are covered once per tooth in 60 months.\n".encode()


def filled(client: TestClient, case: Case, practice: str, *, with_document: bool) -> dict[str, str]:
    """Everything that has an id, made through the doors."""
    made = client.post("/v1/cases", json=case.model_dump(mode="json"))
    assert made.status_code == 201, made.text
    case_id = made.json()["id"]
    paper = {"file": ("extra.txt", f"paper of {practice}".encode(), "text/plain")}
    assert client.put(f"/v1/cases/{case_id}/papers/extra.txt", files=paper).status_code == 201
    drafted = client.post(f"/v1/cases/{case_id}/drafts", json={"kind": "narrative"})
    assert drafted.status_code == 201, drafted.text
    asked = client.post("/v1/ask", json={"text": "what does CO-50 mean?", "thread": f"thread-{practice}"})
    assert asked.status_code == 200, asked.text
    ids = {"case": case_id, "draft": drafted.json()["id"], "thread": f"thread-{practice}", "paper": "extra.txt"}
    if with_document:
        upload = [("files", (f"{practice}.md", document(practice), "text/markdown"))]
        added = client.post("/v1/documents", files=upload)
        assert added.status_code == 201, added.text
        ids["document"] = added.json()["accepted"][0]["document"]
    return ids


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, shipped_cache: Path) -> World:
    clock = Clock()
    home = tmp_path_factory.mktemp("home")
    assistant = assistant_at(home, shipped_cache, clock)
    keys = {
        (practice, scope): assistant.office.api_keys.make(practice, f"{practice} {scope}", scope, at=clock()).secret
        for practice in ("one", "two")
        for scope in ("ask", "draft", "admin")
    }
    made = World(assistant, Service(assistant, limits=PACE), clock, keys, sample_case(assistant), {}, home)
    for practice in ("one", "two"):
        made.ids[practice] = filled(made.client(practice), made.case, practice, with_document=True)
    return made


@pytest.fixture
def client(world: World) -> TestClient:
    """The first practice with its widest key."""
    return world.client()


@pytest.fixture(scope="session")
def unkeyed(tmp_path_factory: pytest.TempPathFactory, shipped_cache: Path) -> Assistant:
    """An assistant that knows no key and no person."""
    return assistant_at(tmp_path_factory.mktemp("unkeyed"), shipped_cache, Clock())


@pytest.fixture
def local(unkeyed: Assistant) -> TestClient:
    """A service without keys, open to this machine as the practice ``local``."""
    service = Service(unkeyed, open_as_local=True, limits=PACE)
    return TestClient(create_app(service), base_url=HOST, raise_server_exceptions=False)


@pytest.fixture
def sample() -> Path:
    """The folder of the shipped remittance and its papers."""
    return SAMPLE


@pytest.fixture
def slow_service(world: World) -> Callable[..., Any]:
    """A service with other limits."""
    return lambda **limits: create_app(Service(world.assistant, limits=Limits(**limits)))
