from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """The run's cache, with the exported model in it."""
    from assistant.embedding.load import make_export

    cache = Path(os.environ["CLAIMWRIGHT_CACHE"])
    make_export(cache)
    return cache
