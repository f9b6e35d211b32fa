"""``claimwright case fact``: facts that people confirm, correct or add, with who and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import emit_json, note, open_assistant, say

CaseFile = Annotated[Path, typer.Argument(help="the case.yaml")]


def register_facts(group: typer.Typer) -> None:
    """Add the commands on facts."""
    facts = typer.Typer(no_args_is_help=True, help="Show, confirm, correct or add facts.", rich_markup_mode=None)
    group.add_typer(facts, name="fact")

    @facts.command("set")
    def set_fact(
        case: CaseFile,
        key: Annotated[str, typer.Argument(help="the fact's key; `claimwright case fact list CASE` shows them")],
        value: Annotated[str, typer.Argument(help="its value: a number, a date, yes, no, or words")],
        who: Annotated[str, typer.Option("--who", help="who states it")],
        when: Annotated[str | None, typer.Option("--when", help="on which day, YYYY-MM-DD; today if left out")] = None,
        corrects: Annotated[
            bool, typer.Option("--corrects", help="what was read under this key was misread; this stands instead")
        ] = False,
    ) -> None:
        """State a fact; it is kept in the case file with who and when.

        Example: claimwright case fact set case.yaml pap_trial "05/04/2026 to 06/10/2026" --who "Lena Okafor"
        """
        from api.cli.days import day_option
        from assistant.domain.errors import BadInput
        from assistant.domain.fact import EnteredFact
        from assistant.intake.case_facts_file import text_with_fact
        from assistant.rendering.files import write_whole

        if not who.strip() or not value.strip():
            raise BadInput("a fact needs a value and who states it", where="--who", fix="give both")
        day = day_option(when, "--when") or open_assistant().today
        fact = EnteredFact(key=key, value=value, who=who.strip(), when=day, corrects=corrects)
        write_whole(case, text_with_fact(case, fact).encode("utf-8"))
        note(f"Wrote {case}: {key} stated by {fact.who} on {day.isoformat()}.")

    @facts.command("list")
    def list_facts(
        case: CaseFile, as_json: Annotated[bool, typer.Option("--json", help="print the facts as JSON")] = False
    ) -> None:
        """Show every fact that was read or stated, with its words and where they stand.

        Example: claimwright case fact list case.yaml
        """
        from assistant.domain.caller import LOCAL

        facts = open_assistant().facts(LOCAL, open_assistant().load_case(LOCAL, case))
        if as_json:
            emit_json([fact.model_dump(mode="json") for fact in facts])
            return
        for fact in facts:
            value = "no" if fact.polarity == "absent" else "yes" if fact.value is True else f"{fact.value} {fact.unit}"
            day = f", {fact.day.isoformat()}" if fact.day else ""
            place = f", {fact.place}" if fact.place else ""
            say(f'{fact.key}: {value.strip()}{place}{day}\n    "{fact.quote}" ({fact.document})')
        if not facts:
            say("No facts: no playbook knows the procedures on this claim, or the papers say nothing of them.")
