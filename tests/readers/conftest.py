from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The maker of documents in every format."""
    path = Path(__file__).parents[1] / "make_documents.py"
    spec = importlib.util.spec_from_file_location("make_documents", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
