"""A corpus of any size made of the shipped one: its words and nearly its vectors, under other names and days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import numpy as np

from assistant.domain.policy import GENERAL, PolicyDocument
from assistant.retrieval.dense import ChromaStore
from assistant.retrieval.generation import Generation
from assistant.retrieval.publishing import IndexedPassage, arrange, publish

#: One payer holds most passages, as in an office that works mainly with one plan; the others are small.
LARGE = "Largest Payer"
SMALL = tuple(f"Payer {number:02d}" for number in range(38))
PER_DOCUMENT = 25
TODAY = date(2026, 11, 22)


def publish_scaled(root: Path, shipped: Generation, size: int, chroma: ChromaStore | None) -> Generation:
    """A published generation of ``size`` passages; a quarter of the documents is superseded."""
    documents = {document.id: document for document in _documents(size)}
    content = arrange(documents.values(), _passages(shipped, list(documents.values()), size), shipped.model)
    return Generation(root / "generations" / publish(root, content, 1, chroma))


def _documents(size: int) -> Iterator[PolicyDocument]:
    chance = Random(5)
    for number in range((size + PER_DOCUMENT - 1) // PER_DOCUMENT):
        payer = LARGE if number % 10 < 6 else GENERAL if number % 20 == 6 else chance.choice(SMALL)
        old = number % 4 == 3
        yield PolicyDocument(
            id=f"d{number:06d}",
            series=f"d{number:06d}",
            title=f"Manual {number}",
            payer=payer,
            effective_from=date(2020, 1, 1) if old else date(2024, 1, 1),
            effective_through=date(2023, 12, 31) if old else None,
        )


def _passages(shipped: Generation, documents: list[PolicyDocument], size: int) -> Iterator[IndexedPassage]:
    noise = np.random.default_rng(7)
    length = int(shipped.vectors.shape[1])
    for number in range(size):
        row = number % shipped.size
        document = documents[number // PER_DOCUMENT]
        vector = shipped.vectors[row] + noise.normal(scale=0.02, size=(length,)).astype(np.float32)
        original = shipped.passage(row)
        passage = original.model_copy(
            update={
                "key": f"{document.id}#{number:08x}",
                "document": document.id,
                "payer": document.payer,
                "plan": None,
                "ordinal": number % PER_DOCUMENT,
                "effective_from": document.effective_from,
                "effective_through": document.effective_through,
            }
        )
        text = f"{original.title} > {original.section}\n{original.text}"
        yield IndexedPassage(passage, text, (vector / np.linalg.norm(vector)).astype("<f4").tobytes())
