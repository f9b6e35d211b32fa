"""``claimwright corpus``: take documents in, list, remove, verify and rebuild them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.corpus_contents import criteria, diff
from api.cli.days import day_option
from api.cli.output import FOUND, USAGE, emit_json, fail, note, open_assistant, say
from api.cli.progress import bar

if TYPE_CHECKING:
    from assistant.domain.policy import PolicyDocument
    from assistant.retrieval.results import Accepted, AddReport

#: Exit code of a command that its user stopped, as shells have it.
STOPPED = 130

Json = Annotated[bool, typer.Option("--json", help="Print JSON")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(name="corpus", help="The documents that answers and drafts rest on.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(list_documents)
    group.command("remove")(remove)
    group.command("verify")(verify)
    group.command("rebuild")(rebuild)
    group.command("criteria")(criteria)
    group.command("diff")(diff)
    app.add_typer(group)


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders to search for files")],
    payer: Annotated[str | None, typer.Option(help="Whose document it is; General for guides")] = None,
    effective: Annotated[str | None, typer.Option(help="First day in force, YYYY-MM-DD")] = None,
    through: Annotated[str | None, typer.Option(help="Last day in force, YYYY-MM-DD")] = None,
    title: Annotated[str | None, typer.Option(help="Title; default the first heading")] = None,
    kind: Annotated[str | None, typer.Option(help="policy, coding_guide, protocol, benefit_summary ...")] = None,
    plan: Annotated[str | None, typer.Option(help="The plan it is limited to")] = None,
    series: Annotated[str | None, typer.Option(help="What joins the versions of one policy")] = None,
    number: Annotated[str | None, typer.Option(help="The payer's number of the policy")] = None,
    lane: Annotated[str | None, typer.Option(help="dental or medical")] = None,
    reviewed: Annotated[str | None, typer.Option(help="Day of the last review, YYYY-MM-DD")] = None,
    source: Annotated[str | None, typer.Option(help="Where it was published")] = None,
    keep_all: Annotated[bool, typer.Option("--keep-all", help="Keep sentences on other subjects too")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken, store nothing")] = False,
    as_json: Json = False,
) -> None:
    """Take documents in: PDF, Word, web page, Markdown, text, Excel, CSV.

    Options stand above a sidecar file (manual.pdf.yaml beside manual.pdf), and both above what the file says of itself.

    Example: claimwright corpus add manual.md --payer "Example Dental" --effective 2026-01-01
    """
    from assistant.domain.caller import LOCAL

    overrides: dict[str, Any] = {
        "payer": payer,
        "effective_from": day_option(effective, "--effective"),
        "effective_through": day_option(through, "--through"),
        "title": title,
        "kind": kind,
        "plan": plan,
        "series": series,
        "policy_number": number,
        "lane": lane,
        "reviewed": day_option(reviewed, "--reviewed"),
        "source": source,
    }
    stated = {key: value for key, value in overrides.items() if value is not None}
    try:
        with bar("taking documents in") as progress:
            report = open_assistant().corpus_add(
                LOCAL, paths, stated, dry_run=dry_run, keep_all=keep_all, progress=progress
            )
    except KeyboardInterrupt:
        fail("stopped; what was finished is kept. Run the same command again for the rest.", STOPPED)
    if as_json:
        emit_json(report)
    else:
        _print_added(report)
    if not report.accepted:
        raise typer.Exit(USAGE)


def list_documents(as_json: Json = False) -> None:
    """List every document version held, shipped and own."""
    from assistant.domain.caller import LOCAL

    documents = open_assistant().corpus_list(LOCAL)
    if as_json:
        emit_json({"documents": [document.model_dump(mode="json") for document in documents]})
        return
    for document in sorted(
        documents, key=lambda d: (d.payer, d.series, d.effective_from is not None, d.effective_from)
    ):
        say(f"{document.payer}: {document.title}")
        say(f"   {document.id}  {_period(document)}{_plan(document)}  {document.kind}, {document.provenance}")


def remove(
    document: Annotated[str, typer.Argument(help="The id that `corpus list` shows")], as_json: Json = False
) -> None:
    """Remove one of your own documents for good."""
    from assistant.domain.caller import LOCAL

    open_assistant().corpus_remove(LOCAL, document)
    if as_json:
        emit_json({"removed": document})
    else:
        say(f"removed {document}")


def verify(as_json: Json = False) -> None:
    """Compare the ledger with the index; exit 1 when they differ."""
    from assistant.domain.caller import LOCAL

    report = open_assistant().corpus_verify(LOCAL)
    if as_json:
        emit_json(report)
    else:
        for divergence in report.divergences:
            say(f"{divergence.where}: {divergence.what}")
        state = "agree" if report.ok else "differ; run `claimwright corpus rebuild`"
        say(f"{report.documents} documents, {report.passages} passages: ledger and index {state}")
        for line in report.notes:
            note(f"Note: {line}")
    if not report.ok:
        raise typer.Exit(FOUND)


def rebuild(as_json: Json = False) -> None:
    """Make the index anew from the ledger; what another model embedded is embedded again."""
    from assistant.domain.caller import LOCAL

    try:
        with bar("embedding") as progress:
            generation = open_assistant().corpus_rebuild(LOCAL, progress)
    except KeyboardInterrupt:
        fail("stopped; what was finished is kept. Run the same command again for the rest.", STOPPED)
    if as_json:
        emit_json({"generation": generation})
    else:
        say(f"published generation {generation}")


def _print_added(report: AddReport) -> None:
    would = "would be " if report.dry_run else ""
    for taken in report.accepted:
        say(f"{would}{taken.change}: {taken.document}  ({_details(taken)})")
        if taken.change != "unchanged":
            say(f"   {taken.title}; {_labels(taken)}")
        for warning in taken.warnings:
            note(f"Note: {taken.path}: {warning}")
    for refused in report.rejected:
        note(f"rejected: {refused.path}: {refused.reason}")
    if len(report.accepted) + len(report.rejected) > 1:
        say(f"{len(report.accepted)} accepted, {len(report.rejected)} rejected")


def _labels(taken: Accepted) -> str:
    """What the document is, as it was read or given."""
    labels = {
        "number": taken.policy_number,
        "plan": taken.plan,
        "lane": taken.lane,
        "through": taken.effective_through and taken.effective_through.isoformat(),
        "reviewed": taken.reviewed and taken.reviewed.isoformat(),
        "series": taken.series,
    }
    return ", ".join([taken.kind, *(f"{label} {value}" for label, value in labels.items() if value)])


def _details(taken: Accepted) -> str:
    parts = [taken.payer, f"from {taken.effective_from.isoformat()}" if taken.effective_from else "undated"]
    if taken.change != "unchanged":
        parts.append(f"{taken.passages} passage{'' if taken.passages == 1 else 's'}")
        if taken.coverage is not None:
            parts.append(f"{taken.coverage:.0%} of the text")
    return ", ".join(parts)


def _period(document: PolicyDocument) -> str:
    first = document.effective_from.isoformat() if document.effective_from else "always"
    return f"{first} to {document.effective_through.isoformat()}" if document.effective_through else f"from {first}"


def _plan(document: PolicyDocument) -> str:
    return f", plan {document.plan}" if document.plan else ""
