"""The papers of an invented payer as a practice holds them: a manual in two columns, an older one, a bulletin, a list.

Everything is invented; the payer is Lakeshore Mutual Dental.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAYER = "Lakeshore Mutual Dental"

#: One chapter a page: heading, lead, items, a closing paragraph and the rows of a table.
Chapter = tuple[str, str, Sequence[str], str, Sequence[Sequence[str]]]

LIMITS = [
    ["Code", "Procedure", "Limit", "Prior authorization"],
    ["D0120", "Periodic exam", "Twice per benefit year", "No"],
    ["D0274", "Four bitewings", "Once per benefit year", "No"],
    ["D1110", "Adult cleaning", "Twice per benefit year", "No"],
    ["D2740", "Ceramic crown", "Once per tooth in 84 months", "Yes"],
    ["D4341", "Scaling, 4 or more teeth", "Once per quadrant in 24 months", "Yes"],
    ["D4910", "Periodontal maintenance", "Four per benefit year", "No"],
    ["D6010", "Implant body", "Once per tooth per lifetime", "Yes"],
]
DOCUMENTS = [
    ["Code", "Send with the claim"],
    ["D2740", "Periapical image and intraoral photo"],
    ["D4341", "Periodontal chart and bitewings"],
    ["D6010", "Panoramic image and treatment plan"],
]


def chapters(*, year: int = 2026) -> list[Chapter]:
    """What the manual says; the older edition differs in a pocket depth, a window and an exclusion."""
    old = year < 2026
    depth, months = ("4", "60") if old else ("5", "84")
    limits = [[cell.replace("84 months", f"{months} months") for cell in row] for row in LIMITS]
    excluded = [
        "Cosmetic whitening, D9972 and D9973, in any setting.",
        "Replacement of a lost or stolen appliance.",
        "Services that started before the first day of coverage.",
    ]
    if not old:
        excluded.append("Athletic mouthguards, D9941.")
    return [
        (
            "1. About this manual",
            "This manual tells dental offices how claims of our members are decided.",
            [],
            "Send claims to the electronic payer address printed on the member card. Call the provider line on working "
            "days between eight and five.",
            [],
        ),
        (
            "2. Scaling and root planing",
            "Scaling and root planing (D4341, D4342) is covered when all of the following are met:",
            [
                f"1. Pockets of {depth} mm or more are charted on the treated teeth.",
                "2. Bone loss is visible on bitewings taken in the last 12 months.",
                "3. One of the following is recorded:",
                "a. Bleeding on probing at the treated sites.",
                "b. Calculus below the gum line on the images.",
            ],
            "No more than two quadrants are paid for one date of service unless the chart explains why.",
            [],
        ),
        ("3. Limits", "The table lists how often a service is paid.", [], "", limits),
        (
            "4. Crowns",
            "A crown (D2740, D2750) is covered when either of the following is shown:",
            ["1. At least 50 percent of the clinical crown is lost.", "2. A cusp is fractured on a back tooth."],
            f"Replacement of a crown is paid once per tooth in {months} months. The date of the earlier crown must be "
            "on the claim. The day the crown is seated is the date of service.",
            [],
        ),
        (
            "5. Prior authorization",
            "Prior authorization is required for the following services:",
            ["1. Implants, D6010 through D6012.", "2. Crowns on more than three teeth in one year.", "3. D4341."],
            "An approval is valid for 180 days. Emergency care needs no prior authorization.",
            [],
        ),
        ("6. Documents to send", "Send these papers with the first claim.", [], "", DOCUMENTS),
        ("7. What is not covered", "The following services are not covered:", excluded, "", []),
        (
            "8. Appeals",
            "An appeal must be received within 120 days of the date of the remittance.",
            [],
            "A second-level appeal must be sent within 60 days of the first answer. "
            "Write the claim number on every page.",
            [],
        ),
        (
            "9. Children and sealants",
            "Sealants (D1351) are paid once per tooth in 36 months for members through age 15.",
            [],
            "Fluoride varnish (D1206) is paid twice per benefit year for members under age 19.",
            [],
        ),
        (
            "10. Timely filing",
            "A claim must be received within 365 days of the date of service.",
            [],
            "A corrected claim names the number of the first claim and is sent within the same time.",
            [],
        ),
        (
            "11. Other coverage",
            "The plan of the parent whose birthday is earlier in the year pays first for a child.",
            [],
            "Send the explanation of benefits of the first payer with the claim.",
            [],
        ),
        (
            "12. Words used here",
            "A benefit year begins on January 1 and ends on December 31.",
            [],
            "A member is a person on whom premium is paid.",
            [],
        ),
    ]


def _note(chapter: int, part: int) -> str:
    who = ("The office", "The plan", "A reviewer", "The member", "The billing clerk")[(chapter + part) % 5]
    what = ("keeps the record", "answers the letter", "asks for the chart", "signs the form")[(chapter * 3 + part) % 4]
    return (
        f"Note {chapter + 1}.{part}: {who} {what} within {20 + (7 * chapter + 3 * part) % 40} days and "
        f"names the visit. Questions about note {chapter + 1}.{part} go to the provider desk, which answers in writing."
    )


def manual(*, year: int = 2026) -> bytes:
    """Twelve pages in two columns with a running head, a foot and ruled tables across the page."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table, TableStyle

    styles = getSampleStyleSheet()
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    small = styles["Normal"].clone("small", fontSize=7, leading=8)

    def edge(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(54, 765, f"{PAYER} | Dental office manual {year}")
        canvas.drawString(54, 30, f"LMD-MAN-{year}   Page {page.page} of 12")

    story: list[Any] = [
        Paragraph("Dental office manual", styles["Title"]),
        Paragraph(f"{PAYER}", styles["Normal"]),
        Paragraph(f"Policy number: LMD-MAN-{year}", styles["Normal"]),
        Paragraph(f"Effective date: January 1, {year}", styles["Normal"]),
        Paragraph("Plan: Shoreline PPO", styles["Normal"]),
    ]
    for number, (heading, lead, items, closing, rows) in enumerate(chapters(year=year)):
        story += [PageBreak()] if number else []
        story += [Paragraph(heading, styles["Heading2"]), Paragraph(lead, styles["Normal"])]
        for item in items:
            style = styles["Normal"].clone("item", leftIndent=24 if item[:2] in ("a.", "b.") else 8)
            mark = "" if item[0].isdigit() or item[:2] in ("a.", "b.") else "\u2022 "
            story.append(Paragraph(mark + item, style))
        if rows:
            cells = [[Paragraph(cell, small) for cell in row] for row in rows]
            story.append(Table(cells, repeatRows=1, style=grid, colWidths=[230 / len(rows[0])] * len(rows[0])))
        story += [Paragraph(closing, styles["Normal"])] if closing else []
        # Ordinary text goes on in the second column, as manuals are set.
        story += [Paragraph(_note(number, part), styles["Normal"]) for part in range(14)]
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=letter, invariant=1)
    left, right = Frame(48, 54, 250, 690, id="left"), Frame(314, 54, 250, 690, id="right")
    document.addPageTemplates([PageTemplate("two", [left, right], onPage=edge)])
    document.build(story)
    return buffer.getvalue()


