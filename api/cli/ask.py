"""``claimwright ask``: a question, answered from the documents or declined honestly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import NOTHING, OK, emit_json, open_assistant

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.intake.case_file import LoadedCase

#: A question, even with a pasted letter or remittance, is shorter than this.
_LONGEST = 200_000


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("ask")
    def ask(
        text: Annotated[str, typer.Argument(help="the question, in your own words")],
        payer: Annotated[str | None, typer.Option(help="the payer it is about")] = None,
        plan: Annotated[str | None, typer.Option(help="the plan")] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", help="the date of service, YYYY-MM-DD")] = None,
        thread: Annotated[str | None, typer.Option(help="go on with this thread")] = None,
        go_on: Annotated[bool, typer.Option("-c", "--continue", help="go on with your last thread")] = False,
        case: Annotated[
            Path | None, typer.Option(help="a case file that the question, and its thread from here on, is about")
        ] = None,
        fallback: Annotated[
            bool, typer.Option("--fallback/--no-fallback", help="let the embedded model answer if the hosted one fails")
        ] = True,
        as_json: Annotated[bool, typer.Option("--json", help="print the answer as JSON")] = False,
    ) -> None:
        """Answer a question from the payer's documents in force, with the sources, or say that they do not answer it.

        Example: claimwright ask "does northlake ppo need auth for E0486?" --as-of 2026-08-18
        """
        from api.cli.answer_text import show_answer
        from api.cli.days import day_option
        from assistant.domain.answer import Question
        from assistant.domain.caller import LOCAL
        from assistant.domain.errors import BadInput

        if not text.strip():
            raise BadInput("there is no question", fix="write one in quotes")
        if len(text) > _LONGEST:
            raise BadInput(f"the question has {len(text):,} characters", fix=f"ask in fewer than {_LONGEST:,}")
        assistant = open_assistant()
        question = Question(
            text=text,
            payer=payer,
            plan=plan,
            as_of=day_option(as_of, "--as-of"),
            thread=thread_of(assistant, thread, go_on),
            case=str(case) if case else None,
        )
        loaded = case_of(assistant, case, question.thread)
        answer = assistant.ask(LOCAL, question, case=loaded, fallback=fallback)
        if case:
            assistant.keep_thread_case(LOCAL, answer.thread, case)
        if as_json:
            emit_json(answer)
        else:
            show_answer(answer)
        raise typer.Exit(NOTHING if answer.action in ("cannot_answer", "refuse_and_redirect") else OK)


def thread_of(assistant: Assistant, thread: str | None, go_on: bool) -> str | None:
    """The thread that was named, or the caller's last one."""
    from assistant.domain.caller import LOCAL
    from assistant.domain.errors import BadInput

    if thread is not None and not (0 < len(thread) <= 80 and thread.isprintable()):
        raise BadInput("a thread's name has 1 to 80 printable characters", where="--thread")
    return thread or (assistant.last_thread(LOCAL) if go_on else None)


def case_of(assistant: Assistant, case: Path | None, thread: str | None) -> LoadedCase | None:
    """The case that was named, else the one that the thread holds."""
    from assistant.domain.caller import LOCAL

    if case is not None:
        return assistant.load_case(LOCAL, case)
    return assistant.thread_case(LOCAL, thread) if thread else None
