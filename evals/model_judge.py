"""A hosted model as one more scorer of answers; it is shown beside the checks and never decides.

The model is reached through the privacy boundary, like every hosted model. What it says that is no score leaves the
answer unscored, and a failure of the model leaves the rest of the run as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.record import Judged
from evals.score import Score, unscored

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

#: Suites whose outcomes are answers that a person reads.
SUITES = ("answers", "safety")
NAME = "model judge"
_SAID = re.compile(r"^\W*(0(?:\.\d+)?|1(?:\.0+)?)(?![\d.])\W*(.*)", re.DOTALL)


@dataclass
class Tokens:
    """What the judging used."""

    into: int = 0
    out: int = 0


def judged_too(results: Sequence[Judged], model: BaseChatModel, used: Tokens) -> Iterator[Judged]:
    """The results, those of answers with one score more that does not count."""
    for each in results:
        if each.case.suite in SUITES and each.text:
            yield each.model_copy(update={"scores": (*each.scores, _score(each, model, used))})
        else:
            yield each


def _score(each: Judged, model: BaseChatModel, used: Tokens) -> Score:
    from langchain_core.messages import HumanMessage

    from assistant.models.failure import HostedFailures
    from assistant.prompting.prompt import load_prompt

    prompt = load_prompt("judge")
    text = prompt.render(
        question=each.question,
        answer=each.text,
        evidence="\n".join(each.evidence) or "none",
        expected=json.dumps(each.case.expect, ensure_ascii=False),
    )
    reply, failed = None, HostedFailures()
    with failed:
        reply = model.invoke([HumanMessage(text)])
    if reply is None:
        return _aside(unscored(NAME, f"the model failed: {failed.why}"))
    usage = reply.usage_metadata
    if usage:
        used.into, used.out = used.into + usage["input_tokens"], used.out + usage["output_tokens"]
    said = str(reply.text).strip()
    match = _SAID.match(said)
    if match is None:
        return _aside(unscored(NAME, f"no score was said: {said[:200]}"))
    return _aside(Score(name=NAME, value=float(match[1]), compared=prompt.stamp, why=match[2].strip()[:600]))


def _aside(score: Score) -> Score:
    return score.model_copy(update={"counts": False})