def bulletin() -> bytes:
    """A Word bulletin on night guards, with a table."""
    from docx import Document

    document = Document()
    document.add_heading("Provider bulletin: night guards", 0)
    document.add_paragraph(f"{PAYER}, bulletin number LMD-B-14, effective 03/01/2026. Applies to every plan.")
    document.add_heading("Coverage criteria", 1)
    document.add_paragraph("A night guard (D9944, D9945, D9946) is covered when all of the following are met:")
    for line in ("Wear facets or fractured restorations are photographed.", "The member is age 18 or older."):
        document.add_paragraph(line, style="List Bullet")
    document.add_heading("Documentation", 1)
    document.add_paragraph("Send a dated photograph and a narrative with the claim.")
    document.add_heading("Exclusions", 1)
    document.add_paragraph("Guards made for sports are not covered.")
    table = document.add_table(rows=0, cols=2)
    for row in (["Code", "Limit"], ["D9944", "Once in 36 months"], ["D9943", "Once in 12 months"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def authorizations() -> bytes:
    """A workbook with the services that need approval, a title above the header and a second sheet of fees."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Prior authorization"
    for row in (
        [f"{PAYER} prior authorization list"],
        ["Effective date: 2026-01-01"],
        [],
        ["Code", "Service", "Prior authorization", "Documents needed"],
        ["D2740", "Ceramic crown", "Required", "Periapical image, photo"],
        ["D4341", "Scaling, 4 or more teeth", "Required", "Periodontal chart, bitewings"],
        ["D6010", "Implant body", "Required", "Panoramic image, treatment plan"],
        ["D1110", "Adult cleaning", "Not required", ""],
    ):
        sheet.append(row)
    fees = book.create_sheet("Fees 2026")
    for row in (["Code", "Fee"], ["D2740", 912.5], ["D4341", 188.0], ["D1110", 71]):
        fees.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def folder(at: Path) -> Path:
    """All of them as files."""
    at.mkdir(parents=True, exist_ok=True)
    (at / "manual-2025.pdf").write_bytes(manual(year=2025))
    (at / "manual-2026.pdf").write_bytes(manual())
    (at / "night-guards.docx").write_bytes(bulletin())
    (at / "prior-authorization.xlsx").write_bytes(authorizations())
    return at
