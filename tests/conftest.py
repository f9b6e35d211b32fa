"""What holds for every test: no network, a home of its own, the shipped corpus indexed once."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from assistant.retrieval.lock import writer_lock

# As the commands do (api.cli.main, assistant.bootstrap): fewer looks for circles, one thread for each short product.
gc.set_threshold(100_000, 50, 50)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("claimwright", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("claimwright")

#: Settings that a developer's own environment must not bring into a test.
_FOREIGN = ("CLAIMWRIGHT_MODEL", "CLAIMWRIGHT_DATABASE_URL", "CLAIMWRIGHT_CHROMA_URL")
_LOCAL_NAMES = frozenset({"", "localhost", socket.gethostname()})
_numbers = count()
_attempts: list[str] = []


def is_local(host: Any) -> bool:
    """Whether a host is this machine; an address family without hosts (a socket file) is."""
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback or name in ("0.0.0.0", "::")
    except ValueError:
        return False


def refuse(host: Any) -> None:
    """Fail the test that reaches out, also where the code under test swallows what a failed connection raises."""
    if not is_local(host):
        _attempts.append(str(host))
        pytest.fail(f"a test reached for the network: {host}", pytrace=False)


class GuardedSocket(socket.socket):
    """A socket that connects to this machine only."""

    def connect(self, address: Any, /) -> None:
        refuse(address[0] if isinstance(address, tuple) else None)
        super().connect(address)

    def connect_ex(self, address: Any, /) -> int:
        refuse(address[0] if isinstance(address, tuple) else None)
        return super().connect_ex(address)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole run, the same for every worker."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def _surroundings(shared_folder: Path) -> Iterator[None]:
    """Guarded sockets, and no setting of the developer's own."""
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        refuse(host)
        return look_up(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", GuardedSocket)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        for name in _FOREIGN:
            patch.delenv(name, raising=False)
        if not os.environ.get("CLAIMWRIGHT_CACHE"):
            patch.setenv("CLAIMWRIGHT_CACHE", str(shared_folder / "cache"))
        patch.setenv("NO_COLOR", "1")
        yield


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, shared_folder: Path) -> Iterator[None]:
    """A home folder that no other test has seen; afterwards nobody, no thread either, reached for the network."""
    name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{next(_numbers)}"
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(shared_folder / "homes" / name))
    _attempts.clear()
    yield
    assert not _attempts, f"the network was tried: {_attempts}"


@pytest.fixture(scope="session")
def shipped_cache(shared_folder: Path) -> Path:
    """The built cache: ``CLAIMWRIGHT_CACHE`` where it is set, else one for this run; the first worker builds it."""
    from assistant.retrieval.dense import ChromaStore
    from assistant.retrieval.setup import set_up

    cache = Path(os.environ["CLAIMWRIGHT_CACHE"])
    with writer_lock(shared_folder / "building", wait=900):
        set_up(cache, lambda _: None, ChromaStore(None))
    return cache
