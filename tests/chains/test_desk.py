"""The desk: a case with its papers is kept, drafted, edited and signed off, and every step leaves its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.chains.desk import Desk, plain_name
from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.stored import DraftOptions, NotReady, OutOfDate, StoredDraft
from assistant.settings import Settings

BILLER = Caller(practice="cedar", user="dana", role="biller")
OTHER = Caller(practice="birch", user="kim", role="biller")
OPTIONS = DraftOptions(dated=datetime(2026, 11, 22, tzinfo=UTC).date())


class Clock:
    """A moment that a test moves on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(shipped_cache: Path, tmp_path: Path, clock: Clock) -> Assistant:
    settings = Settings(home=tmp_path / "home", cache=shipped_cache)
    return build_assistant(settings, today=lambda: clock.at.date(), now=clock)


@pytest.fixture
def desk(office: Assistant) -> Iterator[Desk]:
    """The desk, and afterwards an unbroken trail."""
    yield office.desk
    for practice in office.office.audit.practices():
        assert office.office.audit.verify(practice).ok


@pytest.fixture
def kept(desk: Desk, make_case: Callable[..., Case]) -> StoredDraft:
    """The shipped case and its appeal."""
    stored = desk.add_case(BILLER, make_case())
    return desk.add_draft(BILLER, stored.id, "appeal", OPTIONS)


def actions(office: Assistant, practice: str = "cedar") -> list[str]:
    return [line.action for line in office.office.audit.lines(practice)]


def test_every_step_leaves_a_line(desk: Desk, kept: StoredDraft, office: Assistant) -> None:
    desk.draft(BILLER, kept.id)
    desk.revise(BILLER, kept.id, kept.text.replace("Dear", "Dear", 1), revision=1)
    desk.check(BILLER, kept.id, kept.text)
    desk.papers(BILLER, kept.case_id)
    desk.overview(BILLER, kept.case_id, OPTIONS)
    desk.remove_case(BILLER, kept.case_id)
    assert actions(office) == ["create", "draft", "view", "change", "check", "view", "view", "delete"]
    with pytest.raises(NotFound):
        desk.draft(BILLER, kept.id)


def test_an_edit_without_proof_is_kept_and_blocked(desk: Desk, kept: StoredDraft) -> None:
    changed = desk.revise(BILLER, kept.id, kept.text.replace("22.4", "29.4"), revision=1)
    assert (changed.status, changed.revision) == ("blocked", 2)
    assert "29.4" in changed.text
    assert desk.check(BILLER, kept.id, kept.text).status == kept.status
    with pytest.raises(OutOfDate):
        desk.revise(BILLER, kept.id, kept.text, revision=1)


def test_the_same_text_is_judged_the_same_on_a_later_day(desk: Desk, kept: StoredDraft, clock: Clock) -> None:
    clock.at += timedelta(days=3)
    assert desk.check(BILLER, kept.id, kept.text).findings == kept.draft.findings


def test_a_draft_that_is_not_ready_is_not_signed(desk: Desk, kept: StoredDraft) -> None:
    assert kept.status == "needs_review"
    with pytest.raises(NotReady) as refused:
        desk.approve(BILLER, kept.id, who="Dr. Vale", revision=1)
    assert any("still needed" in reason for reason in refused.value.reasons)
    assert not desk.draft(BILLER, kept.id).approved


def test_another_practice_gets_nothing(desk: Desk, kept: StoredDraft, office: Assistant) -> None:
    desk.put_paper(BILLER, kept.case_id, "study.txt", b"x", media_type="text/plain")
    for attempt in (
        lambda: desk.case(OTHER, kept.case_id),
        lambda: desk.papers(OTHER, kept.case_id),
        lambda: desk.paper(OTHER, kept.case_id, "study.txt"),
        lambda: desk.add_draft(OTHER, kept.case_id, "appeal", OPTIONS),
        lambda: desk.draft(OTHER, kept.id),
        lambda: desk.check(OTHER, kept.id, kept.text),
        lambda: desk.revise(OTHER, kept.id, kept.text, revision=1),
        lambda: desk.approve(OTHER, kept.id, who="x", revision=1),
        lambda: desk.remove_draft(OTHER, kept.id),
        lambda: desk.remove_case(OTHER, kept.case_id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert desk.cases(OTHER) == ()
    assert desk.drafts(OTHER) == ()
    assert actions(office, "birch") == ["denied"] * 10 + ["view", "view"]
    refused = [(line.user, line.subject) for line in office.office.audit.lines("birch")][:10]
    assert {subject for _, subject in refused} == {kept.case_id, kept.id}
    assert {user for user, _ in refused} == {OTHER.user}


def test_what_is_no_id_is_not_repeated_in_the_trail(desk: Desk, office: Assistant) -> None:
    with pytest.raises(NotFound):
        desk.case(OTHER, "Ottoline Canary")
    (line,) = office.office.audit.lines("birch")
    assert (line.action, line.subject, "Canary" in line.detail) == ("denied", "what is no id", False)


def test_papers_lie_beside_the_case_only_while_it_is_open(desk: Desk, make_case: Callable[..., Case]) -> None:
    stored = desk.add_case(BILLER, make_case())
    desk.put_paper(BILLER, stored.id, "study.pdf", b"%PDF-", media_type="application/pdf")
    with desk.opened(BILLER, stored.id) as loaded:
        folder = loaded.folder
        shown = [each.name for each in folder.iterdir() if not each.name.startswith(".")]
        assert shown == ["study.pdf"]  # beside the hidden mark of who holds the folder
    assert not folder.exists()


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", ".hidden", "x\n", " x", "c:x", "ä" * 120]
)
def test_a_paper_is_named_by_a_plain_file_name(name: str) -> None:
    with pytest.raises(BadInput):
        plain_name(name)


def test_a_kept_case_cannot_point_outside(desk: Desk, make_case: Callable[..., Case]) -> None:
    content = make_case().model_dump(mode="json")
    content["attachments"] = [{"kind": "order", "file": "../../etc/passwd"}]
    with pytest.raises(BadInput, match="attachments"):
        desk.add_case(BILLER, Case.model_validate(content))
