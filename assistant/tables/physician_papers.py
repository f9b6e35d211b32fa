"""Papers that another clinician holds, by the family of cases that needs them."""

from __future__ import annotations

from functools import cache

from assistant.domain.base import Frozen
from assistant.tables.source import rows, words


class PhysicianPaper(Frozen):
    """A row of ``corpus/tables/physician_papers.csv``; ``checklist_kind`` is the playbook's item that it fills."""

    id: str
    checklist_kind: str
    playbooks: tuple[str, ...]
    title: str
    addressee: str
    source: str


@cache
def physician_papers() -> tuple[PhysicianPaper, ...]:
    """Every row of the table."""
    return tuple(
        PhysicianPaper.model_validate({**cells, "playbooks": words(cells["playbooks"])})
        for cells in rows("physician_papers.csv")
    )


def papers_for(playbook: str) -> tuple[PhysicianPaper, ...]:
    """The papers of a family that come from outside the office.

    >>> [paper.id for paper in papers_for("osa_appliance")]
    ['study', 'order', 'cpap']
    """
    return tuple(paper for paper in physician_papers() if playbook in paper.playbooks)
