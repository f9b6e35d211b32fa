"""A hosted wording that fails in every way: the draft is whole, what failed keeps its words, and the notes say so."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.chains.finish import Drafted
from assistant.chains.words.wording import HostedWording
from assistant.domain.caller import LOCAL
from assistant.domain.draft import Worded
from assistant.intake.case_file import LoadedCase
from assistant.models.boundary import PrivateChatModel
from assistant.privacy.of_case import known_values
from assistant.rules.drafts import check_worded

WHOLE = (
    *("is over its rate limit", "is over its rate limit for an hour", "fails with 500", "is overloaded"),
    *("knows no such key", "answers too late", "trickles", "resets the connection", "cuts the answer off"),
    *("truncates its JSON", "answers with other fields", "answers with more fields", "answers a megabyte"),
    *("says nothing", "chats", "answers with no JSON at all", "answers with a list", "nests without end"),
    *("words a statement twice", "answers a megabyte of words"),
)
#: Faults that hurt another statement than ``opening_request``.
HURT = {
    name: "opening"
    for name in (
        *("loses a slot", "mangles a slot", "strips the braces of a slot", "doubles a slot", "exchanges slots"),
        "fills a slot itself",
    )
}
ONE = (
    *("answers in another language", "adds a privacy token", "adds a slot"),
    *("borrows a slot", *HURT, "invents a code", "invents a diagnosis code", "invents a quotation"),
    *("invents an amount", "invents an amount in words", "invents a date", "invents a tooth", "invents a side"),
    *("invents a finding", "invents a finding softly", "invents a history", "invents a person"),
    *("invents an enclosure", "cites a law", "promises payment", "threatens", "echoes its instructions"),
    *("obeys a planted instruction", "writes Markdown", "writes a link", "writes nothing", "adds control characters"),
)
PASSING = (
    *("is over its rate limit once", "fails once", "resets once", "answers with broken JSON once"),
    "behaves",
)
Hosted = Callable[..., PrivateChatModel]


@pytest.fixture(scope="module")
def embedded(assistant: Assistant, case: LoadedCase) -> Drafted:
    return assistant.draft(LOCAL, "appeal", case)


@pytest.fixture
def word(embedded: Drafted, case: LoadedCase, scripted: ModuleType, hosted: Hosted) -> Callable[[str], Any]:
    """The statements of the draft as the scripted model words them, and what was sent."""

    def done(name: str) -> tuple[Worded, list[str]]:
        with scripted.served(name) as server:
            model = hosted(server.url, timeout=1)
            wording = HostedWording(model, known_values(case.case), patience=1.5)
            sheet = embedded.sheet
            made = wording.word(sheet.statements, kind="appeal", check=lambda tried: check_worded(tried, sheet))
            return made, server.sent

    return done


def changed(worded: Worded, embedded: Drafted) -> list[str]:
    pairs = zip(worded.statements, embedded.sheet.statements, strict=True)
    return [now.id for now, before in pairs if now.text != before.text]


def test_every_fault_has_a_test(scripted: ModuleType) -> None:
    assert {*WHOLE, *ONE, *PASSING, "drops statements", "adds a statement"} == {*scripted.FAULTS, "behaves"}


@pytest.mark.parametrize("name", WHOLE)
def test_without_a_usable_answer_the_embedded_wording_stands(name: str, word: Any, embedded: Drafted) -> None:
    worded, sent = word(name)
    assert sent
    assert worded.statements == embedded.sheet.statements
    (note,) = worded.notes
    assert note.severity == "note"
    assert note.message.startswith("openai:scripted worded nothing: ")


@pytest.mark.parametrize("name", ONE)
def test_a_statement_that_fails_keeps_its_words_and_the_rest_is_worded(name: str, word: Any, embedded: Drafted) -> None:
    worded, sent = word(name)
    hurt = HURT.get(name, "opening_request")
    notes = {note.where: note.message for note in worded.notes}
    assert changed(worded, embedded) == sorted({"opening_request", "thanks"} - {hurt})
    assert notes.keys() == {"", hurt}
    assert notes[hurt].startswith("the embedded wording stands: ")
    assert len(sent) == 2


@pytest.mark.parametrize("name", PASSING)
def test_a_passing_fault_costs_nothing(name: str, word: Any, embedded: Drafted) -> None:
    worded, _ = word(name)
    assert changed(worded, embedded) == ["opening_request", "thanks"]
    assert [note.where for note in worded.notes] == [""]
    assert "in the words of openai:scripted (wording@1 sha:" in worded.notes[0].message


def test_what_a_rule_found_goes_back_once(word: Any, scripted: ModuleType) -> None:
    _, sent = word("promises payment")
    asked, again = (scripted.Call(json.loads(body), 0).statements for body in sent)
    assert not any("problem" in statement for statement in asked)
    assert [statement["id"] for statement in again] == ["opening_request"]
    assert again[0]["problem"]


def test_statements_left_out_keep_their_words_and_are_named(word: Any, embedded: Drafted) -> None:
    worded, _ = word("drops statements")
    assert len(worded.statements) == len(embedded.sheet.statements)
    assert any("the model left it out" in note.message for note in worded.notes)


def test_a_statement_nobody_asked_for_is_not_taken(word: Any, embedded: Drafted) -> None:
    worded, _ = word("adds a statement")
    assert [s.id for s in worded.statements] == [s.id for s in embedded.sheet.statements]
    assert "no other coverage" not in " ".join(s.text for s in worded.statements)


def test_the_draft_of_a_configured_model_is_whole_and_says_who_worded_it(
    case: LoadedCase, embedded: Drafted, scripted: ModuleType, hosted: Hosted, build: Callable[[], Assistant]
) -> None:
    with scripted.served("invents a finding") as server:
        hosted(server.url)
        drafted = build().draft(LOCAL, "appeal", case)
    assert drafted.draft.status == embedded.draft.status
    assert "bruxism" not in drafted.draft.text
    assert "Many thanks for your review" in drafted.draft.text
    said = {f.where: f.message for f in drafted.draft.findings if f.rule == "WD01"}
    assert "openai:scripted" in said[""]
    assert said["opening_request"].startswith("the embedded wording stands")


def test_a_draft_without_a_model_that_answers_is_the_embedded_one(
    case: LoadedCase, embedded: Drafted, scripted: ModuleType, hosted: Hosted, build: Callable[[], Assistant]
) -> None:
    with scripted.served("fails with 500") as server:
        hosted(server.url)
        drafted = build().draft(LOCAL, "appeal", case)
    assert drafted.draft.text == embedded.draft.text
    assert drafted.draft.status == embedded.draft.status
    (note,) = [f for f in drafted.draft.findings if f.rule == "WD01"]
    assert "worded nothing: its provider failed (500)" in note.message


def test_an_edited_letter_is_checked_without_the_model(
    case: LoadedCase, scripted: ModuleType, hosted: Hosted, build: Callable[[], Assistant]
) -> None:
    with scripted.served("behaves") as server:
        hosted(server.url)
        assistant = build()
        worded = assistant.draft(LOCAL, "appeal", case).draft
        calls = len(server.sent)
        checked = assistant.check_edited(LOCAL, worded.text, case)
        assert len(server.sent) == calls
    assert checked.status == worded.status
