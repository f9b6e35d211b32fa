"""The failures that callers branch on, named by what should happen next.

A finding is never an exception: a claim with four problems shows four. Exceptions are
for input that cannot be read, for set-up that an operator must mend, and for a model
that misbehaves. Every message says what, where and how to fix it, and carries no
patient identifier.
"""

from __future__ import annotations


class ClaimwrightError(Exception):
    """Base of everything raised on purpose; ``fix`` says what the reader can do."""

    #: Exit code of the command line, documented in the manual.
    exit_code = 2

    def __init__(self, message: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        if not self.fix:
            return text
        return f"{text}{'' if text.endswith(('.', '?', '!')) else '.'} Fix: {self.fix}"


class BadInput(ClaimwrightError):
    """The input cannot be read; nothing was changed."""


class NotFound(ClaimwrightError):
    """What was named does not exist in this practice's data."""


class NothingToStandOn(ClaimwrightError):
    """No source supports an answer; the honest reply is to say so."""

    exit_code = 3


class Misconfigured(ClaimwrightError):
    """An operator must act: a setting, a missing file, a cache that cannot be built."""

    exit_code = 4


class Locked(Misconfigured):
    """Another process is writing; ``holder`` names it."""

    def __init__(self, message: str, *, holder: str = "", where: str = "", fix: str = "") -> None:
        super().__init__(message, where=where, fix=fix)
        self.holder = holder


class ModelFailure(ClaimwrightError):
    """The hosted chat model failed and no fallback was allowed."""

    exit_code = 5


class BrokenToken(ClaimwrightError):
    """A privacy token came back changed, cut or unknown; the text must not be used."""


class CodeError(ValueError):
    """Base of what the modules in ``assistant.codes`` raise."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class InvalidFormat(CodeError):
    """The text does not have the shape of this kind of code."""


class InvalidChecksum(CodeError):
    """The check digit does not agree with the other digits."""


class InvalidComponent(CodeError):
    """The shape is right and one part has a value that does not exist."""
