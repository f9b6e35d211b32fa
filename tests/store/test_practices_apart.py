"""Two practices with the same names and ids in one database: each meets only what is its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.domain.access import NotSignedIn
from assistant.domain.caller import Caller
from assistant.domain.draft import Draft
from assistant.domain.errors import NotFound
from assistant.domain.feedback import Feedback
from assistant.domain.policy import Passage, PolicyDocument
from assistant.domain.stored import DraftOptions
from assistant.store.drafts import Drafts
from assistant.store.engine import open_engine
from assistant.store.feedback import FeedbackBook
from assistant.store.ledger import DocumentRow, Ledger, PassageRow, open_ledger
from assistant.store.people import People
from assistant.store.seal import Seal

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ONE, TWO = Caller(practice="one", user="dana"), Caller(practice="two", user="dana")
PASSWORD, OTHER = "correct horse battery", "staple of another office"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'apart.sqlite'}")


def put(ledger: Ledger, words: str, ordinals: tuple[int, ...] = (0,)) -> None:
    """A document of the same id in every practice, with passages of its own words."""
    stated = PolicyDocument(id="d", series="d", title=words, payer="A", effective_from=date(2026, 1, 1))
    passages = [
        PassageRow(
            Passage(key=f"d#{n}", document="d", title=words, section="", text=f"{words} {n}", ordinal=n, payer="A"),
            f"{words} {n}",
            f"hash {words} {n}",
            "m",
            bytes(8),
        )
        for n in ordinals
    ]
    ledger.put(DocumentRow(stated, f"hash {words}", f"{words}.md", f"whole {words}"), passages)


def test_documents_of_one_id(engine: Engine) -> None:
    one, two = open_ledger(engine, "one"), open_ledger(engine, "two")
    put(one, "ours")
    put(two, "theirs", (0, 1))
    assert [row.document.title for row in one.documents()] == ["ours"]
    assert (one.text_of("d"), two.text_of("d")) == ("whole ours", "whole theirs")
    assert [row.passage.text for row in one.passages()] == ["ours 0"]
    assert (one.counts(), two.counts()) == ((1, 1), (1, 2))
    put(one, "ours anew")
    assert two.text_of("d") == "whole theirs"
    assert one.remove("d")
    assert (one.counts(), two.counts()) == ((0, 0), (1, 2))
    assert one.text_of("d") is None
    assert not one.remove("d")


def test_a_passage_that_one_practice_misses_is_not_made_up_for_by_the_other(engine: Engine) -> None:
    one, two = open_ledger(engine, "one"), open_ledger(engine, "two")
    put(one, "ours", (0, 2))
    put(two, "theirs", (0, 1, 2))
    assert (one.incomplete(), two.incomplete()) == (("d",), ())
    put(one, "ours", (0, 1, 2))
    put(two, "theirs", ())
    assert (one.incomplete(), two.incomplete()) == ((), ("d",))


def test_generations_are_counted_for_each(engine: Engine) -> None:
    one, two = open_ledger(engine, "one"), open_ledger(engine, "two")
    one.record_generation("000001-a", "a")
    two.record_generation("000001-b", "b")
    two.record_generation("000002-c", "c")
    assert one.newest_generation() == (1, "000001-a", "a")
    assert two.newest_generation() == (2, "000002-c", "c")
    for number in range(2, 40):
        one.record_generation(f"{number:06}-d", "d")
    assert two.newest_generation() == (2, "000002-c", "c"), "what one practice forgets, the other keeps"


def test_vectors_made_anew_are_those_of_one_practice(engine: Engine) -> None:
    one, two = open_ledger(engine, "one"), open_ledger(engine, "two")
    put(one, "ours")
    put(two, "theirs")
    one.replace_vectors("another model", {"d#0": ("another hash", bytes([1]) * 8)})
    assert [(row.model, row.vector) for row in one.passages()] == [("another model", bytes([1]) * 8)]
    assert [(row.model, row.vector) for row in two.passages()] == [("m", bytes(8))]


def test_drafts_of_cases_of_one_id(engine: Engine) -> None:
    held = Drafts(engine, Seal(bytes(range(32))))
    options = DraftOptions(dated=NOW.date(), level=1)
    mine, theirs = (
        held.add(caller, "case_x", Draft(kind="appeal", status="ready", text="Dear"), options=options, at=NOW)
        for caller in (ONE, TWO)
    )
    assert held.remove_of_case("one", "case_x") == 1
    with pytest.raises(NotFound):
        held.get(ONE, mine.id)
    assert held.get(TWO, theirs.id).id == theirs.id


def test_people_of_one_name(engine: Engine) -> None:
    people = People(engine)
    people.add("one", "dana", PASSWORD, "biller", at=NOW)
    people.add("two", "dana", OTHER, "front_desk", at=NOW)
    mine, _ = people.sign_in("one", "dana", PASSWORD, at=NOW)
    theirs, _ = people.sign_in("two", "dana", OTHER, at=NOW)
    assert [people.session(token, at=NOW).person.practice for token in (mine, theirs)] == ["one", "two"]
    assert [people.session(token, at=NOW).person.role for token in (mine, theirs)] == ["biller", "front_desk"]
    with pytest.raises(NotSignedIn):
        people.sign_in("two", "dana", PASSWORD, at=NOW)
    people.set_password("two", "dana", PASSWORD)
    assert people.session(mine, at=NOW).person.practice == "one"
    with pytest.raises(NotSignedIn):
        people.session(theirs, at=NOW)
    people.disable("one", "dana")
    assert people.sign_in("two", "dana", PASSWORD, at=NOW)[1].person.practice == "two"


def test_remarks_stay_with_those_who_made_them(engine: Engine) -> None:
    remarks = FeedbackBook(engine)
    for caller in (ONE, TWO):
        remark = Feedback(id="", at=NOW, practice="", user="", trace_id=f"t {caller.practice}", verdict="wrong")
        remarks.add(caller, remark)
    assert [each.trace_id for each in remarks.of("one")] == ["t one"]
    assert [each.trace_id for each in remarks.of("two")] == ["t two"]
