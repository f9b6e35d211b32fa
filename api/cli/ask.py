"""``claimwright ask``: a question, answered from the documents or declined honestly."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import NOTHING, OK, emit_json, open_assistant

#: A question, even with a pasted letter, is shorter than this.
_LONGEST = 20_000


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("ask")
    def ask(
        text: Annotated[str, typer.Argument(help="the question, in your own words")],
        payer: Annotated[str | None, typer.Option(help="the payer it is about")] = None,
        plan: Annotated[str | None, typer.Option(help="the plan")] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", help="the date of service, YYYY-MM-DD")] = None,
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
        question = Question(text=text, payer=payer, plan=plan, as_of=day_option(as_of, "--as-of"))
        answer = open_assistant().ask(LOCAL, question)
        if as_json:
            emit_json(answer)
        else:
            show_answer(answer)
        raise typer.Exit(NOTHING if answer.action in ("cannot_answer", "refuse_and_redirect") else OK)
