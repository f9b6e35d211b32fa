"""An upper limit on how long anything may take, also where bytes keep trickling in."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What ``call`` returns or raises; ``TimeoutError`` when that takes longer.

    A call that is given up goes on in the background until its own time-out ends it.

    >>> within(5, lambda: 42)
    42
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001  # handed on to the thread that waits
            errors.append(error)

    worker = Thread(target=run, name="claimwright-model-call", daemon=True)
    worker.start()
    worker.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no answer within {seconds:g} seconds")
    return results[0]
