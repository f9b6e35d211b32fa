"""A suite: its cases, the task that runs one of them, and the scorers that judge what came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evals.case import Case
from evals.score import Outcome, Scorer
from evals.task import Workbench

#: Where the case files of the tests lie; the wheel does not carry them, a checkout does.
CHECKOUT = Path(__file__).parents[1] / "tests"


@dataclass(frozen=True)
class Suite:
    """``home`` says where the cases are kept; without the folder ``needs`` there are none of them.

    ``seed`` is that of its generator, where it has one.
    """

    name: str
    about: str
    home: str
    cases: Callable[[], tuple[Case, ...]]
    task: Callable[[Workbench, Case], Outcome]
    scorers: tuple[Scorer, ...]
    needs: Path | None = None
    seed: int | None = None

    @property
    def missing(self) -> bool:
        """Whether the cases are kept in a checkout and this is none."""
        return self.needs is not None and not self.needs.exists()
