"""Three hundred made-up cases: no number without its line, nothing above grade 8, no rule broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.chains.finish import Drafted
from assistant.chains.patient.explanation import draft_explanation
from assistant.chains.patient.script import draft_script
from assistant.chains.patient.treatment_plan import draft_treatment_plan
from assistant.recognise.readability import readability
from assistant.rules.drafts.patient.patient_text import versions
from assistant.rules.drafts.proof import values
from assistant.tables.conversations import conversations
from evals.suites.made_patients import made_case

Write = Callable[..., Drafted]


def judge(drafted: Drafted) -> None:
    """What must hold of every text for a patient."""
    draft, sheet = drafted.draft, drafted.sheet
    broken = [f for f in draft.findings if f.rule.startswith("DR") and f.severity == "error"]
    assert broken == []
    for version in versions(sheet):
        grade = readability(version.text).grade
        assert grade is not None
        assert grade <= 8, (grade, version.text)
    for statement in draft.statements:
        proved = set().union(*(sheet.proof.source_values(source) for source in statement.sources))
        assert values(statement.text) <= proved, statement
    assert draft.status != "blocked" or any(finding.severity == "error" for finding in draft.findings)


@pytest.mark.parametrize("seed", range(10))
def test_thirty_made_up_cases(write: Write, seed: int) -> None:
    kinds = [each.id for each in conversations()]
    for number in range(seed * 30, seed * 30 + 30):
        content = made_case(number)
        if number % 3 == 0:
            judge(write(draft_explanation, content))
        elif number % 3 == 1:
            judge(
                write(draft_treatment_plan, content) if "denials" not in content else write(draft_explanation, content)
            )
        else:
            judge(write(draft_script, content, about=kinds[number % len(kinds)]))
