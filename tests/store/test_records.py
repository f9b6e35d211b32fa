"""Cases, papers and drafts at rest: sealed, per practice, never lost to a second writer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.draft import Draft
from assistant.domain.errors import Misconfigured, NotFound
from assistant.domain.stored import AlreadySigned, DraftOptions, OutOfDate, StoredDraft
from assistant.store.cases import Cases
from assistant.store.drafts import Drafts
from assistant.store.engine import open_engine, transaction
from assistant.store.seal import Seal

ONE = Caller(practice="one", user="dana")
TWO = Caller(practice="two", user="kim")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = bytes(range(32))
CANARY = "Ottoline Canary"
OPTIONS = DraftOptions(dated=NOW.date(), level=2)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'records.sqlite'}")


def case(code: str = "D2740") -> Case:
    line = {"id": "1", "code": code, "tooth": "19", "fee": "1400.00"}
    facts = [{"key": "patient_name", "value": CANARY, "who": "front desk", "when": "2026-11-20"}]
    return Case.model_validate({"claim": {"lane": "dental", "lines": [line]}, "facts": facts})


def draft(words: str = f"Dear Reviewer, {CANARY}") -> Draft:
    return Draft(kind="appeal", status="ready", text=words)


def test_a_case_comes_back_as_it_was_kept(engine: Engine) -> None:
    held = Cases(engine, Seal(KEY))
    stored = held.add(ONE, case(), at=NOW)
    assert held.get(ONE, stored.id).case == case()
    assert (stored.revision, stored.made_at, stored.changed_by) == (1, NOW, "dana")


def test_the_disk_shows_nobodys_name(engine: Engine, tmp_path: Path) -> None:
    cases, drafts = Cases(engine, Seal(KEY)), Drafts(engine, Seal(KEY))
    stored = cases.add(ONE, case(), at=NOW)
    cases.put_paper(ONE, stored.id, "note.txt", CANARY.encode(), media_type="text/plain", at=NOW)
    drafts.add(ONE, stored.id, draft(), options=OPTIONS, at=NOW)
    engine.dispose()
    for file in tmp_path.iterdir():
        assert b"Canary" not in file.read_bytes()


def test_another_practice_reaches_nothing(engine: Engine) -> None:
    cases, drafts = Cases(engine, Seal(KEY)), Drafts(engine, Seal(KEY))
    stored = cases.add(ONE, case(), at=NOW)
    cases.put_paper(ONE, stored.id, "note.txt", b"x", media_type="text/plain", at=NOW)
    kept = drafts.add(ONE, stored.id, draft(), options=OPTIONS, at=NOW)
    attempts = [
        lambda: cases.get(TWO, stored.id),
        lambda: cases.replace(TWO, stored.id, case(), revision=1, at=NOW),
        lambda: cases.remove(TWO, stored.id),
        lambda: cases.paper(TWO, stored.id, "note.txt"),
        lambda: cases.put_paper(TWO, stored.id, "note.txt", b"y", media_type="text/plain", at=NOW),
        lambda: drafts.get(TWO, kept.id),
        lambda: drafts.revise(TWO, kept.id, draft(), edited="", revision=1, at=NOW),
        lambda: drafts.approve(TWO, kept.id, who="x", revision=1, at=NOW),
        lambda: drafts.remove(TWO, kept.id),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert cases.recent(TWO) == ()
    assert cases.papers(TWO, stored.id) == ()
    assert drafts.recent(TWO) == ()
    assert cases.paper(ONE, stored.id, "note.txt") == b"x"
    assert drafts.get(ONE, kept.id) == kept


def test_a_row_moved_to_another_practice_does_not_open(engine: Engine) -> None:
    held = Cases(engine, Seal(KEY))
    stored = held.add(ONE, case(), at=NOW)
    with transaction(engine) as connection:
        connection.execute(text("UPDATE cases SET practice='two'"))
    with pytest.raises(Misconfigured, match="cannot be opened"):
        held.get(TWO, stored.id)


def test_the_second_of_two_changes_is_told(engine: Engine) -> None:
    held = Cases(engine, Seal(KEY))
    stored = held.add(ONE, case(), at=NOW)
    held.replace(ONE, stored.id, case("D2750"), revision=1, at=NOW)
    with pytest.raises(OutOfDate, match="revision 2"):
        held.replace(ONE, stored.id, case("D2790"), revision=1, at=NOW)
    assert held.get(ONE, stored.id).case.claim.lines[0].code == "D2750"


def test_cases_are_paged_newest_first(engine: Engine) -> None:
    held = Cases(engine, Seal(KEY))
    made = [held.add(ONE, case(), at=NOW + timedelta(seconds=number // 2)).id for number in range(7)]
    seen: list[str] = []
    before = None
    while page := held.recent(ONE, most=2, before=before):
        seen += [each.id for each in page]
        before = (page[-1].changed_at.isoformat(timespec="microseconds"), page[-1].id)
    assert sorted(seen) == sorted(made)
    assert seen[0] == made[-1]


def test_retention_really_deletes(engine: Engine) -> None:
    held = Cases(engine, Seal(KEY))
    old, new = held.add(ONE, case(), at=NOW), held.add(ONE, case(), at=NOW + timedelta(days=400))
    held.put_paper(ONE, old.id, "note.txt", b"x", media_type="text/plain", at=NOW)
    assert held.unchanged_since(NOW + timedelta(days=30)) == (("one", old.id),)
    held.remove(ONE, old.id)
    assert [each.id for each in held.recent(ONE)] == [new.id]
    with transaction(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM papers")).scalar() == 0


def test_a_paper_of_the_same_name_is_replaced(engine: Engine) -> None:
    held = Cases(engine, Seal(KEY))
    stored = held.add(ONE, case(), at=NOW)
    for content in (b"first", b"second, longer"):
        held.put_paper(ONE, stored.id, "note.txt", content, media_type="text/plain", at=NOW)
    assert [(each.name, each.size) for each in held.papers(ONE, stored.id)] == [("note.txt", 14)]
    assert held.paper(ONE, stored.id, "note.txt") == b"second, longer"
    with pytest.raises(NotFound):
        held.paper(ONE, stored.id, "other.txt")


def test_a_change_after_the_sign_off_needs_a_new_one(engine: Engine) -> None:
    held = Drafts(engine, Seal(KEY))
    kept = held.add(ONE, "case_1", draft(), options=OPTIONS, at=NOW)
    assert not kept.approved
    signed = held.approve(ONE, kept.id, who="Dr. Vale", licence="D-1", revision=1, at=NOW)
    assert signed.approved
    changed = held.revise(ONE, kept.id, draft("Other"), edited="Other", revision=1, at=NOW)
    assert (changed.revision, changed.approved, changed.edited) == (2, False, "Other")
    with pytest.raises(OutOfDate):
        held.approve(ONE, kept.id, who="Dr. Vale", revision=1, at=NOW)


def test_a_revision_is_signed_once_and_earlier_sign_offs_are_kept(engine: Engine) -> None:
    held = Drafts(engine, Seal(KEY))
    kept = held.add(ONE, "case_1", draft(), options=OPTIONS, at=NOW)
    held.approve(ONE, kept.id, who="Dr. Vale", licence="D-1", revision=1, at=NOW)
    with pytest.raises(AlreadySigned, match="by Dr"):
        held.approve(ONE, kept.id, who="Dr. Moss", revision=1, at=NOW)
    held.revise(ONE, kept.id, draft("Other"), edited="Other", revision=1, at=NOW)
    held.revise(ONE, kept.id, draft("Third"), edited="Third", revision=2, at=NOW)
    signed = held.approve(ONE, kept.id, who="Dr. Moss", revision=3, at=NOW)
    assert signed.approval is not None
    assert (signed.approval.who, signed.approval.by, signed.approved) == ("Dr. Moss", ONE.user, True)
    assert [(each.who, each.licence, each.revision) for each in signed.earlier] == [("Dr. Vale", "D-1", 1)]


@pytest.mark.parametrize("change", ["approve", "revise"])
def test_a_sign_off_is_not_lost_to_who_changes_the_draft_at_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    held, quicker = Drafts(engine, Seal(KEY)), Drafts(engine, Seal(KEY))
    kept = held.add(ONE, "case_1", draft(), options=OPTIONS, at=NOW)
    looked = held._opened

    def then_another_signs(*row: Any) -> StoredDraft:
        found = looked(*row)
        monkeypatch.undo()
        quicker.approve(ONE, kept.id, who="Dr. Vale", revision=1, at=NOW)
        return found

    monkeypatch.setattr(held, "_opened", then_another_signs)
    changes = {
        "approve": lambda: held.approve(ONE, kept.id, who="Dr. Moss", revision=1, at=NOW),
        "revise": lambda: held.revise(ONE, kept.id, draft("Other"), edited="Other", revision=1, at=NOW),
    }
    with pytest.raises(OutOfDate):
        changes[change]()
    signed = held.get(ONE, kept.id).approval
    assert signed is not None
    assert signed.who == "Dr. Vale"


@pytest.mark.parametrize("broken", [(0,), (2,), (4,), (0, 1, 2), (0, 1, 2, 3, 4)])
def test_a_row_that_cannot_be_opened_hides_no_other(engine: Engine, broken: tuple[int, ...]) -> None:
    held = Cases(engine, Seal(KEY))
    ids = [held.add(ONE, case(), at=NOW + timedelta(minutes=n)).id for n in range(5)]
    other = Cases(engine, Seal(bytes(32)))
    for place in broken:
        sealed = other._close(ONE, ids[place], case())
        with transaction(engine) as connection:
            connection.execute(text("UPDATE cases SET content=:c WHERE id=:i"), {"c": sealed, "i": ids[place]})
    kept = [each for place, each in enumerate(ids) if place not in broken][::-1]
    found, unreadable, before = [], set[str](), None
    while True:
        page = held.recent(ONE, most=2, before=before)
        unreadable |= set(page.unreadable)
        found += [each.id for each in page]
        if len(page) < 2:
            break
        before = page[-1].changed_at.isoformat(timespec="microseconds"), page[-1].id
    assert found == kept
    assert unreadable == {ids[place] for place in broken}


def test_drafts_of_a_case_go_with_it(engine: Engine) -> None:
    held = Drafts(engine, Seal(KEY))
    held.add(ONE, "case_1", draft(), options=OPTIONS, at=NOW)
    other = held.add(ONE, "case_2", draft(), options=OPTIONS, at=NOW)
    assert held.remove_of_case("one", "case_1") == 1
    assert [each.id for each in held.recent(ONE)] == [other.id]
    assert held.recent(ONE, case_id="case_1") == ()
