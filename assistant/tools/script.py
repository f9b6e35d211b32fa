"""What to say in a hard conversation with a patient."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.domain.errors import BadInput
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("the case", "what the patient said or asked", "what the office does next, and when")


def script(turn: Turn) -> BaseTool:
    """The scripts of one turn: phone, portal and text message from one set of facts."""

    @made("script")
    def run(about: str) -> tuple[str, DraftMade]:
        """Word a hard conversation with the patient of the case at hand, for phone, portal and text message.

        `about` is what happened in the person's own words, with the next step and its day, or the name of a
        conversation: frustrated_denial, benefit_questions, demanding, unclear_benefits, complaint_delay,
        complaint_estimate, complaint_status.
        """
        try:
            return drafted(turn, "script", needs=_NEEDS, about=about)
        except BadInput as error:
            return error.message, DraftMade(key="draft:none", basis="draft", kind="script", needs=(error.fix,))

    return run
