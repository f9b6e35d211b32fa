from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from assistant.domain.errors import BadInput
from assistant.domain.policy import PolicyDocument
from assistant.policies.documents import clashes, settle_document, versions_in_force
from assistant.readers.documents.blocks import Block, ReadDocument

BLOCKS = (Block("heading", "Crowns", level=1), Block("paragraph", "Once in 84 months."))


def settled(metadata: dict[str, Any], name: str = "manuals/crown rules.md", **overrides: Any) -> PolicyDocument:
    return settle_document(ReadDocument(BLOCKS, metadata), name, overrides).document


def test_defaults_come_from_payer_name_day_and_heading() -> None:
    document = settled({"payer": "Example Dental", "effective_from": date(2026, 1, 1)})
    assert document.id == "example-dental-crown-rules-2026-01-01"
    assert document.series == "example-dental-crown-rules"
    assert document.title == "Crowns"
    assert document.kind == "policy"
    assert document.provenance == "user"


def test_a_stated_id_is_the_series_unless_one_is_stated() -> None:
    front = {"payer": "X", "effective_from": "2026-01-01", "id": "Crown Rules 7"}
    assert (settled(front).id, settled(front).series) == ("crown-rules-7", "crown-rules-7")
    assert settled({**front, "series": "Crown Rules"}).series == "crown-rules"


def test_overrides_win() -> None:
    document = settled({"payer": "A", "effective_from": "2020-01-01"}, payer="B", effective_from=date(2026, 1, 1))
    assert (document.payer, document.effective_from) == ("B", date(2026, 1, 1))


@pytest.mark.parametrize(
    "written", [date(2026, 1, 1), datetime(2026, 1, 1, 8, tzinfo=UTC), "2026-01-01", " 2026-01-01 "]
)
def test_days_in_every_honest_spelling(written: Any) -> None:
    assert settled({"payer": "A", "effective_from": written}).effective_from == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({}, "payer and effective_from.*--payer NAME --effective YYYY-MM-DD"),
        ({"payer": "A"}, "does not say effective_from"),
        ({"effective_from": "2026-01-01"}, "does not say payer"),
        ({"payer": "", "effective_from": "2026-01-01"}, "does not say payer"),
        ({"payer": "A", "effective_from": "03/04/2026"}, "not a date"),
        ({"payer": "A", "effective_from": "2026-01-01", "kind": "rumour"}, "kind"),
        ({"payer": "A", "effective_from": "2026-01-01", "lane": "vision"}, "lane"),
    ],
)
def test_what_must_be_said(metadata: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        settled(metadata)


def test_a_general_guide_needs_no_day() -> None:
    assert settled({"payer": "General"}).effective_from is None


def test_a_known_alias_becomes_the_payer_and_unknown_keys_are_named() -> None:
    reading = settle_document(
        ReadDocument(BLOCKS, {"payer": "bsd", "effective_from": "2026-01-01", "tags": ["x"]}), "a.md"
    )
    assert reading.document.payer == "Brightsmile Dental"
    assert reading.warnings == ("front matter keys without a meaning here: tags",)


def test_a_name_that_only_looks_like_a_known_one_is_kept() -> None:
    reading = settle_document(
        ReadDocument(BLOCKS, {"payer": "Brightsmyle Dental", "effective_from": "2026-01-01"}), "a.md"
    )
    assert reading.document.payer == "Brightsmyle Dental"
    assert "read as Brightsmile Dental" in reading.warnings[0]


def version(name: str, first: str | None, last: str | None = None, payer: str = "A") -> PolicyDocument:
    return PolicyDocument.model_validate(
        {"id": name, "series": "s", "title": name, "payer": payer, "effective_from": first, "effective_through": last}
    )


def test_a_version_ends_the_day_before_its_successor() -> None:
    found = versions_in_force([version("b", "2026-01-01"), version("a", "2024-01-01"), version("c", "2025-03-01")])
    ends = {name: document.effective_through for name, document in found.items()}
    assert ends == {"a": date(2025, 2, 28), "c": date(2025, 12, 31), "b": None}


def test_a_stated_end_stands_and_other_payers_do_not_count() -> None:
    found = versions_in_force([version("a", "2024-01-01", "2024-06-30"), version("b", "2025-01-01", payer="B")])
    assert found["a"].effective_through == date(2024, 6, 30)
    assert found["b"].effective_through is None


def test_versions_of_the_same_day_are_not_cut_but_flagged() -> None:
    twins = [version("a", "2024-01-01"), version("b", "2024-01-01")]
    assert all(document.effective_through is None for document in versions_in_force(twins).values())
    assert clashes(twins) == ("a and b are both in force on 2024-01-01",)
    assert clashes([version("a", "2024-01-01", "2025-06-30"), version("b", "2025-01-01")])
    assert not clashes([version("a", "2024-01-01"), version("b", "2025-01-01")])


def test_short_names_of_the_options_are_keys_too() -> None:
    document = settled({"payer": "A", "effective": "2026-01-01", "through": "2026-12-31", "number": "P-7"})
    assert (str(document.effective_from), str(document.effective_through)) == ("2026-01-01", "2026-12-31")
    assert document.policy_number == "P-7"
    assert str(settled({"payer": "A", "effective": "2020-01-01"}, effective_from="2026-01-01").effective_from) == (
        "2026-01-01"
    )


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"effective_through": "2025-12-31"}, "last day 2025-12-31 lies before its first day 2026-01-01"),
        ({"kind": "fee_schedule"}, "kind 'fee_schedule' is none of 'policy'"),
        ({"lane": "vision"}, "lane 'vision' is none of 'dental' or 'medical'"),
    ],
)
def test_what_cannot_be(metadata: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        settled({"payer": "A", "effective_from": "2026-01-01", **metadata})
