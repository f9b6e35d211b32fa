"""The ways in which a hosted chat model fails, caught in one place."""

from __future__ import annotations

from types import TracebackType

from assistant.domain.errors import BrokenToken, ClaimwrightError


class HostedFailures:
    """Turns whatever a provider's library raises into a reason.

    The program's own errors pass, save a broken token, which is the model's doing.
    """

    def __init__(self) -> None:
        self.why = ""

    def __enter__(self) -> HostedFailures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        if isinstance(error, ClaimwrightError) and not isinstance(error, BrokenToken):
            return False
        self.why = error.message if isinstance(error, BrokenToken) else f"it failed ({type(error).__name__})"
        return True
