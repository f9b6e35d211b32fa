"""What goes over the wire to a hosted model, draft by draft: words and slots, and nothing that names anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assistant.assistant import Assistant
from assistant.domain.caller import LOCAL
from assistant.domain.draft import DraftKind
from assistant.models.boundary import PrivateChatModel
from assistant.recognise import dates
from evals.planted.bases import Base, bases

KINDS: tuple[DraftKind, ...] = (
    *("appeal", "narrative", "predetermination", "records_reply", "physician_request", "claim_file_request"),
)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    return list(bases(11, tmp_path_factory.mktemp("people")))[::6]


def test_no_identifier_of_any_case_is_sent(
    people: list[Base],
    scripted: ModuleType,
    hosted: Callable[[str], PrivateChatModel],
    build: Callable[[], Assistant],
    tmp_path: Path,
) -> None:
    with scripted.served("behaves") as server:
        hosted(server.url)
        assistant = build()
        drafts = [assistant.draft(LOCAL, kind, base.loaded).draft for base in people for kind in KINDS]
        sent = "\n".join(server.sent)
    assert len(server.sent) >= len(people) * 3
    for base in people:
        for value in base.canaries:
            assert value not in sent
            assert not any(part in sent for part in value.split() if part.isalpha() and len(part) > 3)
    assert dates.find("\n".join(scripted.texts(server.sent))) == ()
    assert any("{" in text for text in scripted.texts(server.sent))
    assert all("{" not in draft.text for draft in drafts)
