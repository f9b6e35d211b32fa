"""The editor as it is opened again: what stands against a text, which proof is whose, what cannot be made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.page.proofs import links_of
from api.http.page.wording import plainly
from api.http.service import Service
from assistant.assistant import Assistant
from assistant.domain.caller import LOCAL
from assistant.domain.draft import Source, Statement


@pytest.fixture
def appeal(page: TestClient, pages: Any, sample: Path) -> str:
    made = page.post(f"{pages.keep(page, sample)}/drafts", data={"kind": "appeal"})
    return str(made.url.path)


def test_a_blocked_draft_opens_as_it_was_left(page: TestClient, pages: Any, appeal: str) -> None:
    text = pages.fields(page.get(appeal).text)["text"].lstrip("\n")
    spoilt = text.replace("22.4", "29.4")
    while_editing = page.post(f"{appeal}/check", json={"text": spoilt}).json()
    page.post(appeal, data={"text": spoilt, "revision": "1"})
    opened = page.get(appeal).text
    assert while_editing["status"] == "blocked"
    assert while_editing["told"] in opened
    assert re.search(r"without proof. Line \d+: the number 22.4 became 29.4", opened)
    assert while_editing["unsigned"] in opened
    assert re.search(r'<button id="sign"[^>]* disabled', opened)
    assert re.search(r'data-copy="letter" disabled', opened) or re.search(r'disabled[^>]*data-copy="letter"', opened)
    assert re.search(r'class="n alarm" id="n-findings"', opened)


def test_a_text_leaves_with_its_mark_until_it_is_signed(page: TestClient, pages: Any, appeal: str) -> None:
    text = pages.fields(page.get(appeal).text)["text"].lstrip("\n")
    bare = text.partition("\n\n")[2].replace("22.4", "29.4")
    page.post(appeal, data={"text": bare, "revision": "1"})
    file = page.get(f"/v1{appeal.removeprefix('/app')}/export", params={"format": "txt"}).text
    assert file.startswith("DRAFT - not reviewed, not signed\n\n")
    assert file.endswith(bare)


@pytest.mark.parametrize("kind", ["treatment_plan", "external_review", "physician_request"])
def test_what_cannot_be_made_says_why_in_place_of_a_letter(page: TestClient, pages: Any, kind: str) -> None:
    form = pages.fields(page.post("/app/cases/new", data={"letter": pages.LETTER}).text)
    case = page.post("/app/cases/confirm", data=form, follow_redirects=False).headers["location"]
    made = page.post(f"{case}/drafts", data={"kind": kind}).text
    assert "This cannot be drafted yet" in made
    assert "To do:" in made
    assert 'id="sign"' not in made
    assert "<textarea" not in made
    assert not re.search(r"plan_funding|`|--about", made)


def test_statements_that_share_an_id_keep_their_own_proofs(page: TestClient, unkeyed: Assistant, appeal: str) -> None:
    stored = unkeyed.desk.draft(LOCAL, appeal.rpartition("/")[2])
    twins = tuple(
        Statement(id="s1", type="fact", text=text, sources=(Source(kind="span", document="order", quote=text),))
        for text in ("First.", "Second.")
    )
    case = unkeyed.desk.case(LOCAL, stored.case_id).case
    draft = stored.draft.model_copy(update={"statements": twins})
    links = links_of(Service(unkeyed), LOCAL, draft, case)
    assert [[proof.quote for proof in each] for each in links] == [["First."], ["Second."]]


WORDS = {
    "compare it with the notice; enter the fact appeals_address where it differs": "enter \u201cAppeals address\u201d",
    "add the plan as verified under `coverages`": "under Coverages of the claim",
    "ask the payer, and set `plan_funding`": "set \u201cWho funds the plan\u201d",
    "name a paper with --about": "under Options",
    "name one of frustrated_denial, demanding, or say it": "name one of \u201cFrustrated over a denied claim\u201d",
    "the payer's policy_number and the plan's": "the payer's policy number and the plan's",
    "add a document of the kind letter or denial_letter": "the kind letter or denial letter",
    "say who is asked under `made_up_name`": "under made up name",
    "policy_number is not known": "policy number is not known",
    "name a scenario: frustrated_denial or another": "Frustrated over a denied claim",
}


@pytest.mark.parametrize("said", WORDS)
def test_names_of_files_and_options_are_said_in_the_words_of_the_page(said: str) -> None:
    assert WORDS[said] in plainly(said)
    assert "_" not in plainly(said)


@pytest.mark.parametrize(
    "sentence",
    [
        "The number 22.4 became 29.4 in E0486; see 29 CFR 2560.503-1(h)(3)(i).",
        "the file 'chart_notes.txt' is not there",
        "the file chart_notes.txt is not there",
        "the file policy_number.txt is not there",
        'the paper says "policy_number" at its head',
        "the file 'birth_date' is not there",
        "made_up_name is missing",
    ],
)
def test_what_is_no_name_of_ours_stays_as_it_is(sentence: str) -> None:
    assert plainly(sentence) == sentence
