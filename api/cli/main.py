"""The ``claimwright`` command: registers each command file; nothing heavy is imported here."""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer

from api.cli import (
    access,
    ask,
    audit,
    case,
    chat,
    check,
    code,
    config,
    corpus,
    deadline,
    demo,
    denial,
    doctor,
    draft,
    escalate,
    estimate,
    init,
    lane,
    log,
    mcp,
    payer,
    read,
    report,
    rules,
    schema,
    search,
    serve,
    setup,
    slack,
    tables,
)
from api.cli import eval as evaluation
from api.cli.output import USAGE, fail, keep_flags, named_errors

app = typer.Typer(
    name="claimwright",
    help="Answers, checks and drafts over payer policies, each with its proof.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def claimwright(
    home: Annotated[str | None, typer.Option(help="the home folder for this call")] = None,
    model: Annotated[str | None, typer.Option(help="the chat model for this call, as provider:name")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for any setting, see `claimwright config show`")
    ] = None,
) -> None:
    """Answers, checks and drafts over payer policies, each with its proof."""
    given = {name: value for name, value in (("home", home), ("model", model)) if value is not None}
    for pair in settings or ():
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            fail(f"claimwright: --set {pair!r}. Fix: write NAME=VALUE, such as thread_days=30.", USAGE)
        given[name.strip()] = value
    keep_flags(given)


for _module in (
    demo,
    ask,
    chat,
    escalate,
    log,
    draft,
    case,
    check,
    rules,
    search,
    corpus,
    code,
    tables,
    deadline,
    denial,
    payer,
    estimate,
    lane,
    evaluation,
    init,
    doctor,
    config,
    setup,
    read,
    report,
    schema,
    access,
    audit,
    serve,
    slack,
    mcp,
):
    _module.register(app)


def run() -> None:
    """Entry point: named errors become one message and a documented exit code."""
    # A command makes many objects and few circles of them; looking for circles at every 700 costs a sixth of its start.
    gc.set_threshold(100_000, 50, 50)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        with named_errors():
            app(standalone_mode=True)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
