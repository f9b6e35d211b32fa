"""What a person thought of an answer; each remark can become a labelled case."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from assistant.domain.base import Frozen

Verdict = Literal["right", "wrong"]

Reason = Literal[
    "wrong_fact", "wrong_payer", "outdated", "missing_source", "unclear", "too_long", "should_refuse", "other"
]


class Feedback(Frozen):
    """One remark. Question and answer are kept as the thread keeps them, without identifiers of people."""

    id: str
    at: datetime
    practice: str
    user: str
    trace_id: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    comment: str = ""
    question: str = ""
    answer: str = ""
    action: str = ""
