"""``claimwright slack`` with answers that are at hand, for trying how deliveries fare.

Everything else is as in an office: the processes, their store, their connections. The processes of the crew import
the main module of the one that starts them, so they answer from the same script.
"""

from __future__ import annotations

import os
import random
import time
from importlib import import_module
from typing import Any

from assistant.assistant import Assistant
from assistant.domain.answer import Answer, Citation, Question
from assistant.domain.caller import Caller

#: Seconds that an answer takes at most, as text in the surroundings of the process.
TAKES = "SLACK_SCRIPTED_TAKES"


def answer_to(question: Question) -> Answer:
    """An answer to whatever is asked, with one source."""
    cited = Citation(
        key="sample-1",
        document="sample",
        title="Sample policy",
        section="Crowns",
        payer="Northlake Dental",
        quote="A crown is paid once in 60 months.",
    )
    return Answer(
        action="answer",
        status="ready",
        text=f"A crown is paid once in 60 months. [1]\n\nAsked was: {question.text}",
        citations=(cited,),
        thread=question.thread or "",
        trace_id=random.SystemRandom().randbytes(8).hex(),
        model="scripted",
    )


def script() -> None:
    """Answer from the script from now on, in this process."""
    longest = float(os.environ.get(TAKES, "0.2"))

    def ask(_office: Assistant, _caller: Caller, question: Question, **_: Any) -> Answer:
        time.sleep(random.SystemRandom().uniform(0, longest))
        return answer_to(question)

    setattr(Assistant, "ask", ask)  # noqa: B010  # in place of a method, for this process alone


if __name__ in ("__main__", "__mp_main__"):
    script()

if __name__ == "__main__":
    import_module("api.cli.main").run()  # the command itself, as a process of its own has it
