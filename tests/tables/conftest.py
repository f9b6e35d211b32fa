from __future__ import annotations

from pathlib import Path

import pytest

from assistant.tables.icd10cm import Icd10cm, compile_icd10cm


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The complete list, compiled once for all tests of the tables."""
    return compile_icd10cm(tmp_path_factory.mktemp("icd10cm") / "icd10cm.sqlite")


@pytest.fixture(scope="session")
def icd(compiled: Path) -> Icd10cm:
    return Icd10cm(compiled)


@pytest.fixture(scope="session")
def seed() -> Icd10cm:
    return Icd10cm.seed()
