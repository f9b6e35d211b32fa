"""What manuals of ten invented payers state, read from files as they come: PDF, Word, web page, Excel, Markdown."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.policy import Criterion, Limit
from assistant.policies.documents import settle_document
from assistant.policies.passages import cut_passages
from assistant.policies.stated_rules import StatedRules, stated_rules
from assistant.readers.documents.reader import read_document

Part = Mapping[str, Any]
FOLDER = Path(__file__).parent / "cases" / "manuals"
MANUALS = [
    manual
    for path in sorted(FOLDER.glob("*.yaml"))
    for manual in yaml.safe_load(path.read_text(encoding="utf-8"))["manuals"]
]


def listed(items: Iterable[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
    """Every item of a nested list with its depth."""
    for item in items:
        yield depth, item["text"] if isinstance(item, dict) else item
        if isinstance(item, dict):
            yield from listed(item["items"], depth + 1)


def as_markdown(manual: Part) -> bytes:
    lines = [f"# {manual['title']}", "", *(f"{line}\n" for line in manual["lead"])]
    for part in manual["parts"]:
        lines += [f"## {part['heading']}", "", *(f"{words}\n" for words in part.get("text", ()))]
        lines += [part["lead"], ""] if "lead" in part else []
        lines += [f"{'   ' * depth}- {words}" for depth, words in listed(part.get("items", ()))]
        for number, row in enumerate(part.get("rows", ())):
            lines += ["| " + " | ".join(row) + " |"] + (["|" + "---|" * len(row)] if number == 0 else [])
        lines.append("")
    return "\n".join(lines).encode()


def as_html(manual: Part) -> bytes:
    def nested(items: Iterable[Any]) -> str:
        cells = (
            f"<li>{html.escape(item['text'])}{nested(item['items'])}</li>"
            if isinstance(item, dict)
            else f"<li>{html.escape(item)}</li>"
            for item in items
        )
        return f"<ul>{''.join(cells)}</ul>"

    body = [f"<h1>{manual['title']}</h1>", *(f"<p>{line}</p>" for line in manual["lead"])]
    for part in manual["parts"]:
        body += [f"<h2>{part['heading']}</h2>", *(f"<p>{html.escape(words)}</p>" for words in part.get("text", ()))]
        body += [f"<p>{html.escape(part['lead'])}</p>"] if "lead" in part else []
        body += [nested(part["items"])] if "items" in part else []
        if "rows" in part:
            tags = ["th", *["td"] * (len(part["rows"]) - 1)]
            lines = (
                "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)
                for tag, row in zip(tags, part["rows"], strict=True)
            )
            body.append("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return f"<!doctype html><html><body><main>{''.join(body)}</main></body></html>".encode()


def as_docx(manual: Part) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(manual["title"], 0)
    for line in manual["lead"]:
        document.add_paragraph(line)
    for part in manual["parts"]:
        document.add_heading(part["heading"], 1)
        for words in (*part.get("text", ()), *([part["lead"]] if "lead" in part else [])):
            document.add_paragraph(words)
        for depth, words in listed(part.get("items", ())):
            document.add_paragraph(words, style="List Bullet" if depth == 0 else f"List Bullet {depth + 1}")
        if "rows" in part:
            table = document.add_table(rows=0, cols=len(part["rows"][0]))
            for row in part["rows"]:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(manual: Part) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    styles = getSampleStyleSheet()
    plain = styles["Normal"]
    story: list[Any] = [
        Paragraph(manual["title"], styles["Title"]),
        *(Paragraph(line, plain) for line in manual["lead"]),
    ]
    for part in manual["parts"]:
        story.append(Paragraph(part["heading"], styles["Heading2"]))
        for words in (*part.get("text", ()), *([part["lead"]] if "lead" in part else [])):
            story += [Paragraph(words, plain), Spacer(1, 6)]
        for depth, words in listed(part.get("items", ())):
            style = ParagraphStyle(
                f"item{depth}", parent=plain, leftIndent=18 * (depth + 1), bulletIndent=18 * depth + 6
            )
            story.append(Paragraph(words, style, bulletText="\u2022"))
        if "rows" in part:
            cells = [[Paragraph(cell, plain) for cell in row] for row in part["rows"]]
            story.append(Table(cells, repeatRows=1, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, invariant=1).build(story)
    return buffer.getvalue()


def as_xlsx(manual: Part) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for part in manual["parts"]:
        sheet = book.create_sheet(part["heading"])
        sheet.append([manual["title"]])
        for row in part["rows"]:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Part], bytes]] = {
    ".md": as_markdown,
    ".html": as_html,
    ".docx": as_docx,
    ".pdf": as_pdf,
    ".xlsx": as_xlsx,
}


def read(manual: Part) -> StatedRules:
    """What is read from the manual's file."""
    name = str(manual["file"])
    content = read_document(WRITERS[Path(name).suffix](manual), name)
    payer = manual["states"].get("payer")
    given = {"payer": payer, "effective_from": "2026-01-01"} if payer else None
    document = settle_document(content, name, given).document
    assert document.payer == " ".join(str(manual["title"]).split()[:3]) or document.payer in str(manual["title"])
    passages = [cut.passage for cut in cut_passages(content, document, lambda text: len(text.split()) * 4 // 3)]
    return stated_rules(document.id, passages)


def told(limit: Limit) -> Iterator[str]:
    """A limit as the case files write it, code by code."""
    for code in limit.codes:
        if limit.kind.startswith("age_"):
            yield f"{code} {limit.kind} {limit.count}"
        else:
            yield f"{code} {limit.kind} {limit.count} {limit.window} {limit.window_unit} {limit.per}"


def groups(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """Every group with alternatives or parts, at any depth."""
    for criterion in criteria:
        if criterion.children:
            yield criterion
        yield from groups(criterion.children)


def missing(manual: Part, found: StatedRules) -> Iterator[str]:
    """What the manual states and was not read."""
    states = manual["states"]
    limits = {words for limit in found.limits for words in told(limit)}
    yield from (f"limit {words}" for words in states.get("limits", ()) if words not in limits)
    for wanted in states.get("groups", ()):
        ((mode, items),) = wanted.items()
        fits = (
            group.mode == mode
            and len(group.children) == len(items)
            and all(child.text.startswith(words) for child, words in zip(group.children, items, strict=True))
            for group in groups(found.criteria)
        )
        if not any(fits):
            yield f"{mode} of {items}"
    for code, needed in states.get("approvals", {}).items():
        if not any(code in each.codes and each.needed is needed for each in found.prior_authorization):
            yield f"approval {code} {needed}"
    for label, among in (("papers", found.documentation), ("exclusions", found.exclusions)):
        named = {code for each in among for code in each.codes}
        yield from (f"{label} {code}" for code in states.get(label, ()) if code not in named)
    periods = {f"{each.event} {each.value} {each.unit} {each.counts_from}" for each in found.periods}
    yield from (f"period {words}" for words in states.get("periods", ()) if words not in periods)


@pytest.mark.parametrize("manual", MANUALS, ids=[manual["file"] for manual in MANUALS])
def test_what_a_manual_states_is_read(manual: Part) -> None:
    assert list(missing(manual, read(manual))) == []


@pytest.mark.parametrize("manual", MANUALS, ids=[manual["file"] for manual in MANUALS])
def test_what_is_read_surely_is_stated(manual: Part) -> None:
    wanted = manual["states"].get("limits", ())
    codes = {words.split()[0] for words in wanted}
    surely = {
        words
        for limit in read(manual).limits
        if limit.confidence == "high"
        for words in told(limit)
        if words.split()[0] in codes or not any(code in codes for code in limit.codes)
    }
    assert surely <= set(wanted)
