"""``claimwright search TEXT``: the passages in force, with their proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.days import day_option
from api.cli.output import NOTHING, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.policy import Hit
    from assistant.retrieval.results import SearchResult


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("search")
    def search(
        text: Annotated[str, typer.Argument(help="A question or some words")],
        k: Annotated[int, typer.Option("-k", help="How many passages")] = 5,
        payer: Annotated[str | None, typer.Option(help="Only this payer's documents and general guides")] = None,
        plan: Annotated[str | None, typer.Option(help="Only this plan's documents and those of every plan")] = None,
        as_of: Annotated[str | None, typer.Option(help="Documents in force on this day, YYYY-MM-DD")] = None,
        explain: Annotated[bool, typer.Option("--explain", help="Show how each score came about")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Find the passages in force that speak of something.

        Without a payer (named by option or in the text) only general guides are searched.

        Example: claimwright search "how often is SRP paid" --payer "Brightsmile Dental" -k 3
        """
        from assistant.domain.caller import LOCAL

        on = day_option(as_of, "--as-of")
        result = open_assistant().search(LOCAL, text, k=k, payer=payer, plan=plan, on=on)
        if as_json:
            emit_json(as_dict(result, explain=explain))
        else:
            _print(result, explain=explain)
        if not result.hits:
            note(_searched(result))
            raise typer.Exit(NOTHING)


def as_dict(result: SearchResult, *, explain: bool = False) -> dict[str, Any]:
    """The JSON shape of a search."""
    value: dict[str, Any] = {
        "text": result.text,
        "as_of": result.on.isoformat(),
        "payer": result.payer,
        "plan": result.plan,
        "passages": [_passage(hit, explain=explain) for hit in result.hits],
        "searched": result.searched,
        "notes": list(result.notes),
        "choices": list(result.choices),
        "elsewhere": list(result.elsewhere),
        "sufficiency": result.sufficiency.model_dump(mode="json"),
    }
    if explain:
        value["explain"] = {
            "understood": result.understood,
            "dense_by": result.dense_by,
            "generations": list(result.generations),
            "milliseconds": result.milliseconds,
        }
    return value


def _passage(hit: Hit, *, explain: bool) -> dict[str, Any]:
    passage = hit.passage
    value: dict[str, Any] = {
        "key": passage.key,
        "document": passage.document,
        "title": passage.title,
        "section": passage.section,
        "page": passage.page,
        "text": passage.text,
        "score": hit.score,
        "payer": passage.payer,
        "plan": passage.plan,
        "kind": passage.kind,
        "effective_from": passage.effective_from and passage.effective_from.isoformat(),
        "effective_through": passage.effective_through and passage.effective_through.isoformat(),
        "source": passage.source,
        "provenance": passage.provenance,
        "context": hit.context,
    }
    if explain:
        value["signals"] = hit.signals
    return value


def _print(result: SearchResult, *, explain: bool) -> None:
    for number, hit in enumerate(result.hits, start=1):
        passage = hit.passage
        heading = f" > {passage.section}" if passage.section else ""
        page = f", page {passage.page}" if passage.page else ""
        say(f"{number}. {passage.title}{heading}{page}")
        say(f"   {passage.payer}{_days(hit)}  [{passage.key}]")
        if explain:
            parts = ", ".join(f"{name} {value:g}" for name, value in hit.signals.items())
            say(f"   score {hit.score:g}: {parts}")
        say()
        for line in passage.text.splitlines():
            say(f"   {line}".rstrip())
        say()
    if explain:
        say(f"understood as: {result.understood}")
        times = ", ".join(f"{name} {value:.1f}" for name, value in result.milliseconds.items())
        say(f"searched {result.searched} passages; meaning by {result.dense_by}; milliseconds: {times}")
        verdict = "supports an answer" if result.sufficiency.supported else f"no answer: {result.sufficiency.reason}"
        say(f"{verdict} (score {result.sufficiency.score:g})")
    for line in result.notes:
        note(f"Note: {line}")
    if result.elsewhere:
        note(f"Held for payers: {', '.join(result.elsewhere)}. Name one with --payer.")


def _days(hit: Hit) -> str:
    first, last = hit.passage.effective_from, hit.passage.effective_through
    if first is None:
        return ""
    return f", in force from {first.isoformat()}" + (f" through {last.isoformat()}" if last else "")


def _searched(result: SearchResult) -> str:
    whose = f"{result.payer} and general guides" if result.payer_known else "general guides"
    hint = f" Held for payers: {', '.join(result.elsewhere)}." if result.elsewhere else ""
    return f"Nothing in force on {result.on.isoformat()} was found in {whose} ({result.searched} passages).{hint}"
