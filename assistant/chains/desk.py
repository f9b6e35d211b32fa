"""What the office keeps: cases with their papers, drafts with their revisions and sign-offs.

Every look, change, sign-off and deletion leaves an audit line with the reason that the door
gives; nobody reaches what another practice keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from assistant.chains.edited import check_edited
from assistant.chains.finish import Drafted
from assistant.chains.incoming.papers import with_paper
from assistant.chains.sign_off import reasons_against, signed_by
from assistant.domain.audit import AuditAction
from assistant.domain.caller import Caller
from assistant.domain.case import Case
from assistant.domain.draft import Draft, DraftKind, DraftStatus, Statement
from assistant.domain.errors import BadInput, NotFound
from assistant.domain.incoming import Paper
from assistant.domain.stored import DraftOptions, Kept, Listed, NotReady, StoredCase, StoredDraft, StoredPaper
from assistant.intake.case_file import LoadedCase, in_folder
from assistant.privacy.scratch import private_folder
from assistant.store.office import Office

#: Drafts a case, in the words of the statements where they are given; nothing is kept by it.
Redraft = Callable[[Caller, DraftKind, LoadedCase, DraftOptions, tuple[Statement, ...]], Drafted]

_LONGEST_NAME = 200
_ID = re.compile(r"(?:case|draft)_[A-Za-z0-9_-]{1,40}")
#: How a draft stands, for who wants to sign it; a ready one is only kept back by its deadline.
_STANDS: dict[DraftStatus, str] = {
    "blocked": "something in it is wrong",
    "not_found": "there is nothing to rest it on",
    "needs_review": "something in it is still open",
    "ready": "it would come too late",
}
#: Words that fit no statement, so that each keeps its own.
_OWN_WORDS = (Statement(id="", type="courtesy", text=""),)


Record = TypeVar("Record")
Given = ParamSpec("Given")
Reach = Callable[Concatenate["Desk", Caller, str, Given], Record]


def _told(reach: Reach[Given, Record]) -> Reach[Given, Record]:
    """A way to a record, of which a refusal leaves an audit line: who, which id, why."""

    @wraps(reach)
    def told(desk: Desk, caller: Caller, record: str, /, *given: Given.args, **named: Given.kwargs) -> Record:
        try:
            return reach(desk, caller, record, *given, **named)
        except NotFound as error:
            desk.refused(caller, record, error.message)
            raise

    return told


class Desk:
    """The office's cases and drafts, for one installation."""

    def __init__(self, office: Office, redraft: Redraft, today: Callable[[], date]) -> None:
        self._office = office
        self._redraft = redraft
        self._today = today

    def refused(self, caller: Caller, record: str, reason: str) -> None:
        """Leave a line of a look that was refused; what is no id could be anything, and is not repeated."""
        self._record(caller, "denied", record if _ID.fullmatch(record) else "what is no id", reason)

    # Cases

    def add_case(self, caller: Caller, case: Case) -> StoredCase:
        """Keep a new case."""
        return self.take_in(caller, case, ())

    def take_in(self, caller: Caller, case: Case, papers: Sequence[Paper]) -> StoredCase:
        """Keep a new case with its papers and their audit line: all of it, or nothing."""
        for each in papers:
            plain_name(each.name)
        with self._office.together():
            at = self._office.now()
            stored = self._office.cases.add(caller, _without_paths(case), at=at)
            self._put_papers(caller, stored.id, papers)
            self._record(caller, "create", stored.id, f"case with {len(papers)} papers" if papers else "case")
        return stored

    @_told
    def add_papers(
        self, caller: Caller, case_id: str, papers: Sequence[Paper], *, kind: str = "", day: str = "", tooth: str = ""
    ) -> StoredCase:
        """Keep papers with the case that tells of them; all of it, or nothing, and what is a text is read."""
        stored = self._office.cases.get(caller, case_id)
        changed = stored.case
        for each in papers:
            plain_name(each.name)
            changed = with_paper(changed, each, kind=kind, day=day, tooth=tooth)
        with self._office.together():
            self._put_papers(caller, case_id, papers)
            return self.change_case(caller, case_id, changed, revision=stored.revision)

    @_told
    def case(self, caller: Caller, case_id: str) -> StoredCase:
        """One case; ``NotFound`` when the practice keeps none of this id."""
        stored = self._office.cases.get(caller, case_id)
        self._record(caller, "view", case_id, "case")
        return stored

    def cases(self, caller: Caller, *, most: int = 50, before: tuple[str, str] | None = None) -> Listed[StoredCase]:
        """The cases that changed last, newest first."""
        found = self._office.cases.recent(caller, most=most, before=before)
        self._record(caller, "view", "cases", _list_of(found))
        return found

    @_told
    def change_case(self, caller: Caller, case_id: str, case: Case, *, revision: int) -> StoredCase:
        """Put a changed case in place; ``OutOfDate`` when somebody else was quicker."""
        with self._office.together():
            at = self._office.now()
            stored = self._office.cases.replace(caller, case_id, _without_paths(case), revision=revision, at=at)
            self._record(caller, "change", case_id, f"case, revision {stored.revision}")
        return stored

    @_told
    def remove_case(self, caller: Caller, case_id: str) -> None:
        """Delete a case, its papers and its drafts for good."""
        with self._office.together():
            drafts = self._office.drafts.remove_of_case(caller.practice, case_id)
            self._office.cases.remove(caller, case_id)
            self._record(caller, "delete", case_id, f"case with {drafts} drafts")

    # Papers

    @_told
    def put_paper(self, caller: Caller, case_id: str, name: str, content: bytes, *, media_type: str) -> StoredPaper:
        """Keep a file with a case; ``BadInput`` for an empty one, or for a name that is no plain file name."""
        plain_name(name)
        _with_content(content, "file")
        with self._office.together():
            at = self._office.now()
            paper = self._office.cases.put_paper(caller, case_id, name, content, media_type=media_type, at=at)
            self._record(caller, "change", case_id, "paper added")
        return paper

    @_told
    def papers(self, caller: Caller, case_id: str) -> tuple[StoredPaper, ...]:
        """What is kept with a case."""
        self._office.cases.get(caller, case_id)
        self._record(caller, "view", case_id, "list of papers")
        return self._office.cases.papers(caller, case_id)

    @_told
    def paper(self, caller: Caller, case_id: str, name: str) -> bytes:
        """The bytes of one paper."""
        content = self._office.cases.paper(caller, case_id, name)
        self._record(caller, "view", case_id, "paper")
        return content

    @contextmanager
    def opened(self, caller: Caller, case_id: str) -> Iterator[LoadedCase]:
        """The case with its papers in a folder that is gone afterwards."""
        stored = self._office.cases.get(caller, case_id)
        with private_folder() as folder:
            for paper in self._office.cases.papers(caller, case_id):
                (folder / paper.name).write_bytes(self._office.cases.paper(caller, case_id, paper.name))
            yield in_folder(stored.case, folder)

    # Drafts

    @_told
    def overview(self, caller: Caller, case_id: str, options: DraftOptions) -> Drafted:
        """How the case stands: what its appeal would rest on; nothing is kept, and no hosted model is called."""
        with self.opened(caller, case_id) as loaded:
            overview = self._redraft(caller, "appeal", loaded, options, _OWN_WORDS)
        self._record(caller, "view", case_id, "case with its papers")
        return overview

    @_told
    def add_draft(self, caller: Caller, case_id: str, kind: DraftKind, options: DraftOptions) -> StoredDraft:
        """Draft a case and keep the result, whatever its status."""
        with self.opened(caller, case_id) as loaded:
            draft = self._redraft(caller, kind, loaded, options, ()).draft
        with self._office.together():
            stored = self._office.drafts.add(caller, case_id, draft, options=options, at=self._office.now())
            self._record(caller, "draft", stored.id, f"{kind}: {draft.status}")
        return stored

    @_told
    def draft(self, caller: Caller, draft_id: str) -> StoredDraft:
        """One draft as it was left."""
        stored = self._office.drafts.get(caller, draft_id)
        self._record(caller, "view", draft_id, "draft")
        return stored

    def drafts(
        self,
        caller: Caller,
        *,
        case_id: str | None = None,
        most: int = 50,
        before: tuple[str, str] | None = None,
    ) -> Listed[StoredDraft]:
        """The drafts that changed last, newest first; of one case where it is named."""
        found = self._office.drafts.recent(caller, case_id=case_id, most=most, before=before)
        self._record(caller, "view", case_id or "drafts", _list_of(found))
        return found

    @_told
    def check(self, caller: Caller, draft_id: str, text: str) -> Draft:
        """What the evidence of the case says of an edited text; nothing is kept."""
        checked = self._checked(caller, draft_id, text)
        self._record(caller, "check", draft_id, checked.status)
        return checked

    @_told
    def revise(self, caller: Caller, draft_id: str, text: str, *, revision: int) -> StoredDraft:
        """Keep an edited text with what its check found; an earlier sign-off no longer counts."""
        checked = self._checked(caller, draft_id, text)
        with self._office.together():
            at = self._office.now()
            stored = self._office.drafts.revise(caller, draft_id, checked, edited=text, revision=revision, at=at)
            self._record(caller, "change", draft_id, f"draft, revision {stored.revision}: {checked.status}")
        return stored

    @_told
    def approve(
        self, caller: Caller, draft_id: str, *, who: str, licence: str | None = None, revision: int
    ) -> StoredDraft:
        """Sign one revision off; ``NotReady`` with the reasons where the case as it is now does not carry it."""
        stored = self._office.drafts.get(caller, draft_id)
        if not who.strip():
            raise BadInput("a sign-off needs the name of the person", where="who", fix="give the full name")
        current = self._checked(caller, draft_id, stored.text)
        at = self._office.now()
        # The office's own day: by universal time the last evening would be over already.
        late = current.deadline is not None and current.deadline.passed(self._today())
        if current.status != "ready" or late:
            reasons = (*reasons_against(current), *(("the deadline is over",) if late else ()))
            raise NotReady(
                f"this draft cannot be signed yet: {_STANDS[current.status]}",
                where=draft_id,
                reasons=reasons,
                fix="settle the reasons, then sign off",
            )
        with self._office.together():
            signed = self._office.drafts.approve(caller, draft_id, who=who, licence=licence, revision=revision, at=at)
            self._record(caller, "approve", draft_id, f"revision {revision}, {signed_by(who, licence)}")
        return signed

    @contextmanager
    def printable(self, caller: Caller, draft_id: str, form: str) -> Iterator[tuple[StoredDraft, Drafted, Path]]:
        """A draft with what its documents need, for an export in a form such as ``docx``.

        What is printed must be ``stored.text``: the fresh draft only where its text is the same.
        """
        stored = self._printed(caller, draft_id)
        with self.opened(caller, stored.case_id) as loaded:
            yield stored, self._again(caller, stored, loaded), loaded.folder
        self._record(caller, "export", draft_id, f"{form}, {'final' if stored.approved else 'draft'}")

    @_told
    def remove_draft(self, caller: Caller, draft_id: str) -> None:
        """Delete a draft for good."""
        with self._office.together():
            self._office.drafts.remove(caller, draft_id)
            self._record(caller, "delete", draft_id, "draft")

    @_told
    def _printed(self, caller: Caller, draft_id: str) -> StoredDraft:
        return self._office.drafts.get(caller, draft_id)

    def _put_papers(self, caller: Caller, case_id: str, papers: Sequence[Paper]) -> None:
        for each in papers:
            _with_content(each.content, each.name)
            self._office.cases.put_paper(
                caller, case_id, each.name, each.content, media_type=each.media_type, at=self._office.now()
            )

    def _checked(self, caller: Caller, draft_id: str, text: str) -> Draft:
        stored = self._office.drafts.get(caller, draft_id)
        with self.opened(caller, stored.case_id) as loaded:
            return check_edited(text, self._again(caller, stored, loaded))

    def _again(self, caller: Caller, stored: StoredDraft, loaded: LoadedCase) -> Drafted:
        """The draft from the case as it is now, dated and worded as it was when it was made."""
        return self._redraft(caller, stored.kind, loaded, stored.options, stored.draft.statements)

    def _record(self, caller: Caller, action: AuditAction, subject: str, detail: str) -> None:
        self._office.audit.record(caller, action, subject, detail)


