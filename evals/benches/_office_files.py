"""Write the files of ``evals/cases/retrieval_files.yaml`` in the format that each name ends in."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

Part = Mapping[str, Any]

#: What stands around a web page's content and must not become evidence.
_MENU = (
    "<nav><ul><li>Home</li><li>Find a dentist</li><li>Careers</li></ul></nav><div class='cookie-banner'>Cookies</div>"
)
_ASIDE = "<aside>Ten soups for cold evenings. Subscribe now.</aside><footer>Terms of use. Careers.</footer>"


def write_office_files(folder: Path) -> list[Path]:
    """Write every file, with its sidecar where it has one; returns the documents in order."""
    content = yaml.safe_load(files("evals").joinpath("cases", "retrieval_files.yaml").read_text(encoding="utf-8"))
    return [_write(folder, row) for row in content["files"]]


def _write(folder: Path, row: Mapping[str, Any]) -> Path:
    path = folder / str(row["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_WRITERS[path.suffix](row))
    if sidecar := row.get("sidecar"):
        path.with_name(f"{path.name}.yaml").write_text(yaml.safe_dump(sidecar), encoding="utf-8")
    return path


def _paragraphs(part: Part) -> Iterator[tuple[str, str]]:
    """Kind (text or item) and words of a part, in order, the table apart."""
    for words in part.get("text", ()):
        yield "text", words
    if part.get("list_lead"):
        yield "text", part["list_lead"]
    for words in part.get("list", ()):
        yield "item", words
    for words in part.get("after", ()):
        yield "text", words


def _pdf(row: Mapping[str, Any]) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(row["title"], styles["Title"])]
    story += [Paragraph(row["lead"], styles["Normal"])] if row.get("lead") else []
    for part in row["parts"]:
        story.append(Paragraph(part["heading"], styles["Heading2"]))
        number = 0
        for kind, words in _paragraphs(part):
            number += kind == "item"
            story.append(Paragraph(f"{number}. {words}" if kind == "item" else words, styles["Normal"]))
        if part.get("rows"):
            cells = [[Paragraph(str(cell), styles["Normal"]) for cell in line] for line in part["rows"]]
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
            story.append(Table(cells, repeatRows=1, style=grid))

    def edge(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 760, f"{row['title']} - for network offices only")
        canvas.drawString(280, 30, f"Page {document.page}")

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=letter, invariant=1).build(story, onFirstPage=edge, onLaterPages=edge)
    return buffer.getvalue()


def _docx(row: Mapping[str, Any]) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(row["title"], 0)
    if row.get("lead"):
        document.add_paragraph(row["lead"])
    for part in row["parts"]:
        document.add_heading(part["heading"], 1)
        for kind, words in _paragraphs(part):
            document.add_paragraph(words, style="List Number" if kind == "item" else None)
        for number, line in enumerate(part.get("rows", ())):
            if number == 0:
                table = document.add_table(rows=0, cols=len(line))
            for cell, words in zip(table.add_row().cells, line, strict=True):
                cell.text = str(words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _html(row: Mapping[str, Any]) -> bytes:
    body = [f"<h1>{html.escape(row['title'])}</h1>", f"<p>{html.escape(row.get('lead', ''))}</p>"]
    for part in row["parts"]:
        body.append(f"<h2>{html.escape(part['heading'])}</h2>")
        items: list[str] = []
        for kind, words in _paragraphs(part):
            if kind == "item":
                items.append(f"<li>{html.escape(words)}</li>")
            else:
                body.append(f"<p>{html.escape(words)}</p>")
        body += ["<ol>", *items, "</ol>"] if items else []
        body += _html_table(part.get("rows", ()))
    head = f"<head><title>{html.escape(row['title'])}</title></head>"
    return f"<!doctype html><html>{head}<body>{_MENU}<main>{''.join(body)}</main>{_ASIDE}</body></html>".encode()


def _html_table(rows: Sequence[Sequence[Any]]) -> list[str]:
    if not rows:
        return []
    lines = [
        "<tr>" + "".join(f"<{tag}>{html.escape(str(cell))}</{tag}>" for cell in line) + "</tr>"
        for tag, line in zip(["th", *["td"] * (len(rows) - 1)], rows, strict=True)
    ]
    return ["<table>", *lines, "</table>"]


def _xlsx(row: Mapping[str, Any]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for part in row["parts"]:
        sheet = book.create_sheet(part["heading"])
        sheet.append([row["title"]])
        for line in part["rows"]:
            sheet.append(list(line))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _csv(row: Mapping[str, Any]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for part in row["parts"]:
        writer.writerows(part["rows"])
    return buffer.getvalue().encode()


def _txt(row: Mapping[str, Any]) -> bytes:
    lines = [row["title"].upper(), "", row.get("lead", ""), ""]
    for part in row["parts"]:
        lines += [part["heading"].upper(), ""]
        for _, words in _paragraphs(part):
            lines += [words, ""]
    return "\n".join(lines).encode()


_WRITERS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".html": _html,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".txt": _txt,
}
