"""Everything loaded before somebody asks: answers and a draft for nobody, kept and recorded nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.assistant.asking import Asking

if TYPE_CHECKING:
    from assistant.chains.desk import Desk
    from assistant.domain.caller import Caller

_NAME = "warm-up"
_QUESTIONS = ("what does CO-50 mean?", "how often does a plan replace a crown?")


class Warming(Asking):
    """Loads what answers and drafts need, without a hosted model."""

    def warm_answers(self, caller: Caller) -> None:
        """So that no question waits for the documents, the embedder and the tools."""
        from assistant.conversation.ask import ask
        from assistant.domain.answer import Question

        means = replace(self.means(caller, None), model=None)
        for text in _QUESTIONS:
            ask(Question(text=text), means, trace_id=_NAME)

    def warm_desk(self) -> Desk:
        """The desk with its tables open, so that no list of cases and drafts waits for them; nobody looks into them."""
        with self.office.together():  # which opens them
            return self.desk

    def warm_drafts(self, caller: Caller) -> None:
        """So that no draft waits for its words and its letter."""
        from pathlib import Path

        from assistant.chains.kinds import draft
        from assistant.domain.case import Case, Denial
        from assistant.domain.claim import Claim, ServiceLine
        from assistant.intake.case_file import LoadedCase
        from assistant.rendering.docx import letter_docx

        claim = Claim(lane="dental", payer="Northlake Dental", lines=(ServiceLine(id="1", code="D2740"),))
        sample = LoadedCase(Case(claim=claim, denials=(Denial(group="CO", carc="50"),)), Path())
        request = self._request(caller, sample, kind="appeal", level=1, channel=None, about=None)
        letter_docx(draft("appeal", request).letter)
