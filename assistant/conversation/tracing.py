"""The trace that an answer carries."""

from __future__ import annotations

from assistant.conversation.hosted import Outcome
from assistant.conversation.loop import TurnResult
from assistant.domain.answer import Answer
from assistant.domain.trace import Trace
from assistant.retrieval.library import Library


def traced(
    answer: Answer,
    library: Library,
    prompts: tuple[str, ...],
    outcome: Outcome | None,
    result: TurnResult | None = None,
) -> Answer:
    """The answer with the prompts and index generations behind it, and what the turn used.

    ``outcome`` is the hosted model's turn, ``result`` the embedded one's that followed it.
    """
    spent = outcome.spent if outcome is not None and outcome.spent is not None else Trace(trace_id="", model="")
    seconds = (outcome.seconds if outcome is not None else 0) + (result.used.seconds if result is not None else 0)
    trace = spent.model_copy(
        update={
            "trace_id": answer.trace_id,
            "model": answer.model,
            "prompts": prompts,
            "index": " ".join(library.index_names()),
            "tools": answer.tools,
            "seconds": round(seconds, 3),
            "model_calls": spent.model_calls + (result.used.calls if result is not None else 0),
            "fell_back": outcome.why if outcome is not None and outcome.answer is None else "",
        }
    )
    return answer.model_copy(update={"trace": trace})
