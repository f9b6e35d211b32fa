"""Passages as documents are cut into them, without an index."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.domain.policy import Passage, PolicyDocument

POLICIES = Path(str(files("corpus") / "policies"))


@pytest.fixture(scope="session")
def shipped_texts() -> tuple[str, ...]:
    """The text of every shipped policy."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(POLICIES.rglob("*.md")))


@pytest.fixture
def passage() -> Callable[..., Passage]:
    """A passage of an invented policy."""

    def made(text: str, section: str = "2. Coverage criteria", ordinal: int = 1) -> Passage:
        return Passage(
            key=f"p{ordinal}",
            document="doc",
            title="Policy 1",
            section=section,
            text=text,
            ordinal=ordinal,
            payer="Northlake Health",
        )

    return made


@pytest.fixture
def document() -> PolicyDocument:
    return PolicyDocument(id="doc", series="doc", title="Policy 1", payer="Northlake Health")
