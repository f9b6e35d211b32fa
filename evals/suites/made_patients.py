"""Made-up cases for texts that a patient reads: lines, plans with holes in what is known, denials. Seeded."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from assistant.tables.procedures import procedures

Content = dict[str, Any]

CODES = sorted(procedures())
PLANS = ("Brightsmile Dental", "Northlake Dental", "Copperline Dental", "Juniper State Dental", "Own Words Mutual")
REASONS = (
    ("CO", "50"),
    ("CO", "16"),
    ("PR", "96"),
    ("CO", "97"),
    ("CO", "29"),
    ("PR", "119"),
    ("OA", "22"),
    ("CO", "197"),
)
DAY = date(2026, 11, 22)


def made_case(seed: int) -> Content:
    """A case with one to nine lines, up to two plans with holes in what is known, and denials in one of three."""
    draw = random.Random(seed)
    lines = [made_line(draw, number) for number in range(1, draw.choice((1, 1, 2, 3, 4, 6, 9)) + 1)]
    coverages = [made_plan(draw, order, lines) for order in range(1, draw.choice((0, 1, 1, 1, 2)) + 1)]
    claim: Content = {"lane": "dental", "payer": draw.choice(PLANS), "lines": lines, "coverages": coverages}
    if draw.random() < 0.7:
        claim["as_of"] = (DAY - timedelta(days=draw.randint(0, 60))).isoformat()
    content: Content = {"claim": claim, "practice": {"name": "Cedar Hollow Dental", "phone": "555-0130"}}
    content["facts"] = [{"key": "patient_name", "value": "Robin Vale", "who": "desk", "when": "2026-11-20"}]
    if draw.random() < 0.3:
        content["denials"] = [made_denial(draw, line) for line in lines[:2]]
    return content


def made_line(draw: random.Random, number: int) -> Content:
    """A line, mostly with a fee and a day."""
    line: Content = {"id": str(number), "code": draw.choice(CODES)}
    if draw.random() < 0.9:
        line["fee"] = f"{draw.randint(20, 3000)}.{draw.choice(('00', '50', '37'))}"
    if draw.random() < 0.5:
        line["tooth"] = str(draw.randint(1, 32))
    if draw.random() < 0.8:
        line["date_of_service"] = (DAY + timedelta(days=draw.randint(0, 200))).isoformat()
    return line


def made_plan(draw: random.Random, order: int, lines: list[Content]) -> Content:
    """A plan of which any part may be unknown."""

    def perhaps(name: str, value: object) -> Content:
        return {name: value} if draw.random() < 0.8 else {}

    plan: Content = {"lane": draw.choice(("dental", "dental", "medical")), "payer": draw.choice(PLANS), "order": order}
    plan |= perhaps("in_network", draw.random() < 0.7)
    plan |= perhaps("effective", (DAY - timedelta(days=draw.randint(-30, 900))).isoformat())
    plan |= perhaps("annual_maximum", "1500.00") | perhaps("maximum_used", f"{draw.randint(0, 1500)}.00")
    plan |= perhaps("deductible", "50.00") | perhaps("deductible_met", draw.choice(("0.00", "20.00", "50.00")))
    plan |= perhaps("percent", {"preventive": "1.00", "basic": "0.80", "major": "0.50"})
    plan |= perhaps("allowed", {line["code"]: f"{draw.randint(20, 1500)}.00" for line in lines if draw.random() < 0.9})
    plan |= perhaps("waiting_periods", {"major": draw.choice((0, 6, 12))})
    return plan


def made_denial(draw: random.Random, line: Content) -> Content:
    """A denial of a line for one of the common reasons."""
    group, carc = draw.choice(REASONS)
    denial: Content = {"date": "2026-11-02", "line": line["id"], "group": group, "carc": carc}
    return denial | ({"amount": line["fee"]} if "fee" in line else {})
