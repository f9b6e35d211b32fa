"""What a check yields: findings as values, all collected in one pass."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen

Severity = Literal["error", "warning", "note"]


class PredictedDenial(Frozen):
    """What a payer would most likely send back for this problem."""

    group: str = ""
    carc: str
    rarc: str = ""


class Finding(Frozen):
    """One problem: where it is, what it is, how to mend it and who says so.

    ``where`` is a zero-based JSON path into a claim (``lines[0].tooth``) or the id of a
    statement or line of a draft.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    fix: str
    source: str
    predicts: PredictedDenial | None = None


class Report(Frozen):
    """The outcome of checking one claim: ``ok`` means no error; warnings may remain."""

    ok: bool
    checked: int
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: tuple[Finding, ...], checked: int) -> Report:
        """A report over ``checked`` rules that were applied."""
        return cls(ok=not any(f.severity == "error" for f in findings), checked=checked, findings=findings)
