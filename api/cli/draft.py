"""``claimwright draft``: letters and texts with their proof, and the check of an edited one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from api.cli.output import FOUND, NOTHING, OK, emit_json, flags, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.chains.finish import Drafted
    from assistant.domain.draft import Draft, DraftKind
    from assistant.intake.case_file import LoadedCase

CaseFile = Annotated[Path, typer.Argument(help="the case.yaml (or the same as JSON)")]
AsJson = Annotated[bool, typer.Option("--json", help="print the draft as JSON")]
Level = Annotated[int, typer.Option("--level", min=1, max=5, help="the level of the appeal")]
Channel = Annotated[
    str | None,
    typer.Option("--channel", help="nte80, dentrix125, short350, dxc2000, letter; for texts to patients their own"),
]
About = Annotated[
    str | None,
    typer.Option("--about", "--scenario", help="the situation of a script, or the paper that a physician is asked for"),
]

#: What each command does, in one line and with an example.
_KINDS: dict[str, str] = {
    "appeal": "Draft an appeal of the case's denials; --level 2 answers the decision on the first.",
    "narrative": "Draft the narrative of medical or dental necessity, as a letter or to the length of a channel.",
    "predetermination": "Draft a request for predetermination or prior authorization, with criteria and checklist.",
    "explanation": "Draft the page that explains benefits and costs to the patient.",
    "treatment_plan": "Draft the patient's plan of treatment: visits, plan years, what each may cost, parts.",
    "script": "Draft what to say in a hard conversation, by telephone, portal or text message.",
    "records_reply": "Draft the reply to a payer's request for records: what is enclosed, what is not held.",
    "physician_request": "Draft the letter that asks a physician for a missing paper.",
    "claim_file_request": "Draft the request for the claim file and the criteria a denial relied on.",
    "external_review": "Draft the request for an external review, where the plan's funding opens one.",
}


@dataclass(frozen=True)
class _Outputs:
    """What is written beside the text that is shown."""

    out: Path | None
    packet: Path | None
    template: Path | None
    report: Path | None
    sign_off: str | None


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        no_args_is_help=True, help="Draft letters, each statement with its proof.", rich_markup_mode=None
    )
    app.add_typer(group, name="draft")
    for kind, about in _KINDS.items():
        _register_kind(group, kind, about)
    _register_check(group)


def _register_kind(group: typer.Typer, kind: str, about: str) -> None:
    @group.command(kind, help=f"{about}\n\nExample: claimwright draft {kind} case.yaml --out {kind}.docx")
    def command(
        case: CaseFile,
        channel: Channel = None,
        level: Level = 1,
        about: About = None,
        out: Annotated[Path | None, typer.Option("--out", help="write the letter as Word (.docx) here")] = None,
        packet: Annotated[
            Path | None, typer.Option("--packet", help="write cover, letter, enclosures and proof as one PDF here")
        ] = None,
        template: Annotated[Path | None, typer.Option("--template", help="your office's own Word template")] = None,
        report: Annotated[
            Path | None, typer.Option("--report", help="write the validation report (.html or .json) here")
        ] = None,
        sign_off: Annotated[
            str | None, typer.Option("--sign-off", help="your name: take the draft mark off a draft that is ready")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        from assistant.domain.caller import LOCAL
        from assistant.settings import load_settings

        assistant = open_assistant()
        loaded = assistant.load_case(LOCAL, case)
        drafted = assistant.draft(LOCAL, _kind(kind), loaded, level=level, channel=channel, about=about)
        outputs = _Outputs(out, packet, template or load_settings(flags()).template, report, sign_off)
        drafted = _finished(assistant, drafted, loaded, outputs)
        _show(drafted.draft, assistant, as_json)
        raise typer.Exit(exit_code(drafted.draft))


def _register_check(group: typer.Typer) -> None:
    @group.command("check")
    def check(
        edited: Annotated[Path, typer.Argument(help="the edited letter, .docx or .txt")],
        case: CaseFile,
        kind: Annotated[str, typer.Option("--kind", help="what the letter is: appeal, narrative ...")] = "appeal",
        channel: Channel = None,
        level: Level = 1,
        about: About = None,
        as_json: AsJson = False,
    ) -> None:
        """Check a letter that a person has edited against the evidence of its case.

        Example: claimwright draft check appeal-edited.docx case.yaml
        """
        from api.cli.case_input import read_bytes
        from assistant.domain.caller import LOCAL
        from assistant.readers.documents.docx import read_letter

        assistant = open_assistant()
        text = read_letter(read_bytes(edited), str(edited))
        loaded = assistant.load_case(LOCAL, case)
        draft = assistant.check_edited(LOCAL, text, loaded, kind=_kind(kind), level=level, channel=channel, about=about)
        _show(draft, assistant, as_json, letter=False)
        raise typer.Exit(exit_code(draft))


def _kind(word: str) -> DraftKind:
    """The kind that a word names, hyphens allowed."""
    from assistant.domain.draft import DraftKind
    from assistant.domain.errors import BadInput

    named = word.strip().lower().replace("-", "_")
    for known in get_args(DraftKind):
        if named == known:
            return cast("DraftKind", known)
    raise BadInput(f"no kind of draft {word!r}", where="--kind", fix=f"one of {', '.join(get_args(DraftKind))}")


def exit_code(draft: Draft) -> int:
    """The documented exit code of a draft's status."""
    if any(finding.severity == "error" for finding in draft.findings):
        return FOUND
    return {"blocked": FOUND, "not_found": NOTHING}.get(draft.status, OK)


