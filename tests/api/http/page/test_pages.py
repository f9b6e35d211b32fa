"""The pages without a browser: what they take, keep, refuse and show."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.domain.caller import LOCAL

LETTER = """Brightsmile Dental
Explanation of benefits      Date: 10/05/2026
Claim number: BSD-773120
09/14/2026  D2740  #30  Crown  $1,250.00  $0.00  CO 50
"""


def fields(text: str) -> dict[str, str]:
    """The fields of a page as a browser sends them, every box ticked."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="file"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', text, re.DOTALL):
        found[name] = html.unescape(value)
    return found


def read(page: TestClient, sample: Path) -> Any:
    files = [("paper", ("july.835", (sample / "remittance.835").read_bytes()))]
    files += [("notes", (each.name, each.read_bytes())) for each in sorted(sample.glob("*.txt"))]
    return page.post("/app/cases/new", data={"funding": "self_funded", "letter": ""}, files=files)


def keep(page: TestClient, sample: Path) -> str:
    form = fields(read(page, sample).text)
    answer = page.post("/app/cases/confirm", data=form, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_remittance_is_kept_only_when_every_part_is_confirmed(page: TestClient, sample: Path) -> None:
    before = len(page.get("/v1/cases").json()["cases"])
    form = fields(read(page, sample).text)
    open_form = {name: value for name, value in form.items() if name != "right.denial-0"}
    refused = page.post("/app/cases/confirm", data=open_form)
    assert refused.status_code == 422
    assert "Denial 1</a> is not confirmed" in refused.text
    assert len(page.get("/v1/cases").json()["cases"]) == before
    case = keep(page, sample)
    papers = page.get(f"/v1/cases/{case.rpartition('/')[2]}/papers").json()
    assert {"july.835", "order.txt"} <= {each["name"] for each in papers}
    assert "111 days left" in page.get(case).text


def test_a_wrong_value_is_shown_at_its_field_and_nothing_is_lost(page: TestClient, sample: Path) -> None:
    form = fields(read(page, sample).text) | {"claim.lines.1.fee": "many", "facts.patient_name": "Zoe Zander"}
    answer = page.post("/app/cases/confirm", data=form)
    assert answer.status_code == 422
    again = fields(answer.text)
    assert again["claim.lines.1.fee"] == "many"
    assert again["facts.patient_name"] == "Zoe Zander"
    assert "f-claim-lines-1-fee-wrong" in answer.text


def test_a_pasted_letter_is_read(page: TestClient) -> None:
    answer = page.post("/app/cases/new", data={"letter": LETTER})
    form = fields(answer.text)
    assert (form["claim.lines.0.code"], form["claim.lines.0.tooth"]) == ("D2740", "30")
    assert form["denials.0.payer_claim_number"] == "BSD-773120"


BAD_STARTS = {
    "nothing was pasted": ({"letter": " "}, []),
    "give one of the two": ({"letter": LETTER}, [("paper", ("a.txt", b"x"))]),
    "two files have one name": ({}, [("paper", ("a.txt", b"D2740")), ("notes", ("a.txt", b"x"))]),
    "plain file name": ({}, [("paper", ("a:b.txt", b"D2740"))]),
    "no procedure code": ({"letter": "we deny"}, []),
    "no kind of plan funding": ({"letter": LETTER, "funding": "magic"}, []),
    "is no date": ({"letter": LETTER, "received": "soon"}, []),
}


@pytest.mark.parametrize("said", BAD_STARTS)
def test_what_cannot_be_read_is_said_and_the_text_stays(page: TestClient, said: str) -> None:
    data, files = BAD_STARTS[said]
    answer = page.post("/app/cases/new", data=data, files=files or None)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text).casefold()
    assert fields(answer.text)["letter"].strip() == data.get("letter", "").strip()


@pytest.mark.parametrize("files", ["", "x", "W10=", "e30="])
def test_damaged_files_of_a_form_are_refused(page: TestClient, files: str) -> None:
    answer = page.post("/app/cases/confirm", data={"files": files, "base": "{}"})
    assert answer.status_code == 422


def test_a_draft_is_edited_saved_refused_and_printed(page: TestClient, sample: Path) -> None:
    case = keep(page, sample)
    made = page.post(f"{case}/drafts", data={"kind": "appeal"})
    draft, form = made.url.path, fields(made.text)
    assert draft.startswith("/app/drafts/")
    signed = page.post(f"{draft}/sign-off", data={"who": "Lena Okafor", "revision": "1"})
    assert signed.status_code == 409
    assert "still needed" in signed.text
    text = form["text"].lstrip("\n")
    saved = page.post(draft, data={"text": text.replace("22.4", "29.4"), "revision": "1"})
    assert 'data-state="blocked"' in saved.text
    late = page.post(draft, data={"text": text, "revision": "1"})
    assert late.status_code == 409
    assert "Somebody else changed it" in late.text
    assert fields(late.text)["revision"] == "2"
    assert "22.4" in fields(late.text)["text"]
    printed = page.get(f"{draft}/print").text
    assert "29.4" in printed
    assert "not signed" in printed


def test_a_signed_draft_loses_its_mark_until_it_is_edited_again(
    page: TestClient, unkeyed: Assistant, sample: Path
) -> None:
    case = keep(page, sample)
    made = page.post(f"{case}/drafts", data={"kind": "claim_file_request"})
    draft = made.url.path
    stored = unkeyed.desk.draft(LOCAL, draft.rpartition("/")[2])
    if stored.status != "ready":
        pytest.fail(f"this kind is expected to be ready: {stored.draft.findings} {stored.draft.placeholders}")
    signed = page.post(f"{draft}/sign-off", data={"who": "Lena Okafor", "licence": "D1", "revision": "1"})
    assert signed.status_code == 200
    assert "Signed by Lena Okafor" in signed.text
    assert "DRAFT -" not in fields(signed.text)["text"]
    again = page.get(draft, params={"again": "true"})
    assert "DRAFT -" in fields(again.text)["text"]


