"""One realistic case per family and a contrary one: facts read, conditions judged, next step chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.chains.criteria.evaluate import evaluate
from assistant.chains.finish import Drafted
from assistant.chains.letters.appeal import draft_appeal
from assistant.chains.policy_in_force import policies_for
from assistant.chains.request import DraftRequest
from assistant.domain.case import Case
from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook
from assistant.domain.policy import CriterionResult
from assistant.domain.ports import PassageSearch
from assistant.intake.case_facts import facts_of
from assistant.intake.case_file import LoadedCase
from assistant.intake.contradictions import contradictions
from assistant.rules.engine import check_claim
from assistant.tables.playbooks import playbook_for

TODAY = date(2026, 11, 22)
CASES = Path(__file__).parent / "cases"


def _written() -> list[tuple[str, dict[str, Any]]]:
    """Every case of every family, named by its file and its own name."""
    return [
        (f"{path.stem}: {case['name']}", case)
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


WRITTEN = _written()


@dataclass(frozen=True)
class Worked:
    """A case with everything that is derived from it."""

    expected: dict[str, Any]
    case: Case
    playbook: Playbook
    document: str
    facts: tuple[Fact, ...]
    results: tuple[CriterionResult, ...]
    drafted: Drafted


@pytest.fixture(scope="module", params=[case for _, case in WRITTEN], ids=[name for name, _ in WRITTEN])
def worked(request: pytest.FixtureRequest, policies: PassageSearch) -> Worked:
    written = request.param
    case = Case.model_validate({key: written[key] for key in Case.model_fields if key in written})
    line = case.claim.lines[0]
    playbook = playbook_for(case.claim, line=line.id)
    assert playbook is not None
    assert line.date_of_service is not None
    facts = facts_of(case, playbook, line)
    found = policies_for(policies, playbook, case.claim.payer or "", line.date_of_service, code=line.code)
    conditions = found[0].conditions if found else ()
    report = check_claim(case.claim, today=TODAY)
    return Worked(
        expected=written["expect"],
        case=case,
        playbook=playbook,
        document=found[0].document.id if found else "",
        facts=facts,
        results=evaluate(conditions, playbook, facts, line.date_of_service, line=line),
        drafted=draft_appeal(DraftRequest(LoadedCase(case, CASES), policies, report, TODAY)),
    )


def test_the_family_and_its_policy_are_found(worked: Worked) -> None:
    assert worked.playbook.id == worked.expected["playbook"]
    assert worked.document == worked.expected["policy"]


def test_facts_are_read_with_value_day_and_polarity(worked: Worked) -> None:
    missed = [wanted for wanted in worked.expected.get("facts", []) if not _held(wanted, worked.facts)]
    assert missed == []


def test_facts_that_the_papers_do_not_state_are_not_read(worked: Worked) -> None:
    present = {fact.key for fact in worked.facts if fact.polarity == "present"}
    assert present & set(worked.expected.get("never", [])) == set()


def test_each_condition_is_judged(worked: Worked) -> None:
    judged = {}
    for phrase in worked.expected["criteria"]:
        found = [r.status for r in _every(worked.results) if phrase.lower() in r.criterion.text.lower()]
        judged[phrase] = found[0] if len(found) == 1 else found
    assert judged == worked.expected["criteria"]


def test_conflicts_between_the_papers_are_found(worked: Worked) -> None:
    found = [conflict.what for conflict in contradictions(worked.case, worked.facts, worked.playbook)]
    wanted = worked.expected.get("conflicts", [])
    assert len(found) == len(wanted), found
    assert all(any(phrase in what for what in found) for phrase in wanted), found


def test_the_next_step_and_the_state_of_the_draft(worked: Worked) -> None:
    draft = worked.drafted.draft
    errors = [(f.rule, f.message) for f in draft.findings if f.severity == "error"]
    assert (draft.action, draft.status) == (worked.expected["action"], worked.expected["status"]), errors


def test_every_proof_stands_in_its_paper(worked: Worked) -> None:
    texts = {document.id: document.text or "" for document in worked.case.documents}
    for fact in worked.facts:
        if fact.span is not None and fact.span.document in texts:
            assert texts[fact.span.document][fact.span.start : fact.span.end] == fact.quote


def _held(wanted: dict[str, Any], facts: tuple[Fact, ...]) -> bool:
    return any(all(str(getattr(fact, name)) == str(value) for name, value in wanted.items()) for fact in facts)


def _every(results: tuple[CriterionResult, ...]) -> Iterator[CriterionResult]:
    for result in results:
        yield result
        yield from _every(result.children)
