from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """The run's cache, with the exported model in it."""
    from assistant.embedding.load import make_export

    cache = Path(os.environ["CLAIMWRIGHT_CACHE"])
    make_export(cache)
    return cache


@pytest.fixture(scope="session")
def tiny_models() -> ModuleType:
    """The maker of models with random weights."""
    spec = importlib.util.spec_from_file_location("tiny_models", Path(__file__).parents[1] / "tiny_models.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
