"""``claimwright case new``: a case from a remittance and notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import emit_json, note, open_assistant

if TYPE_CHECKING:
    from assistant.domain.case import Case


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Make and read cases.", rich_markup_mode=None)
    app.add_typer(group, name="case")

    @group.callback()
    def cases() -> None:
        """Make and read cases."""

    @group.command("new")
    def new(
        era: Annotated[Path, typer.Option("--era", help="the remittance (835) that denied the claim")],
        claim: Annotated[str, typer.Option("--claim", help="the claim's number, yours or the payer's")],
        notes: Annotated[
            list[Path] | None, typer.Option("--notes", help="a chart note, report or order; repeat it")
        ] = None,
        more: Annotated[list[Path] | None, typer.Argument(help="further notes")] = None,
        output: Annotated[Path, typer.Option("-o", "--output", help="where the case is written")] = Path("case.yaml"),
        funding: Annotated[
            str | None, typer.Option(help="who funds the plan: insured, self_funded, medicare ...")
        ] = None,
        received: Annotated[str | None, typer.Option(help="the day the notice arrived, YYYY-MM-DD")] = None,
        diagnosis: Annotated[list[str] | None, typer.Option(help="a diagnosis code of the claim; repeat it")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="print the case as JSON as well")] = False,
    ) -> None:
        """Make a case from one denied claim of a remittance and the notes beside it.

        Example: claimwright case new --era july.835 --claim 20931 --notes study.txt --notes order.txt -o case.yaml
        """
        from api.cli.case_input import funding_word, notes_of, read_bytes
        from api.cli.days import day_option
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        records = assistant.read(LOCAL, read_bytes(era), era.name)
        paths = [*(notes or []), *(more or [])]
        case = assistant.case_from_remittance(
            LOCAL,
            records,
            claim,
            notes=notes_of(paths),
            funding=funding_word(funding),
            received=day_option(received, "--received"),
            diagnoses=tuple(diagnosis or ()),
        )
        write_case(case, output, paths)
        note(f"Wrote {output}: {len(case.denials)} denial(s), {len(case.documents)} paper(s).")
        if as_json:
            emit_json(case)


def write_case(case: Case, output: Path, papers: list[Path]) -> None:
    """Write a case as YAML; papers are named by their path from the case's folder, not copied into it."""
    import os

    import yaml

    from assistant.rendering.files import write_whole

    content: dict[str, Any] = case.model_dump(mode="json", exclude_defaults=True)
    folder = output.resolve().parent
    by_name = {path.name: os.path.relpath(path.resolve(), folder) for path in papers}
    for document in content.get("documents", []):
        document.pop("text", None)
        document["file"] = by_name.get(document["file"], document["file"])
    for attachment in content.get("attachments", []):
        attachment["file"] = by_name.get(attachment.get("file"), attachment.get("file"))
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    write_whole(output, text.encode("utf-8"))
