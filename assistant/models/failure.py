"""The ways in which a hosted chat model fails, caught in one place."""

from __future__ import annotations

from types import TracebackType

from assistant.domain.errors import BrokenToken, ClaimwrightError

_RATE_LIMIT, _SERVER_ERROR = 429, 500


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
        self.why = error.message if isinstance(error, BrokenToken) else _reason(error)
        return True


def _reason(error: Exception) -> str:
    """What went wrong, from the kind of error alone: its message may quote what was sent."""
    name = type(error).__name__
    status = getattr(error, "status_code", None)
    if isinstance(error, TimeoutError) or "timeout" in name.lower():
        return f"it did not answer in time ({name})"
    if status == _RATE_LIMIT:
        return f"it is over its rate limit ({status})"
    if isinstance(status, int) and status >= _SERVER_ERROR:
        return f"its provider failed ({status})"
    return f"it failed ({name})"
