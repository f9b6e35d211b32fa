"""Draft the letter that asks a physician for a missing paper."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from assistant.domain.artifacts import DraftMade
from assistant.domain.errors import BadInput
from assistant.tools.context import Turn
from assistant.tools.drafting import drafted
from assistant.tools.made import made

_NEEDS = ("the claim with its codes", "the papers that are held")


def draft_physician_request(turn: Turn) -> BaseTool:
    """The drafting tool of one turn; without a case it names what one needs."""

    @made("draft_physician_request")
    def run(about: str | None = None) -> tuple[str, DraftMade]:
        """Draft the letter that asks a physician for one missing paper; `about` may name it (order, study, cpap)."""
        try:
            return drafted(turn, "physician_request", needs=_NEEDS, about=about)
        except BadInput as error:
            return error.message, DraftMade(
                key="draft:none", basis="draft", kind="physician_request", needs=(error.fix,)
            )

    return run
