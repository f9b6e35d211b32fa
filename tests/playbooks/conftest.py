"""The shipped policies without an index, as a library of documents. All of it is invented."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.domain.policy import Hit, Passage, PolicyDocument
from assistant.policies.documents import settle_document, versions_in_force
from assistant.policies.passages import cut_passages
from assistant.readers.documents.reader import read_document


def count(text: str) -> int:
    """A stand-in for word-pieces."""
    return 2 + len(re.findall(r"\w+|[^\w\s]", text))


class ShippedPolicies:
    """Every shipped policy by document, with its passages in reading order."""

    def __init__(self) -> None:
        folder = Path(str(files("corpus") / "policies"))
        held: list[PolicyDocument] = []
        self._passages: dict[str, tuple[Passage, ...]] = {}
        for path in sorted(folder.rglob("*.md")):
            read = read_document(path.read_bytes(), path.name)
            document = settle_document(read, path.name).document
            held.append(document)
            self._passages[document.id] = tuple(cut.passage for cut in cut_passages(read, document, count))
        self._documents = versions_in_force(held)

    def search(
        self, text: str, *, k: int, on: date, payer: str | None = None, plan: str | None = None
    ) -> tuple[Hit, ...]:
        raise AssertionError("a draft reads whole documents, it does not search")

    def passage(self, key: str) -> Passage | None:
        return next((p for passages in self._passages.values() for p in passages if p.key == key), None)

    def documents(self) -> tuple[PolicyDocument, ...]:
        return tuple(self._documents.values())

    def in_force(self, payer: str, on: date, *, plan: str | None = None) -> tuple[PolicyDocument, ...]:
        return tuple(d for d in self._documents.values() if d.payer == payer and d.period.contains(on))

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        return self._passages[document]


@pytest.fixture(scope="session")
def policies() -> ShippedPolicies:
    return ShippedPolicies()
