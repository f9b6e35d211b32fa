"""``claimwright serve``: what it refuses, and what it cleans up."""

from __future__ import annotations

import base64
import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.http import listening, workers
from api.http.service import limits_of
from assistant.bootstrap import build_assistant
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.settings import Settings

Command = Callable[..., Any]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What would be served, and how; nothing is."""
    kept: dict[str, Any] = {}

    def run(app: Any, **how: Any) -> None:
        kept.update(how, service=app.state.service)

    monkeypatch.setattr(uvicorn, "run", run)
    monkeypatch.setattr(workers, "usual", lambda: 1)
    monkeypatch.setattr(listening, "free_port", lambda _host, port: port or 8421)
    return kept


@pytest.fixture
def pem(tmp_path: Path) -> Callable[[str], tuple[Path, Path]]:
    """Writes a certificate and its key."""

    def written(name: str) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office.example")])
        begins = datetime(2026, 1, 1, tzinfo=UTC)
        builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(begins).not_valid_after(begins + timedelta(days=365))
        files = tmp_path / f"{name}.pem", tmp_path / f"{name}.key"
        files[0].write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        plain = serialization.NoEncryption()
        pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        files[1].write_bytes(key.private_bytes(pem, form, plain))
        return files

    return written


def test_files_of_a_certificate_are_tried_before_anything_is_said(
    claimwright: Command, served: dict[str, Any], pem: Callable[[str], tuple[Path, Path]], tmp_path: Path
) -> None:
    (certificate, key), (_, other) = pem("one"), pem("two")
    (text := tmp_path / "text.pem").write_text("no certificate")
    for files, said in (
        (("--certificate", "/nope", "--private-key", "/nope"), "no such file"),
        (("--certificate", str(certificate), "--private-key", "/nope"), "no such file"),
        (("--certificate", str(certificate), "--private-key", str(other)), "do not belong together"),
        (("--certificate", str(text), "--private-key", str(key)), "no PEM"),
        (("--private-key", str(key)), "give --certificate"),
    ):
        done = claimwright("serve", *files)
        assert (done.code, said in done.err, done.err.count("\n")) == (4, True, 1), done.err
    assert served == {}
    assert claimwright("serve", "--certificate", str(certificate), "--private-key", str(key)).code == 0
    assert "https://" in claimwright("serve", "--certificate", str(certificate), "--private-key", str(key)).err


def test_a_port_that_is_taken_is_said_before_the_address_is_told(claimwright: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = claimwright("serve", "--port", str(taken.getsockname()[1]))
    assert (done.code, "cannot listen there" in done.err, done.err.count("\n")) == (4, True, 1)


def test_a_service_with_another_key_does_not_start(
    claimwright: Command, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert claimwright("key", "make", "robot").code == 0
    monkeypatch.setenv("CLAIMWRIGHT_KEY", base64.b64encode(bytes(32)).decode())
    done = claimwright("serve")
    assert (done.code, "sealed with another key" in done.err, served) == (4, True, {})


def test_elsewhere_needs_somebody_known_and_a_sealed_way(claimwright: Command, served: dict[str, Any]) -> None:
    nobody = claimwright("serve", "--host", "0.0.0.0")
    assert (nobody.code, "anybody could come in" in nobody.err) == (4, True)
    assert claimwright("key", "make", "robot").code == 0
    clear = claimwright("serve", "--host", "0.0.0.0")
    assert (clear.code, "in the clear" in clear.err) == (4, True)
    assert served == {}
    assert claimwright("serve", "--host", "0.0.0.0", "--behind-proxy", "10.0.0.1", "--port", "1").code == 0
    assert (served["service"].secure, served["service"].open_as_local) == (True, False)


@pytest.mark.parametrize("way", [("--behind-proxy", "127.0.0.1"), ("--name", "office.example")])
def test_a_proxy_on_this_machine_opens_the_door_to_nobody_unknown(
    claimwright: Command, served: dict[str, Any], way: tuple[str, str]
) -> None:
    nobody = claimwright("serve", *way)
    assert (nobody.code, "anybody could come in" in nobody.err) == (4, True)
    assert served == {}


def test_it_tells_where_the_page_is(claimwright: Command, served: dict[str, Any]) -> None:
    done = claimwright("serve", "--port", "0")
    assert f"http://127.0.0.1:{served['port']}/" in done.err
    assert served["port"] > 0
    assert served["service"].open_as_local


def test_cases_whose_time_is_over_go_when_it_starts(
    claimwright: Command, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(os.environ["CLAIMWRIGHT_HOME"])
    past = datetime.now(UTC) - timedelta(days=400)
    assistant = build_assistant(Settings(home=home), today=lambda: date(2026, 11, 22), now=lambda: past)
    case = assistant.desk.add_case(LOCAL, Case.model_validate({"claim": {"lane": "dental"}}))
    monkeypatch.setenv("CLAIMWRIGHT_CASE_DAYS", "365")
    done = claimwright("serve")
    assert "1 record(s)" in done.err
    left = served["service"].assistant.desk.cases(LOCAL)
    assert case.id not in {each.id for each in left}


def test_a_process_for_each_core_knows_what_the_first_was_called_with(
    claimwright: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **how: kept.update(how, app=app, told=os.environ[workers.VARIABLE]))
    monkeypatch.setattr(workers, "usual", lambda: 3)
    monkeypatch.setenv(workers.VARIABLE, "")
    monkeypatch.setenv(workers.FIGURES, "")
    assert claimwright("serve", "--port", "0").code == 0
    assert (kept["app"], kept["workers"], kept["factory"]) == (workers.FACTORY, 3, True)
    told = json.loads(kept["told"])
    assert (told["open_as_local"], told["processes"]) == (True, 3)


def test_each_process_allows_its_share_of_what_one_address_may_ask() -> None:
    settings = Settings(requests_per_minute=241)
    assert [limits_of(settings, processes=n).requests_per_minute for n in (1, 2, 500)] == [241, 120, 1]
