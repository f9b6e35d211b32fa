"""``claimwright chat``: questions and answers in one thread, line by line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import OK, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.answer import Answer

_PROMPT = "> "
_LONGEST = 200_000
#: Seconds between two paragraphs on a terminal.
_PAUSE = 0.15


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("chat")
    def chat(
        payer: Annotated[str | None, typer.Option(help="the payer it is about")] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", help="the date of service, YYYY-MM-DD")] = None,
        thread: Annotated[str | None, typer.Option(help="go on with this thread")] = None,
        go_on: Annotated[bool, typer.Option("-c", "--continue", help="go on with your last thread")] = False,
        case: Annotated[Path | None, typer.Option(help="a case file that the thread is about")] = None,
    ) -> None:
        """Ask question after question in one thread; an empty line or "exit" ends it. Reads lines from a pipe too.

        Example: claimwright chat --payer "Metro PPO"
        """
        from api.cli.ask import case_of, thread_of
        from api.cli.days import day_option
        from assistant.domain.answer import Question
        from assistant.domain.caller import LOCAL
        from assistant.domain.errors import ClaimwrightError

        assistant = open_assistant()
        on = day_option(as_of, "--as-of")
        current = thread_of(assistant, thread, go_on)
        loaded = case_of(assistant, case, current)
        kept = False
        for line in _lines():
            question = Question(text=line[:_LONGEST], payer=payer, as_of=on, thread=current)
            try:
                answer = assistant.ask(LOCAL, question, case=loaded, tell=_step)
            except ClaimwrightError as error:
                note(f"claimwright: {error}")
                continue
            if case and not kept:
                assistant.keep_thread_case(LOCAL, answer.thread, case)
            current, kept = answer.thread, True
            _tell(answer)
        if current:
            note(f"Go on with: claimwright chat --thread {current}")
        raise typer.Exit(OK)


def _tell(answer: Answer) -> None:
    """The checked answer, in a terminal paragraph by paragraph as a person reads."""
    from assistant.rendering.answer import answer_text

    paragraphs = answer_text(answer).split("\n\n")
    for number, paragraph in enumerate(paragraphs, start=1):
        say(paragraph if number == len(paragraphs) else f"{paragraph}\n")
        sys.stdout.flush()
        if sys.stdout.isatty() and number < len(paragraphs):
            time.sleep(_PAUSE)


def _step(kind: str, what: Mapping[str, Any]) -> None:
    """The tool that is being called, for a person who waits at a terminal."""
    if kind == "tool" and sys.stdin.isatty():
        note(f"  {what['name'].replace('_', ' ')} ...")


def _lines() -> Iterator[str]:
    """What is typed, or what a pipe brings, until an empty line or a word of farewell."""
    if not sys.stdin.isatty():
        yield from (line.strip() for line in sys.stdin if line.strip())
        return
    with suppress(ImportError):  # where the platform has no readline, arrow keys bring nothing back
        import readline  # noqa: F401  # importing it gives `input` a history
    say('Ask away; an empty line or "exit" ends it.')
    while True:
        try:
            line = input(_PROMPT).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.casefold() in ("", "exit", "quit", "bye"):
            return
        yield line
