"""The audit trail: who did what, when and why, in lines that hold each other."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from assistant.domain.base import Frozen

#: What leaves a line. ``denied`` is an access that was refused.
AuditAction = Literal[
    "view",
    "answer",
    "draft",
    "check",
    "export",
    "approve",
    "model_call",
    "create",
    "change",
    "delete",
    "escalate",
    "feedback",
    "sign_in",
    "sign_out",
    "denied",
    "key",
    "retention",
]


class AuditLine(Frozen):
    """One line. ``subject`` is the id of a record and ``detail`` a reason; neither names a patient.

    ``hash`` covers every field and the hash of the line before it.
    """

    seq: int
    at: datetime
    practice: str
    user: str
    role: str
    action: str
    subject: str
    detail: str = ""
    previous: str
    hash: str


class AuditHead(Frozen):
    """The newest line of a practice's chain; kept elsewhere, it proves that nothing was cut off since."""

    practice: str
    seq: int
    hash: str


class AuditVerdict(Frozen):
    """What reading a chain again gave: ``broken_at`` is the first line that cannot be trusted."""

    practice: str
    ok: bool
    lines: int
    head: str
    broken_at: int | None = None
    reason: str = ""
