"""The same service on a PostgreSQL server, and in several processes that share nothing else."""

from __future__ import annotations

import base64
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text

from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.stored import OutOfDate
from assistant.store.audit import AuditChain
from assistant.store.engine import open_engine
from assistant.store.idempotency import IdempotentAnswers, KeptAnswer, StillRunning
from assistant.store.keyring import Keyring
from assistant.store.office import Office
from assistant.store.seal import Seal
from evals.listening import free_port, listening

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ONE = Caller(practice="one", user="dana", role="biller")
TWO = Caller(practice="two", user="kim")
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def as_servant(command: list[str]) -> None:
    """Run a command of the server, which refuses to be run by root."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", "nobody", "--", *command]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd="/")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a server of this run's own."""
    if not PLACES:
        pytest.skip("PostgreSQL is not installed: no /usr/lib/postgresql/*/bin")
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    programs, port = PLACES[0], free_port()
    folder = Path(tempfile.mkdtemp(prefix="claimwright-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, pwd.getpwnam("nobody").pw_uid)
        data = folder / "data"
        as_servant([f"{programs}/initdb", "-D", str(data), "-A", "trust", "-U", "office", "-E", "UTF8", "--no-sync"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        log = str(folder / "log")
        as_servant([f"{programs}/pg_ctl", "-D", str(data), "-o", options, "-l", log, "-w", "start"])
        try:
            yield f"postgresql+psycopg://office@127.0.0.1:{port}/postgres"
        finally:
            as_servant([f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _closed_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No connection is left for the collector to find open in another test."""
    opened: list[Engine] = []

    def recorded(*arguments: Any, **named: Any) -> Engine:
        opened.append(create_engine(*arguments, **named))
        return opened[-1]

    monkeypatch.setattr("assistant.store.engine.create_engine", recorded)
    yield
    for each in opened:
        each.dispose()


@pytest.fixture
def engine(postgresql: str) -> Iterator[Engine]:
    """A connection to an empty database."""
    opened = open_engine(postgresql)
    with opened.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    yield opened
    opened.dispose()


def case() -> Case:
    return Case.model_validate({"claim": {"lane": "dental", "lines": [{"id": "1", "code": "D2740"}]}})


def test_cases_and_drafts_with_revisions_papers_and_tenants(engine: Engine) -> None:
    office = Office(engine, Keyring(KEY), now=lambda: NOW)
    kept = office.cases.add(ONE, case(), at=NOW)
    office.cases.put_paper(ONE, kept.id, "a.txt", b"\x00bytes", media_type="text/plain", at=NOW)
    assert office.cases.paper(ONE, kept.id, "a.txt") == b"\x00bytes"
    assert office.cases.replace(ONE, kept.id, case(), revision=1, at=NOW).revision == 2
    with pytest.raises(OutOfDate):
        office.cases.replace(ONE, kept.id, case(), revision=1, at=NOW)
    with pytest.raises(NotFound):
        office.cases.get(TWO, kept.id)
    assert office.drafts.recent(ONE) == ()
    job = office.jobs.begin(ONE, "kpi", at=NOW)
    office.jobs.end(ONE, job.id, "{}", at=NOW)
    assert office.jobs.get(ONE, job.id, at=NOW).state == "done"
    assert office.retain(today=NOW.date(), case_days=1, thread_days=1) == 0


def test_of_two_changes_to_one_revision_one_is_kept(engine: Engine) -> None:
    office = Office(engine, Keyring(KEY), now=lambda: NOW)
    kept = office.cases.add(ONE, case(), at=NOW)

    def change(_: int) -> bool:
        try:
            office.cases.replace(ONE, kept.id, case(), revision=1, at=NOW)
        except OutOfDate:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(change, range(8))) == 1


def test_processes_that_start_together_make_the_tables_once(engine: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        chains = list(pool.map(lambda _: AuditChain(engine, KEY, now=lambda: NOW), range(6)))
    chains[0].record(ONE, "view", "case_1")
    assert chains[-1].verify("one").ok


def test_many_writers_make_one_chain(engine: Engine) -> None:
    chain = AuditChain(engine, KEY, now=lambda: NOW)
    writers, each = 8, 20

    def write(writer: int) -> None:
        for number in range(each):
            chain.record(ONE if number % 2 else TWO, "view", f"case_{writer}_{number}")

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    verdicts = [chain.verify(practice) for practice in ("one", "two")]
    assert [(verdict.ok, verdict.lines) for verdict in verdicts] == [(True, writers * each // 2)] * 2


def test_a_changed_line_is_found(engine: Engine) -> None:
    chain = AuditChain(engine, KEY, now=lambda: NOW)
    for number in range(5):
        chain.record(ONE, "view", f"case_{number}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_lines SET subject = 'case_9' WHERE seq = 3"))
    assert chain.verify("one").broken_at == 3


def test_of_equal_requests_at_once_one_is_carried_out(engine: Engine) -> None:
    answers = IdempotentAnswers(engine, Seal(KEY))

    def begin(_: int) -> str:
        try:
            return "first" if answers.begin(ONE, "key", "digest", at=NOW) is None else "again"
        except StillRunning:
            return "running"

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(begin, range(8)))
    assert sorted(came) == ["first", *["running"] * 7]
    answers.finish(ONE, "key", KeptAnswer(201, b"{}", {"location": "/v1/cases/x"}))
    kept = answers.begin(ONE, "key", "digest", at=NOW)
    assert kept == KeptAnswer(201, b"{}", {"location": "/v1/cases/x"})


def test_a_sign_that_the_database_refuses_is_the_callers_slip(engine: Engine) -> None:
    office = Office(engine, Keyring(KEY), now=lambda: NOW)
    with pytest.raises(BadInput):
        office.cases.get(ONE, "case_\x00")


@pytest.fixture
def workers(engine: Engine, postgresql: str, shipped_cache: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two processes behind one port, and a key."""
    home, secret = tmp_path / "home", base64.b64encode(KEY).decode()
    office = Office(engine, Keyring(KEY), now=lambda: datetime.now(UTC))
    key = office.api_keys.make("one", "load", "admin", at=datetime.now(UTC)).secret
    mine = {"CLAIMWRIGHT_DATABASE_URL": postgresql, "CLAIMWRIGHT_KEY": secret, "CLAIMWRIGHT_HOME": str(home)}
    command = [sys.executable, "-c", "from api.cli.main import run; run()", "serve", "--workers", "2"]
    with listening(
        lambda port: [*command, "--port", str(port)], env={**os.environ, **mine}, start_new_session=True
    ) as (port, _):
        yield f"http://127.0.0.1:{port}", key


@pytest.mark.slow
def test_two_processes_keep_and_show_the_same_records(workers: tuple[str, str], engine: Engine) -> None:
    address, key = workers
    head = {"Authorization": f"Bearer {key}"}

    def call(method: str, path: str, **sent: Any) -> httpx.Response:
        # A connection of its own each time, so that either process may get it.
        return httpx.request(method, address + path, headers={**head, **sent.pop("headers", {})}, timeout=120, **sent)

    body = case().model_dump(mode="json")
    with ThreadPoolExecutor(8) as pool:
        once = list(
            pool.map(lambda _: call("POST", "/v1/cases", json=body, headers={"Idempotency-Key": "k"}), range(8))
        )
        assert {each.status_code for each in once} <= {201, 409}
        assert len({each.json()["id"] for each in once if each.status_code == 201}) == 1
        made = list(pool.map(lambda _: call("POST", "/v1/cases", json=body), range(12)))
        assert [each.status_code for each in made] == [201] * 12
        seen = list(pool.map(lambda each: call("GET", f"/v1/cases/{each.json()['id']}"), made))
        assert [each.status_code for each in seen] == [200] * 12
    note = call("POST", "/v1/ask", json={"text": "what does CO-50 mean?", "thread": "t"})
    assert note.status_code == 200, note.text
    assert all(call("GET", "/v1/threads/t").status_code == 200 for _ in range(6))
    assert AuditChain(engine, Keyring(KEY).key("audit"), now=lambda: NOW).verify("one").ok


def test_a_document_is_taken_in_and_found(engine: Engine, postgresql: str, shipped_cache: Path, tmp_path: Path) -> None:
    from assistant.bootstrap import build_assistant
    from assistant.domain.answer import Question
    from assistant.settings import Settings

    paper = tmp_path / "manual.md"
    paper.write_text(
        "---\npayer: Fir Street Dental\neffective_from: 2026-01-01\ntitle: Manual\n---\n"
        "# Crowns\n\nCrowns (D2740) are covered once per tooth in 60 months.\n"
    )
    secret = base64.b64encode(KEY).decode()
    settings = Settings(home=tmp_path / "home", cache=shipped_cache, database_url=postgresql, key=secret)
    assistant = build_assistant(settings)
    added = assistant.corpus_add(ONE, [paper])
    assert [each.document for each in added.accepted], added.rejected
    assert assistant.corpus_verify(ONE).ok
    answer = assistant.ask(ONE, Question(text="How often does Fir Street Dental cover a crown?", thread="pg"))
    assert answer.citations
    assert [each.thread for each in assistant.threads(ONE)] == ["pg"]
    assistant.remove_thread(ONE, "pg")
    assert assistant.threads(ONE) == ()
    assert "fir" not in " ".join(each.id for each in assistant.corpus_list(TWO))