def _finished(assistant: Assistant, drafted: Drafted, loaded: LoadedCase, outputs: _Outputs) -> Drafted:
    """The draft signed off where that was asked for, and written where that was asked for."""
    from assistant.rendering.docx import write_docx
    from assistant.rendering.report import validation_report, write_report
    from assistant.rules.drafts import DRAFT_RULES

    if outputs.sign_off is not None:
        from assistant.domain.caller import LOCAL

        drafted = assistant.sign_off(LOCAL, drafted, outputs.sign_off)
    if outputs.out is not None:
        write_docx(drafted.letter, outputs.out, template=outputs.template)
        _written(assistant, drafted, "docx", outputs.out)
    if outputs.packet is not None:
        _write_packet(assistant, drafted, loaded, outputs.packet)
    if outputs.report is not None:
        made = validation_report(
            drafted.draft,
            made=assistant.today,
            checks=[rule.id for rule in DRAFT_RULES],
            titles=drafted.titles,
            signed_off_by=outputs.sign_off,
        )
        write_report(made, outputs.report)
        _written(assistant, drafted, "report", outputs.report)
    return drafted


def _written(assistant: Assistant, drafted: Drafted, form: str, path: Path) -> None:
    from assistant.domain.caller import LOCAL

    assistant.exported(LOCAL, drafted, form)
    note(f"Wrote {path}")


def _write_packet(assistant: Assistant, drafted: Drafted, loaded: LoadedCase, path: Path) -> None:
    from assistant.domain.caller import LOCAL
    from assistant.rendering import terminal
    from assistant.rendering.packet import packet_pdf, write_packet

    payer = loaded.case.claim.payer
    card = assistant.payer_card(LOCAL, payer) if payer and drafted.draft.kind != "physician_request" else None
    packet = packet_pdf(drafted.letter, loaded.folder, fax=(card.appeals_fax or "") if card is not None else "")
    write_packet(packet, path)
    assistant.exported(LOCAL, drafted, "pdf")
    note(f"Wrote {path}: {packet.pages} pages, {sum(bool(entry.pages) for entry in packet.entries)} enclosure(s)")
    if packet.findings:
        note(terminal.findings_list(packet.findings).rstrip())


def _show(draft: Draft, assistant: Assistant, as_json: bool, *, letter: bool = True) -> None:
    if as_json:
        emit_json(draft)
        return
    from assistant.rendering import terminal
    from assistant.rendering.letter import CRITERIA_HEADING

    if letter:
        say(draft.text)
        if draft.criteria and CRITERIA_HEADING not in draft.text:
            say(terminal.criteria_table(draft.criteria))
    say(f"Status: {draft.status}   Action: {draft.action}")
    if draft.deadline is not None or draft.kind == "appeal":
        say(terminal.deadline_line(draft.deadline, assistant.today))
    say(terminal.findings_list(draft.findings) or "No findings.")
