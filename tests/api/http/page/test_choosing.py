"""Cases told apart: in the list, and among the claims of one remittance."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

LETTER = """Brightsmile Dental
Patient: Orla Quist
Explanation of benefits      Date: 10/05/2026
Claim number: BSD-773121
09/14/2026  D2740  #30  Crown  $1,250.00  $0.00  CO 50
You may appeal within 180 days of this notice.
"""


def kept(page: TestClient, pages: Any) -> str:
    form = pages.fields(page.post("/app/cases/new", data={"letter": LETTER}).text)
    return str(page.post("/app/cases/confirm", data=form, follow_redirects=False).headers["location"])


def test_the_list_names_patient_and_deadline_and_tells_two_of_one_number_apart(page: TestClient, pages: Any) -> None:
    first, second = kept(page, pages), kept(page, pages)
    listed = page.get("/app/cases").text
    assert listed.count("Orla Quist") >= 2
    assert "days left" in listed
    for case in (first, second):
        assert f'<span class="muted">{case.rpartition("/")[2]}</span>' in listed


def test_a_claim_is_chosen_by_patient_and_own_number(page: TestClient, sample: Path) -> None:
    text = (sample / "remittance.835").read_text(encoding="utf-8")
    start, end = text.index("CLP*"), text.index("SE*")
    second = text[start:end].replace("CH-20931", "CH-20932").replace("NL2609-44810", "NL2609-44811")
    two = (text[:end] + second + text[end:]).encode()
    shown = html.unescape(page.post("/app/cases/new", data={"letter": ""}, files=[("paper", ("two.835", two))]).text)
    assert "MERRICK, our claim CH-20932; payer's number NL2609-44811" in shown


def test_unknown_is_offered_once(page: TestClient) -> None:
    start = page.get("/app/cases/new").text
    assert "not known yet" in start
    assert ">unknown<" not in start
