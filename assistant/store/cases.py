"""Cases and their papers at rest: sealed, per practice, with a revision that guards against lost changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.errors import NotFound
from assistant.domain.stamps import stamp
from assistant.domain.stored import Listed, StoredCase, StoredPaper
from assistant.store.engine import transaction
from assistant.store.held import mine
from assistant.store.part import Part, Stay, key, moment, practice, sealed, whole, word
from assistant.store.revised import Revised, revised

PART = Part("cases")

_cases = revised(PART, "cases", stay=Stay(since="changed_at", term="case"))
_papers = PART.table(
    "papers",
    practice(),
    key("case_id", 40),
    key("name", 200),
    word("media_type", 100),
    whole("size"),
    moment("added_at"),
    sealed("content"),
    stay=Stay(with_="cases"),
)


class Cases(Revised):
    """The cases of a database. Every query names the caller's practice."""

    part = PART
    table = _cases
    what = "case"

    def add(self, caller: Caller, case: Case, *, at: datetime) -> StoredCase:
        """Keep a new case; returns it with its id."""
        case_id = self._new_id()
        self._add(caller, case_id, case, at=at)
        return self.get(caller, case_id)

    def get(self, caller: Caller, case_id: str) -> StoredCase:
        """One case; ``NotFound`` when the practice has none of this id."""
        return self._opened(caller, self._held(caller, case_id))

    def replace(self, caller: Caller, case_id: str, case: Case, *, revision: int, at: datetime) -> StoredCase:
        """Put a changed case in place; ``OutOfDate`` when somebody else changed it since ``revision``."""
        self._put(caller, case_id, case, revision=revision, to=revision + 1, at=at)
        return self.get(caller, case_id)

    def recent(self, caller: Caller, *, most: int = 50, before: tuple[str, str] | None = None) -> Listed[StoredCase]:
        """The cases that changed last, newest first; ``before`` is the ``(changed_at, id)`` to go on behind."""
        return self._listed(self._opened, caller, most, before)

    def remove(self, caller: Caller, case_id: str, *, unchanged_since: datetime | None = None) -> None:
        """Delete a case and its papers for good; ``NotFound`` when there is none, ``OutOfDate`` when it has changed."""
        with transaction(self._engine):
            self._remove(caller, case_id, unchanged_since=unchanged_since)
            self._remove_all(_papers, _papers.c.added_at, unchanged_since, *mine(_papers, caller, case_id=case_id))

    def unchanged_since(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """``(practice, id)`` of every case that nobody changed since."""
        old = select(_cases.c.practice, _cases.c.id).where(_cases.c.changed_at < stamp(before))
        return tuple((row.practice, row.id) for row in self._rows(old))

    # Papers

    def put_paper(
        self, caller: Caller, case_id: str, name: str, content: bytes, *, media_type: str, at: datetime
    ) -> StoredPaper:
        """Keep a file with a case, in place of one of the same name; ``NotFound`` without the case."""
        self.get(caller, case_id)
        row = {
            "practice": caller.practice,
            "case_id": case_id,
            "name": name,
            "media_type": media_type,
            "size": len(content),
            "added_at": stamp(at),
            "content": self._close(caller, f"{case_id}/{name}", content),
        }
        self._do(delete(_papers).where(*mine(_papers, caller, case_id=case_id, name=name)), insert(_papers).values(row))
        return StoredPaper(name=name, media_type=media_type, size=len(content), added_at=at)

    def papers(self, caller: Caller, case_id: str) -> tuple[StoredPaper, ...]:
        """What is kept with a case, by name."""
        columns = (_papers.c.name, _papers.c.media_type, _papers.c.size, _papers.c.added_at)
        rows = self._rows(select(*columns).where(*mine(_papers, caller, case_id=case_id)).order_by(_papers.c.name))
        return tuple(StoredPaper.model_validate(row._mapping) for row in rows)

    def paper(self, caller: Caller, case_id: str, name: str) -> bytes:
        """The bytes of a paper; ``NotFound`` when the case holds none of this name."""
        content = self._value(select(_papers.c.content).where(*mine(_papers, caller, case_id=case_id, name=name)))
        if content is None:
            raise NotFound("the case holds no such paper", where=f"{case_id}/{name}")
        return self._open(caller, f"{case_id}/{name}", content)

    def _opened(self, caller: Caller, row: Row[Any]) -> StoredCase:
        return StoredCase(
            id=row.id,
            revision=row.revision,
            made_at=row.made_at,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
            case=Case.model_validate_json(self._open(caller, row.id, row.content)),
        )
