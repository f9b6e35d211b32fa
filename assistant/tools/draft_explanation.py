"""Draft the page that tells a patient about costs and benefits."""

from __future__ import annotations

from typing import Literal

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = (
    "the planned or billed services with their fees",
    "the plan as verified",
    "what the plan has answered, if it has",
)


def draft_explanation(turn: Turn) -> BaseTool:
    """The patient's page of one turn; without a case it names what one needs."""

    @made("draft_explanation")
    def run(form: Literal["explanation", "treatment_plan"] = "explanation") -> tuple[str, DraftMade]:
        """Draft a plain page for the patient: what care costs, what the plan pays and why, what the patient owes.

        `form` is `explanation` for one claim or estimate, `treatment_plan` for visits over time. Nothing is sent.
        """
        return drafted(turn, form, needs=_NEEDS)

    return run
