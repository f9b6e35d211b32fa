"""The guards of the test run itself."""

from __future__ import annotations

import os
import socket
import urllib.request
from pathlib import Path

import pytest


@pytest.mark.parametrize("address", [("192.0.2.7", 80), ("2001:db8::1", 443)])
def test_a_connection_to_another_machine_fails_the_test(
    address: tuple[str, int], request: pytest.FixtureRequest
) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as reaching, pytest.raises(pytest.fail.Exception, match=address[0]):
        reaching.connect(address)
    _forgive(request)


def test_a_name_is_not_looked_up(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"payer\.example"):
        urllib.request.urlopen("http://payer.example/policy")
    _forgive(request)


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_the_home_is_of_this_test_alone() -> None:
    home = Path(os.environ["CLAIMWRIGHT_HOME"])
    assert not home.exists()
    assert home != Path.home() / ".claimwright"


def _forgive(request: pytest.FixtureRequest) -> None:
    """These attempts were meant."""
    conftest = next(p for p in request.config.pluginmanager.get_plugins() if hasattr(p, "GuardedSocket"))
    conftest._attempts.clear()
