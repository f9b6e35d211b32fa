from __future__ import annotations

from pathlib import Path

import pytest

from assistant.embedding.load import load_embedder
from assistant.readers.documents.markdown import read_markdown
from assistant.retrieval.shipped import shipped_shelf
from assistant.retrieval.strays import StrayDetector, without_strays

PAGE = b"""# Deep cleaning

Deep cleaning is paid once per quadrant in 24 months. Whisk butter, sugar and vanilla until the mixture is fluffy.
Send the chart with pocket depths and attachment loss.

Our grandmother's lasagna layers ricotta, basil and tomato beneath bubbling mozzarella.

- Bone loss shows on the bitewings.
- Book a sunny beach holiday with snorkeling, cocktails and hotel pools.

Simmer garlic, onion and celery for 20 minutes.
"""


@pytest.fixture(scope="module")
def detector(shipped_cache: Path) -> StrayDetector:
    embedder = load_embedder(shipped_cache)
    generation = shipped_shelf(shipped_cache, embedder.model_id).generation()
    assert generation is not None
    return StrayDetector(generation, embedder)


@pytest.mark.slow
def test_recipes_and_adverts_are_left_out_and_the_rest_is_verbatim(detector: StrayDetector) -> None:
    found = without_strays(read_markdown(PAGE, "x.md"), detector)
    assert [block.text for block in found.blocks] == [
        "Deep cleaning",
        "Deep cleaning is paid once per quadrant in 24 months.",
        "Send the chart with pocket depths and attachment loss.",
        "- Bone loss shows on the bitewings.",
    ]
    assert found.warnings[0].startswith("4 sentences on other subjects were left out: 'Whisk butter")


@pytest.mark.slow
def test_sentences_of_the_trade_are_kept(detector: StrayDetector) -> None:
    kept = [
        "The consultant looks at crown-to-root ratio, ferrule and restorability before approving retreatment.",
        "Alveoloplasty performed alongside multiple extractions is bundled unless documented separately.",
        "Members may request an independent external review after exhausting internal remedies.",
        "Attach intraoral photographs that demonstrate undermined cusps or cracked marginal ridges.",
        "Claims lacking the subscriber identifier are returned unprocessed.",
    ]
    assert detector.strays(kept) == [False] * len(kept)
