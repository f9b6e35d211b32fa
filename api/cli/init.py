"""``claimwright init``: a configuration file, a sample letterhead and a sample case to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import note, say

_CASE = "sample-case"
_CLAIM = "CH-20931"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("init")
    def init(
        folder: Annotated[Path, typer.Argument(help="the folder to start in")] = Path("."),
        force: Annotated[bool, typer.Option("--force", help="overwrite files that are there")] = False,
    ) -> None:
        """Write claimwright.toml, letterhead.docx and a sample case into a folder; files that are there stay.

        Example: claimwright init office/
        """
        from assistant.domain.errors import BadInput
        from assistant.rendering.files import write_whole
        from assistant.store.engine import clear_storage_errors

        made = contents()
        there = sorted(name for name in made if (folder / name).exists())
        if there and not force:
            raise BadInput(
                f"{', '.join(there)} would be overwritten; nothing was written",
                where=str(folder),
                fix="name another folder, or add --force",
            )
        with clear_storage_errors(folder):
            for name, data in made.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_whole(folder / name, data)
                note(f"Wrote {folder / name}")
        say(f"Next: cd {folder} && claimwright doctor && claimwright draft appeal {_CASE}/case.yaml --out appeal.docx")


def contents() -> dict[str, bytes]:
    """Every file by its path in the folder."""
    from assistant.rendering.letterhead import sample_letterhead

    return {
        "claimwright.toml": config_text().encode(),
        "letterhead.docx": sample_letterhead(),
        **{f"{_CASE}/{name}": data for name, data in _case().items()},
    }


def config_text() -> str:
    """A configuration file with every setting, its meaning and its default; only the letterhead is set."""
    from assistant.settings import Settings

    lines = [
        "# Settings of Claimwright. A CLAIMWRIGHT_ variable of the same name, or a flag, comes before a value here.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        lines.append(f"# {field.description}")
        if name == "template":
            lines += ['template = "letterhead.docx"', ""]
            continue
        default = field.default if field.default_factory is None else None
        value = "..." if default is None else str(default)
        plain = isinstance(default, int | float) and not isinstance(default, bool)
        lines += [f"# {name} = {value if plain else _quoted(value)}", ""]
    return "\n".join(lines)


def _quoted(value: str) -> str:
    return f'"{value}"'


def _case() -> dict[str, bytes]:
    """The shipped sample: a remittance with a denied line, the papers beside it, and the case that they make."""
    import tempfile
    from datetime import date
    from importlib.resources import files

    from api.cli.case import write_case
    from assistant.domain.records import Remittance
    from assistant.intake.from_remittance import case_from_remittance
    from assistant.readers.read import read_records

    sample = files("corpus").joinpath("samples", "osa_appeal")
    held = {each.name: each.read_bytes() for each in sample.iterdir() if each.is_file()}
    records = read_records(held["remittance.835"], "remittance.835")
    assert isinstance(records, Remittance), "the sample is a remittance"
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        for name, data in held.items():
            (folder / name).write_bytes(data)
        papers = sorted(folder.glob("*.txt"))
        notes = tuple((path.name, path.read_text(encoding="utf-8")) for path in papers)
        today = date.today()  # noqa: DTZ011  # the machine's own day, as everywhere at the doors
        case = case_from_remittance(records, _CLAIM, notes=notes, funding="self_funded", today=today)
        write_case(case, folder / "case.yaml", papers)
        return {**held, "case.yaml": (folder / "case.yaml").read_bytes()}