def test_every_kind_of_draft_has_a_button_that_works(page: TestClient, sample: Path) -> None:
    from api.http.page.cases import DRAFTS

    case = keep(page, sample)
    for kind in DRAFTS:
        about = {"about": "frustrated_denial"} if kind == "script" else {}
        made = page.post(f"{case}/drafts", data={"kind": kind, **about})
        assert made.status_code == 200, kind
        assert made.url.path.startswith("/app/drafts/"), kind
        assert page.get(f"{made.url.path}/print").status_code == 200


def test_papers_are_added_read_and_enclosed(page: TestClient, sample: Path) -> None:
    case = keep(page, sample)
    text = b"Addendum 11/20/2026: CPAP used 05/04/2026 to 06/15/2026, not tolerated."
    added = page.post(f"{case}/papers", data={"kind": "chart_note"}, files=[("files", ("addendum.txt", text))])
    picture = page.post(
        f"{case}/papers", data={"kind": "panoramic", "date": "2026-07-01"}, files=[("files", ("pano.png", b"\x89PNG"))]
    )
    assert (added.status_code, picture.status_code) == (200, 200)
    stored = page.get(f"/v1/cases/{case.rpartition('/')[2]}").json()["case"]
    assert stored["documents"][-1]["text"] == text.decode()
    assert [each["kind"] for each in stored["attachments"][-2:]] == ["chart_note", "panoramic"]
    unread = page.post(f"{case}/papers", data={"kind": ""}, files=[("files", ("x.pdf", b"%PDF-1.4 broken"))])
    assert unread.status_code == 422


def test_a_case_is_corrected_and_deleted_only_when_meant(page: TestClient, sample: Path) -> None:
    case = keep(page, sample)
    form = fields(page.get(f"{case}/edit").text) | {"claim.referring_provider.npi": "1003000126"}
    assert page.post(f"{case}/edit", data=form, follow_redirects=False).status_code == 303
    assert page.post(f"{case}/edit", data=form).status_code == 409
    assert page.post(f"{case}/remove", data={}).status_code == 422
    assert page.get(case).status_code == 200
    assert page.post(f"{case}/remove", data={"sure": "yes"}).status_code == 200
    assert page.get(case).status_code == 404


def test_documents_show_versions_conditions_and_changes(page: TestClient) -> None:
    listed = page.get("/app/documents", params={"payer": "Cedarbrook Mutual", "on": "2024-01-15"}).text
    assert "cedarbrook-oral-appliance-2023" in listed
    assert "not yet in force" in listed
    one = page.get("/app/documents/cedarbrook-oral-appliance-2025").text
    assert "/app/documents/cedarbrook-oral-appliance-2023/changes/cedarbrook-oral-appliance-2025" in one
    changed = page.get("/app/documents/cedarbrook-oral-appliance-2023/changes/cedarbrook-oral-appliance-2025").text
    assert "added" in changed
    assert page.get("/app/documents/nothing").status_code == 404


def test_the_claims_report_shows_the_three_numbers_and_keeps_nothing(page: TestClient) -> None:
    export = Path(__file__).parents[3] / "benefits" / "kpi" / "claims.csv"
    answer = page.post("/app/claims", files={"export": ("claims.csv", export.read_bytes())})
    assert "Days in receivables" in answer.text
    assert answer.text.count("<rect") > 3
    assert page.post("/app/claims", files={"export": ("x.csv", b"")}).status_code == 422


def test_what_people_write_is_escaped(page: TestClient) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    answer = page.post("/app/ask", data={"text": f"does Northlake cover E0486? {evil}", "payer": evil})
    pasted = page.post("/app/cases/new", data={"letter": f"{LETTER}{evil}", "payer": evil})
    searched = page.get("/app/documents", params={"q": evil, "payer": evil})
    for each in (answer, pasted, searched):
        assert "<script>alert" not in each.text
        assert "<img" not in each.text


PLACES = ("ask", "cases", "cases/new", "documents", "claims", "evaluations", "audit", "nowhere/at/all", "sign-in")


@pytest.mark.parametrize("place", PLACES)
def test_no_page_carries_a_script_or_a_style_of_its_own(page: TestClient, place: str) -> None:
    answer = page.get(f"/app/{place}")
    assert answer.status_code == (404 if "nowhere" in place else 200)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r'(?:src|href)="https?:', answer.text)


def test_a_form_of_another_site_does_nothing(local: TestClient) -> None:
    for header in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        assert local.post("/app/ask", data={"text": "x"}, headers=header).status_code == 401


def test_an_answer_that_was_watched_is_shown_as_it_came(page: TestClient) -> None:
    question = "what does CO-50 mean?"
    answer = page.post("/v1/ask", json={"text": question}).text
    shown = page.post("/app/ask", data={"text": question, "answer": answer})
    assert page.post("/v1/ask", json={"text": question}).json()["trace_id"] not in shown.text
    assert re.findall(r'"trace_id":"(\w+)"', answer)[0] in shown.text
    damaged = page.post("/app/ask", data={"text": question, "answer": answer[:-9]})
    assert damaged.status_code == 200
    assert re.findall(r'"trace_id":"(\w+)"', answer)[0] not in damaged.text


def test_the_letterhead_of_the_last_case_is_offered(page: TestClient, sample: Path) -> None:
    keep(page, sample)
    form = fields(page.post("/app/cases/new", data={"letter": LETTER}).text)
    assert form["practice.name"] == "Cedar Hollow Dental Sleep"
