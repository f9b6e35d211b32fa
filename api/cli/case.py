"""``claimwright case``: a case from a payer's answer and notes, and the facts that people state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import emit_json, note, open_assistant

if TYPE_CHECKING:
    from assistant.domain.case import Case

Notes = Annotated[list[Path] | None, typer.Option("--notes", help="a chart note, report or order; repeat it")]
Funding = Annotated[str | None, typer.Option(help="who funds the plan: insured, self_funded, medicare ...")]
Place = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Make cases and state facts.", rich_markup_mode=None)
    app.add_typer(group, name="case")

    @group.callback()
    def cases() -> None:
        """Make cases, and state facts of them."""

    _register_new(group)
    from api.cli.case_fact import register_facts

    register_facts(group)


def _register_new(group: typer.Typer) -> None:
    @group.command("new")
    def new(
        era: Annotated[
            Path | None, typer.Option("--era", help="the remittance (835) or FHIR answer that denied the claim")
        ] = None,
        claim: Annotated[str | None, typer.Option("--claim", help="the claim's number, yours or the payer's")] = None,
        eob: Annotated[
            Path | None, typer.Option("--eob", help="instead: an explanation of benefits or denial letter as text")
        ] = None,
        payer: Annotated[
            str | None, typer.Option("--payer", help="the payer, where the letter does not name it")
        ] = None,
        notes: Notes = None,
        more: Annotated[list[Path] | None, typer.Argument(help="further notes")] = None,
        output: Annotated[Path, typer.Option("-o", "--output", help="where the case is written")] = Path("case.yaml"),
        funding: Funding = None,
        received: Annotated[str | None, typer.Option(help="the day the notice arrived, YYYY-MM-DD")] = None,
        diagnosis: Annotated[list[str] | None, typer.Option(help="a diagnosis code of the claim; repeat it")] = None,
        tooth: Annotated[Place, typer.Option("--tooth", help="tooth of the denied line, or LINE=TOOTH")] = None,
        surface: Annotated[Place, typer.Option("--surface", help="surfaces of the line, or LINE=SURFACES")] = None,
        area: Annotated[Place, typer.Option("--area", help="area of the oral cavity, or LINE=AREA")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="print the case as JSON as well")] = False,
    ) -> None:
        """Make a case from one denied claim of a payer's answer and the notes beside it.

        Example: claimwright case new --era july.835 --claim 20931 --notes study.txt --notes order.txt -o case.yaml
        """
        from api.cli.case_input import funding_word, notes_of
        from api.cli.days import day_option
        from assistant.intake.places_given import with_places

        paths = [*(notes or []), *(more or [])]
        case = _made(
            era,
            eob,
            claim,
            payer,
            notes=notes_of(paths),
            funding=funding_word(funding),
            received=day_option(received, "--received"),
            diagnoses=tuple(diagnosis or ()),
        )
        case = with_places(case, {"tooth": tooth or [], "surfaces": surface or [], "area": area or []})
        write_case(case, output, [*paths, *([eob] if eob else [])])
        note(f"Wrote {output}: {len(case.denials)} denial(s), {len(case.documents)} paper(s).")
        for document in case.documents:
            note(
                f"  {document.file}: read as {document.kind.replace('_', ' ')}; change `kind` in {output} if it is not"
            )
        if case.claim.payer is None:
            from assistant.intake.letterhead import payer_on_head

            guessed = payer_on_head((case.documents[0].text or "") if case.documents else "")
            seen = f"{guessed} stands on the head and no table knows it" if guessed else "none was recognised"
            note(f"  which payer denied it is not known ({seen}): give --payer, or `payer` under `claim` in {output}")
        if case.denials and not any(denial.date for denial in case.denials):
            note(
                f"  no day of the notice itself stands in it, so no deadline can be counted: "
                f"add `date` under `denials` in {output}, or --received"
            )
        if as_json:
            emit_json(case)


def _made(era: Path | None, eob: Path | None, claim: str | None, payer: str | None, **said: Any) -> Case:
    """The case from whichever source was given; exactly one must be."""
    from api.cli.case_input import notes_of, read_bytes
    from assistant.domain.caller import LOCAL
    from assistant.domain.errors import BadInput

    assistant = open_assistant()
    if (era is None) == (eob is None):
        raise BadInput("give one source", where="--era, --eob", fix="--era FILE --claim ID, or --eob FILE")
    if eob is not None:
        ((name, text),) = notes_of([eob])
        return assistant.case_from_letter(LOCAL, name, text, payer=payer, **said)
    assert era is not None
    records = assistant.read(LOCAL, read_bytes(era), era.name)
    return assistant.case_from_records(LOCAL, records, claim, **said)


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
    for named in (*content.get("documents", []), *content.get("attachments", []), *content.get("denials", [])):
        if named.get("file"):
            named["file"] = by_name.get(named["file"], named["file"])
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    write_whole(output, text.encode("utf-8"))
