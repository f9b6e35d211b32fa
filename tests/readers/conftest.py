from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _maker(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The maker of documents in every format."""
    return _maker("make_documents")


@pytest.fixture(scope="session")
def practice() -> ModuleType:
    """The maker of an invented payer's papers."""
    return _maker("make_practice")
