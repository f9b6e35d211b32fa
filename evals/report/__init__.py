"""A run as text, Markdown, JSON, JUnit XML and one HTML page; all print the run's one verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.domain.errors import BadInput
from evals.gate import floors
from evals.record import Run, as_json
from evals.report.junit import as_junit
from evals.report.notes import notes_beside
from evals.report.page import as_page
from evals.report.table import as_markdown

#: What a file may be, by the end of its name.
ENDINGS = (".json", ".html", ".xml", ".md")


def check_ending(path: Path) -> None:
    """Refuse what cannot be written, or notes beside it that cannot be read, before anything is run."""
    if path.suffix.lower() not in ENDINGS:
        raise BadInput("no such report format", where=str(path), fix=f"end the name with {', '.join(ENDINGS)}")
    if not path.parent.is_dir():
        raise BadInput("there is no such folder", where=str(path.parent), fix=f"mkdir -p {path.parent}")
    notes_beside(path)


def write(path: Path, run: Run, earlier: Sequence[Run] = ()) -> None:
    """Write the report that the ending of the name asks for; a table with the notes that lie beside it."""
    check_ending(path)
    makers: dict[str, Callable[[], str]] = {
        ".json": lambda: as_json(run),
        ".html": lambda: as_page(run, earlier),
        ".xml": lambda: as_junit(run),
        ".md": lambda: as_markdown(run, floors(run.metadata.split), notes_beside(path)),
    }
    text = makers[path.suffix.lower()]()
    path.write_text(text, encoding="utf-8")
