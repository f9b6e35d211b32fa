"""Each part of a condition is proved, or the part that is not is named."""

from __future__ import annotations

import pytest

from assistant.chains.criteria.evaluate import evaluate
from assistant.domain.case import CaseDocument
from assistant.domain.policy import Criterion, CriterionResult
from assistant.intake.facts import extract
from assistant.policies.thresholds import thresholds
from assistant.tables.playbooks import playbooks

PLAYBOOKS = {playbook.id: playbook for playbook in playbooks()}
NOTE = "03/26/2026 Excessive daytime sleepiness, Epworth 13. Hypertension, on lisinopril."
TEST = "Date of test: 04/14/2026, home test type III. Interpreted by Mara Ellison, MD on 04/17/2026."


def judged(
    words: str, *texts: str, playbook: str = "osa_appliance", confirmed: tuple[str, ...] = ()
) -> CriterionResult:
    book = PLAYBOOKS[playbook]
    papers = [CaseDocument(id=f"d{n}", kind="chart_note", text=text) for n, text in enumerate(texts, 1)]
    criterion = Criterion(id="c", text=words, passage="p", document="d", mode="leaf", thresholds=thresholds(words))
    (result,) = evaluate((criterion,), book, extract(papers, book), None, confirmed=confirmed)
    return result


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("Documented hypertension and insomnia.", "insomnia"),
        ("A physician certified in sleep medicine interpreted the sleep test.", "certified in sleep medicine"),
        ("The sleep test was interpreted and signed by a physician.", "signed by a physician"),
        ("Daytime sleepiness, with a usage report.", "usage report"),
        ("The test is of type II or III; home tests are not accepted.", "home tests are not accepted"),
        ("Daytime sleepiness is noted and a gag reflex was provoked.", "gag reflex"),
    ],
)
def test_a_part_without_proof_is_named(words: str, lacks: str) -> None:
    result = judged(words, NOTE, TEST)
    assert result.status == "missing"
    assert lacks in result.reason
    assert result.obtain


@pytest.mark.parametrize(
    "words",
    [
        "Documented hypertension and daytime sleepiness.",
        "Documented insomnia or hypertension.",
        "Insomnia, hypertension, or stroke.",
        "A physician interpreted the sleep test.",
        "Daytime sleepiness is noted in the chart of the member.",
    ],
)
def test_parts_that_are_proved(words: str) -> None:
    assert judged(words, NOTE, TEST).status == "met"


def test_a_person_settles_a_part_that_no_rule_reads() -> None:
    words = "A physician certified in sleep medicine interpreted the sleep test."
    part = judged(words, NOTE, TEST).obtain.rpartition(": ")[2]
    assert judged(words, NOTE, TEST, confirmed=(part,)).status == "met"


def test_a_later_denial_contradicts_the_condition() -> None:
    result = judged("Documented hypertension.", NOTE, "06/01/2026 No hypertension.")
    assert result.status == "contradicted"
    assert [each.document for each in result.evidence] == ["d1", "d2"]


@pytest.mark.parametrize(
    "row",
    [
        "#4 5 4 6 4 3 5 BOP.",
        "Tooth 4 F 5-4-6 L 4-3-5.",
        "#4 B: 545 L: 656",
        "|4|5-4-6|6-5-5|",
        "4   5 4 6   6 5 5",
        "#4 434/656",
    ],
)
def test_the_rows_of_a_periodontal_chart_are_evidence(row: str) -> None:
    result = judged(
        "Pockets of 6 mm or more are charted.", f"PERIODONTAL CHART\n{row}\n", playbook="scaling_root_planing"
    )
    assert result.status == "met"
    assert row in [each.quote for each in result.evidence]
    deeper = judged(
        "Pockets of 7 mm or more are charted.", f"PERIODONTAL CHART\n{row}\n", playbook="scaling_root_planing"
    )
    assert deeper.status == "not_met"
