"""The page as a browser of this machine sees it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from api.http.app import create_app
from api.http.service import Limits, Service
from assistant.assistant import Assistant


@pytest.fixture(scope="session")
def page(unkeyed: Assistant) -> TestClient:
    """A service without keys, asked by its own pages."""
    service = Service(unkeyed, open_as_local=True, limits=Limits(requests_per_minute=1_000_000))
    headers = {"sec-fetch-site": "same-origin"}
    return TestClient(create_app(service), base_url="http://localhost", headers=headers, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def pages() -> ModuleType:
    """What the tests of the pages fill in and keep."""
    name = "tests_of_pages"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "test_pages.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
