"""A suite: its cases, the task that runs one of them, and the scorers that judge what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.errors import BadInput
from evals.case import Case
from evals.labels import Labels, read_labels
from evals.score import Outcome, Scorer
from evals.task import Workbench

#: Where the case files of the tests lie; the wheel does not carry them, a checkout does.
CHECKOUT = Path(__file__).parents[1] / "tests"


@dataclass(frozen=True)
class Suite:
    """``home`` says where the cases are kept; without the folder ``needs`` there are none of them.

    ``seed`` is that of its generator, where it has one. ``inputs`` and ``expect`` say what a case holds; ``example``
    has one of each for an office's own case, and without it the suite takes none.
    """

    name: str
    about: str
    home: str
    cases: Callable[[], tuple[Case, ...]]
    task: Callable[[Workbench, Case], Outcome]
    scorers: tuple[Scorer, ...]
    inputs: type[Labels]
    expect: type[Labels]
    example: Mapping[str, Any] | None = None
    needs: Path | None = None
    seed: int | None = None

    @property
    def missing(self) -> bool:
        """Whether the cases are kept in a checkout and this is none."""
        return self.needs is not None and not self.needs.exists()

    def read(self, case: Case) -> Case:
        """The case with its inputs and expectations as their types read them. Raises ``BadInput`` naming the keys."""
        inputs, wrong = read_labels(self.inputs, case.inputs, "inputs")
        expect, more = read_labels(self.expect, case.expect, "expect")
        if wrong or more:
            said, fix = "; ".join((*wrong, *more)), f"see `claimwright eval schema {self.name}`"
            raise BadInput(said, where=f"{self.name}/{case.id}", fix=fix)
        return case.model_copy(update={"inputs": inputs, "expect": expect})

    def read_own(self, case: Case) -> Case:
        """An office's own case. Raises ``BadInput`` also where it expects nothing, for that would always pass."""
        where = f"{self.name}/{case.id}"
        if self.example is None:
            said = f"{self.name} takes no cases of an office: its own are made, and name what was made"
            raise BadInput(said, where=where, fix="use another suite, see `claimwright eval schema`")
        found = self.read(case)
        if all(value is None for value in found.expect.values()):
            keys = ", ".join(self.expect.model_fields)
            raise BadInput("expect: holds nothing to compare with", where=where, fix=f"expect at least one of {keys}")
        return found
