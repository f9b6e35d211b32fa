"""Cases told apart: in the list, and among the claims of one remittance."""

from __future__ import annotations

import html
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant

LETTER = """Brightsmile Dental
Patient: Orla Quist
Explanation of benefits      Date: 10/05/2026
Claim number: BSD-773121
09/14/2026  D2740  #30  Crown  $1,250.00  $0.00  CO 50
You may appeal within 180 days of this notice.
"""


def kept(page: TestClient, pages: Any, **entered: str) -> str:
    form = pages.fields(page.post("/app/cases/new", data={"letter": LETTER}).text) | entered
    return str(page.post("/app/cases/confirm", data=form, follow_redirects=False).headers["location"])


def test_the_list_names_patient_and_deadline_and_tells_two_of_one_number_apart(page: TestClient, pages: Any) -> None:
    first, second = kept(page, pages), kept(page, pages)
    listed = page.get("/app/cases").text
    assert listed.count("Orla Quist") >= 2
    assert "days left" in listed
    for case in (first, second):
        assert f'<span class="muted">{case.rpartition("/")[2]}</span>' in listed


@pytest.mark.parametrize("day", ["0206-10-05", "9999-10-05"])
def test_a_mistyped_day_is_told_in_its_case_and_takes_no_page_away(page: TestClient, pages: Any, day: str) -> None:
    good, bad = kept(page, pages), kept(page, pages, **{"denials.0.date": day})
    listed = page.get("/app/cases")
    assert listed.status_code == 200
    assert f'href="{good}"' in listed.text
    assert f'href="{bad}"' in listed.text
    told = page.get(bad)
    assert told.status_code == 200
    assert f"{day} cannot be right" in told.text
    assert page.get(f"{bad}/deadline.ics").status_code == 422


def test_the_days_left_of_a_kept_draft_are_counted_from_today(
    page: TestClient, pages: Any, unkeyed: Assistant, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = page.post(f"{pages.keep(page, sample)}/drafts", data={"kind": "appeal"}).url.path
    first = page.get(draft).text
    assert first.count("111 days left") == 2
    later = unkeyed.today + timedelta(days=10)
    monkeypatch.setattr(type(unkeyed), "today", property(lambda _: later))
    again = page.get(draft).text
    assert again.count("101 days left") == 2
    assert "111 days left" not in again


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
