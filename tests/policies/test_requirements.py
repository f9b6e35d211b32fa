"""Approvals, papers, exclusions and code lists: read as typed values, each with its words and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.policy import Passage, Requirement
from assistant.policies.documents import settle_document
from assistant.policies.passages import cut_passages
from assistant.policies.requirements import requirements, requirements_for
from assistant.readers.documents.markdown import read_markdown

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("requirements.yaml").read_text()
)
Make = Callable[..., Passage]


def told(each: Requirement) -> str:
    parts = (each.kind, str(each.needed), " ".join(each.codes), "; ".join(each.items), each.confidence)
    return " | ".join(parts).replace("|  |", "| |").replace("|  |", "| |")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_a_text_states(case: dict[str, Any], passage: Make) -> None:
    found = requirements([passage(case["text"], case.get("section", "4. Rules"))])
    assert [told(each) for each in found] == case["states"]


def test_every_quote_of_the_shipped_policies_is_verbatim_and_codes_stand_in_the_passage() -> None:
    kinds = set()
    for path in sorted(Path(str(files("corpus") / "policies")).rglob("*.md")):
        read = read_markdown(path.read_bytes(), path.name)
        document = settle_document(read, path.name).document
        passages = {
            cut.passage.key: cut.passage for cut in cut_passages(read, document, lambda text: len(text.split()))
        }
        for each in requirements(tuple(passages.values())):
            kinds.add(each.kind)
            text = passages[each.passage].text
            assert " ".join(each.quote.split()) in " ".join(text.split())
            assert each.document == document.id
    assert kinds == {"exclusion", "prior_authorization", "documentation", "code_list"}


def test_what_names_a_code(passage: Make) -> None:
    found = requirements([passage("Prior authorization is required for E0486. Orthodontics is not covered.")])
    assert [each.kind for each in requirements_for("E0486", found)] == ["prior_authorization"]
    assert requirements_for("D8080", found) == ()


def test_page_and_section_come_along(passage: Make) -> None:
    page = passage("Orthodontics is not covered.", "7. Exclusions").model_copy(update={"page": 31})
    assert [(each.page, each.section) for each in requirements([page])] == [(31, "7. Exclusions")]
