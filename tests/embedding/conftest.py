from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the exported model: the one named for tests, else exported once."""
    from assistant.embedding.load import make_export

    named = os.environ.get("CLAIMWRIGHT_TEST_CACHE")
    cache = Path(named) if named else tmp_path_factory.mktemp("cache")
    make_export(cache)
    return cache
