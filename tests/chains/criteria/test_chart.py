"""Which findings of a chart count for the teeth of a line."""

from __future__ import annotations

import pytest

from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.scope import places_of
from assistant.domain.case import CaseDocument
from assistant.domain.claim import ServiceLine
from assistant.intake.facts import extract
from assistant.tables.playbooks import playbooks

PLAYBOOK = next(playbook for playbook in playbooks() if playbook.id == "scaling_root_planing")


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Radiographic bone loss 20-30% UR, horizontal.", False),
        ("Radiographic bone loss UR and LR.", True),
        ("Bone loss LR on BWX.", True),
        ("Generalized horizontal bone loss.", True),
        ("Bone loss in the mandible.", True),
        ("UR: bone loss at #28.", True),
    ],
)
def test_bone_loss_of_another_quadrant_says_nothing_of_the_teeth_of_the_line(words: str, counts: bool) -> None:
    paper = CaseDocument(id="d1", kind="chart_note", text=words)
    line = ServiceLine(id="1", code="D4342", tooth="28,29")
    chart = Chart(PLAYBOOK, extract((paper,), PLAYBOOK), None, places=places_of(line, "universal"))
    assert bool(chart.about("bone_loss")) is counts
