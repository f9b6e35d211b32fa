"""Documents from the page: each accepted or rejected with its reason, and only by who may."""

from __future__ import annotations

import html
from typing import Any

import pytest
from fastapi.testclient import TestClient

MANUAL = b"""---
payer: Payer of Page
effective_from: 2026-01-01
title: Manual of Page
---
# Crowns

Crowns (D2740) are covered once per tooth in 60 months.
"""


def sent(page: TestClient, *given: tuple[str, bytes], **said: str) -> Any:
    return page.post("/app/documents/add", data=said, files=[("files", each) for each in given] or None)


def test_good_files_are_taken_in_and_bad_ones_are_told(page: TestClient) -> None:
    answer = sent(page, ("manual.md", MANUAL), ("empty.txt", b"no payer here"))
    assert answer.status_code == 200
    assert "1 accepted, 1 rejected" in answer.text
    assert "<strong>empty.txt</strong>" in answer.text
    assert "/claimwright-" not in answer.text
    assert "Manual of Page" in page.get("/app/documents", params={"payer": "Payer of Page"}).text


def test_a_corrected_file_takes_the_place_of_the_first(page: TestClient) -> None:
    first, corrected = (MANUAL.replace(b"Page", b"Mend").replace(b"60", months) for months in (b"60", b"84"))
    assert "1 accepted" in sent(page, ("mend.md", first)).text
    again = sent(page, ("mend.md", corrected))
    assert "1 accepted, 0 rejected" in again.text
    assert "/claimwright-" not in sent(page, ("other-name.md", corrected)).text
    shown = page.get("/app/documents", params={"payer": "Payer of Mend"}).text
    assert shown.count("Manual of Mend") == 1


def test_what_is_wrong_beside_a_file_names_no_place_of_this_machine(page: TestClient) -> None:
    answer = sent(page, ("beside.md", MANUAL), ("beside.md.yaml", b"payer: [\n"))
    assert "beside.md.yaml" in answer.text
    assert "/claimwright-" not in answer.text


def test_a_trial_keeps_nothing(page: TestClient) -> None:
    answer = sent(page, ("trial.md", MANUAL.replace(b"Page", b"Trial")), dry_run="yes")
    assert "1 would be accepted" in answer.text
    assert "Manual of Trial" not in page.get("/app/documents").text


def test_what_a_file_does_not_say_is_said_in_the_form(page: TestClient) -> None:
    body = b"# Crowns\n\nCrowns (D2740) are covered once per tooth in 60 months.\n"
    answer = sent(page, ("own.md", body), payer="Payer of Form", effective_from="2026-02-01")
    assert "Payer of Form" in answer.text
    assert "Feb 1, 2026" in answer.text


REFUSED: dict[str, tuple[tuple[tuple[str, bytes], ...], dict[str, str]]] = {
    "no file was chosen": ((), {}),
    "two files have one name": ((("a.md", MANUAL), ("a.md", MANUAL)), {}),
    "plain file name": ((("a:b.md", MANUAL),), {}),
    "is no date": ((("a.md", MANUAL),), {"effective_from": "spring"}),
    "at most 10": (tuple((f"{n}.md", MANUAL) for n in range(11)), {}),
    "0 accepted, 1 rejected": ((("a.md", b"\x00\x01"),), {}),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_taken_in_is_said(page: TestClient, said: str) -> None:
    given, fields = REFUSED[said]
    answer = sent(page, *given, **fields)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text).casefold()


@pytest.mark.parametrize("scope", ["ask", "draft"])
def test_only_an_administrator_adds(world: Any, scope: Any) -> None:
    client = world.client("one", scope)
    assert client.get("/app/documents/add").status_code == 403
    assert "Add documents" not in client.get("/app/documents").text
    refused = client.post("/app/documents/add", files={"files": ("a.md", MANUAL)})
    assert refused.status_code == 403
    assert "Add documents" in world.client("one", "admin").get("/app/documents").text
