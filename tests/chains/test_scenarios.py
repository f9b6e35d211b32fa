"""Runs every scenario: one case each, what its draft must say, and what holds for every draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.chains.edited import check_edited
from assistant.chains.finish import Drafted
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.draft import CriterionRow, Draft
from assistant.intake.case_file import LoadedCase
from assistant.recognise.placeholders import placeholders
from assistant.rules.drafts import EDIT_RULES
from assistant.rules.drafts.proof import folded
from assistant.settings import Settings
from evals.suites.office_cases import changed, papers_of

HERE = Path(__file__).parent / "scenarios"
FOLDER = Path(__file__).parents[2] / "corpus" / "samples" / "osa_appeal"

Scenario = dict[str, Any]


def load() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        for scenario in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(scenario, id=f"{path.stem}: {scenario['name']}")


def case_of(scenario: Scenario, made: Callable[..., Case], notes: dict[str, str]) -> Case:
    case = made(papers_of(scenario, notes), **scenario.get("said", {}))
    return Case.model_validate(changed(case.model_dump(mode="json"), scenario))


@pytest.fixture(scope="module")
def draft_on(assistant: Assistant, shipped_cache: Path) -> Callable[[Case, date | None], Drafted]:
    """Drafts a case on its day; the usual day where none is named."""

    def drafted(case: Case, today: date | None) -> Drafted:
        if today is None:
            return assistant.draft(LOCAL, "appeal", LoadedCase(case, FOLDER))
        then = build_assistant(Settings(cache=shipped_cache), today=lambda: today)
        return then.draft(LOCAL, "appeal", LoadedCase(case, FOLDER))

    return drafted


@pytest.mark.parametrize("scenario", list(load()))
def test_scenario(
    scenario: Scenario,
    make_case: Callable[..., Case],
    notes: dict[str, str],
    draft_on: Callable[[Case, date | None], Drafted],
) -> None:
    case = case_of(scenario, make_case, notes)
    drafted = draft_on(case, scenario.get("today"))
    draft = drafted.draft
    shown = "\n".join(f"{row.status:12} {row.text} | {row.reason}" for row in draft.criteria)
    for key in ("status", "action"):
        assert getattr(draft, key) == scenario.get(key, getattr(draft, key)), f"{key}; {draft.findings}\n{shown}"
    assert draft.denial_category == scenario.get("category", draft.denial_category)
    if "document" in scenario:
        assert drafted.policy is not None
        assert drafted.policy.document.id == scenario["document"]
    check_criteria(scenario, draft, shown)
    check_contradictions(scenario, draft)
    check_findings(scenario, draft)
    check_words(scenario, draft)
    always(drafted, case)


def check_criteria(scenario: Scenario, draft: Draft, shown: str) -> None:
    if scenario.get("criteria") == []:
        assert draft.criteria == ()
    for wanted in scenario.get("criteria", ()):
        rows = [row for row in draft.criteria if wanted["text"] in row.text]
        assert rows, f"no row holds {wanted['text']!r}\n{shown}"
        assert {row.status for row in rows} == {wanted["status"]}, shown
        evidence = [side for row in rows for side in row.evidence]
        assert wanted.get("quote", "") in " ".join(" ".join(side.quote.split()) for side in evidence), evidence
        assert wanted.get("reason", "") in " ".join(row.reason for row in rows), shown
        assert "document" not in wanted or wanted["document"] in [side.document for side in evidence]
    for text in scenario.get("not_listed", ()):
        assert not [row.text for row in draft.criteria if text in row.text], shown
    for text in scenario.get("never_met", ()):
        assert not [row.text for row in draft.criteria if text in row.text and row.status == "met"], shown
    if scenario.get("all_missing"):
        assert {row.status for row in draft.criteria} == {"missing"}, shown


def check_contradictions(scenario: Scenario, draft: Draft) -> None:
    if "contradictions" not in scenario:
        return
    assert len(draft.contradictions) == len(scenario["contradictions"]), draft.contradictions
    for (what, a, b), found in zip(scenario["contradictions"], draft.contradictions, strict=True):
        assert what in found.what
        assert a in found.a.quote
        assert b in found.b.quote


def check_findings(scenario: Scenario, draft: Draft) -> None:
    rules = {finding.rule for finding in draft.findings}
    assert set(scenario.get("findings", ())) <= rules
    assert not set(scenario.get("no_findings", ())) & rules
    assert any(scenario.get("finding_says", "") in f.message for f in draft.findings), draft.findings
    assert any(scenario.get("fix_says", "") in f.fix for f in draft.findings), draft.findings
    assert all(finding.message and finding.fix and finding.source for finding in draft.findings)


def check_words(scenario: Scenario, draft: Draft) -> None:
    letter = " ".join(draft.text.split())
    for words in scenario.get("says", ()):
        assert words in letter, letter
    for words in scenario.get("never", ()):
        assert words not in letter
    needed = " ".join(mark.text for mark in draft.placeholders)
    for words in scenario.get("needs", ()):
        assert words in needed
    for words in scenario.get("no_needs", ()):
        assert words not in needed
    if "deadline" in scenario:
        assert (draft.deadline.date if draft.deadline else None) == scenario["deadline"]


def always(drafted: Drafted, case: Case) -> None:
    """What holds for every draft, whatever the case."""
    draft, evidence = drafted.draft, drafted.sheet.evidence
    unproved = [f.message for f in draft.findings if f.severity == "error" and f.rule != "DR11"]
    assert draft.status != "blocked" or not unproved, unproved
    assert draft.text.startswith("DRAFT")
    texts = {document.id: document.text or "" for document in case.documents}
    for row in draft.criteria:
        check_row(row, drafted, texts)
    for statement in draft.statements:
        assert statement.type in ("request", "courtesy") or statement.sources
        for source in statement.sources:
            assert source.kind != "span" or source.quote in texts[source.document or ""]
    assert len({statement.id for statement in draft.statements}) == len(draft.statements)
    listed = {what for mark in draft.placeholders for what in placeholders(mark.text)}
    assert set(placeholders(draft.text)) <= listed
    in_force = {passage.payer for passage in evidence.passages}
    assert in_force <= {case.claim.payer}
    assert all(passage.period.contains(evidence.on) for passage in evidence.passages)
    assert [f for f in check_edited(draft.text, drafted).findings if f.rule in {rule.id for rule in EDIT_RULES}] == []
    if draft.status == "ready":
        assert not draft.placeholders
        assert {row.status for row in draft.criteria if row.depth == 0} == {"met"}


def check_row(row: CriterionRow, drafted: Drafted, texts: dict[str, str]) -> None:
    passages = {passage.key: passage.text for passage in drafted.sheet.evidence.passages}
    assert folded(row.text) in folded(passages[row.passage])
    for side in row.evidence:
        assert side.quote in texts.get(side.document, side.quote), f"{side.quote!r} is not verbatim"
    if row.status == "met" and not any(r.depth > row.depth for r in drafted.draft.criteria):
        assert row.evidence
