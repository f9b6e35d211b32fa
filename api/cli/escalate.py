"""``claimwright escalate``: a thread summed up for the person who takes it over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import emit_json, open_assistant, say


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("escalate")
    def escalate(
        to: Annotated[str, typer.Option(help="the person or channel that takes it over")],
        thread: Annotated[str | None, typer.Option(help="the thread; your last one if not given")] = None,
        due: Annotated[str | None, typer.Option(help="the day by which an answer is needed, YYYY-MM-DD")] = None,
        case: Annotated[Path | None, typer.Option(help="a case file, whose deadline counts")] = None,
        identifiers: Annotated[
            bool, typer.Option("--with-identifiers", help="name the patient, the member number and the claim")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    ) -> None:
        """Sum a thread up: question, facts, what was tried, sources, what is open, deadline. Nothing is sent.

        Example: claimwright escalate --thread front-desk-7 --to "Dana, insurance coordinator" --due 2026-12-04
        """
        from api.cli.ask import case_of
        from api.cli.days import day_option
        from assistant.domain.caller import LOCAL
        from assistant.domain.errors import BadInput

        assistant = open_assistant()
        named = thread or assistant.last_thread(LOCAL)
        if named is None:
            raise BadInput("there is no thread yet", where="--thread", fix="ask something first")
        loaded = case_of(assistant, case, named)
        made = assistant.escalate(
            LOCAL, named, to=to, due=day_option(due, "--due"), case=loaded, identifiers=identifiers
        )
        if as_json:
            emit_json(made)
        else:
            say(made.text)
