"""How commands talk: data to stdout, everything else to stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

    from assistant.assistant import Assistant

_flags: ContextVar[Mapping[str, str]] = ContextVar("flags", default=MappingProxyType({}))

OK, FOUND, USAGE, NOTHING, CONFIGURATION, MODEL = 0, 1, 2, 3, 4, 5


def open_assistant() -> Assistant:
    """The assistant for this process, built from flags, environment and configuration files."""
    from assistant.bootstrap import build_assistant
    from assistant.settings import load_settings

    return build_assistant(load_settings(flags()), notify=note)


def open_to_stay() -> Assistant:
    """The assistant of a door that stays open: what could not open its own rows is refused before anybody comes."""
    assistant = open_assistant()
    _ = assistant.office
    return assistant


def flags() -> dict[str, str]:
    """The settings that this command was called with, by name."""
    return dict(_flags.get())


def keep_flags(given: dict[str, str]) -> None:
    """Remember the settings of this call for whoever opens the assistant."""
    _flags.set(given)


def emit_json(value: BaseModel | dict[str, Any] | list[Any]) -> None:
    """Print one JSON document on stdout."""
    if hasattr(value, "model_dump_json"):
        sys.stdout.write(value.model_dump_json(indent=2))
    else:
        sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str))
    sys.stdout.write("\n")


def say(text: str = "") -> None:
    """Print result text on stdout."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Print progress or advice on stderr; work goes on where nobody reads it any more."""
    try:
        sys.stderr.write(text + "\n")
    except BrokenPipeError:
        # What is left in the buffer would fail again at the end, and turn a good exit code into a bad one.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)


def fail(message: str, code: int) -> NoReturn:
    """End with one message on stderr and a documented exit code."""
    note(message)
    raise typer.Exit(code)


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn the project's own errors into a message and their exit code."""
    from assistant.domain.errors import ClaimwrightError

    try:
        yield
    except ClaimwrightError as error:
        note(f"claimwright: {error}")
        raise SystemExit(error.exit_code) from None