def _list_of(found: Listed[Kept]) -> str:
    unreadable = f", {len(found.unreadable)} unreadable" if found.unreadable else ""
    return f"list of {len(found)}{unreadable}"


def plain_name(name: str) -> str:
    """The name of a paper; ``BadInput`` for anything that could leave the folder of its case."""
    odd = name in ("", ".", "..") or name != name.strip() or name.startswith(".") or not name.isprintable()
    if odd or len(name.encode()) > _LONGEST_NAME or any(sign in name for sign in '/\\:*?"<>|'):
        raise BadInput("not a plain file name", where="name", fix='give a name such as "sleep-study.pdf"')
    return name


def _with_content(content: bytes, where: str) -> None:
    if not content:
        raise BadInput("the file is empty", where=where, fix="send the file again; nothing of it has arrived")


def _without_paths(case: Case) -> Case:
    """The case, whose files must be papers kept with it; ``BadInput`` for a path to anywhere else."""
    for place, named in (
        *((f"documents[{n}].file", each.file) for n, each in enumerate(case.documents)),
        *((f"attachments[{n}].file", each.file) for n, each in enumerate(case.attachments)),
        *((f"denials[{n}].file", each.file) for n, each in enumerate(case.denials)),
        *((f"claim.attachments[{n}].file", each.file) for n, each in enumerate(case.claim.attachments)),
    ):
        if named is None:
            continue
        try:
            plain_name(named)
        except BadInput:
            raise BadInput(
                "a kept case names its papers by plain file names", where=place, fix="add the paper to the case first"
            ) from None
    return case
