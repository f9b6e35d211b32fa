"""Taking the draft mark off: only from a draft that is ready, and only by a named person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.chains.finish import Drafted
from assistant.domain.draft import Draft
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.readers.documents.docx import DRAFT_MARK

#: As many reasons as one message carries.
_MOST = 4
#: Letters that a payer decides by the papers that come with them.
_WITH_PAPERS = ("appeal", "external_review", "predetermination", "narrative", "records_reply")


def sign_off(drafted: Drafted, name: str) -> Drafted:
    """The same draft without its mark; ``BadInput`` with the reasons where it is not ready.

    ``name`` is the person who read the letter and its proofs and stands for it.
    """
    if not name.strip():
        raise BadInput("a sign-off needs the name of the person", fix="give the full name of who read the letter")
    draft = drafted.draft
    if draft.status != "ready":
        reasons = list(reasons_against(draft))
        more = f" and {len(reasons) - _MOST} more" if len(reasons) > _MOST else ""
        raise BadInput(
            f"this draft is {draft.status.replace('_', ' ')}, not ready: {'; '.join(reasons[:_MOST])}{more}",
            fix="settle these, draft again, then sign off",
        )
    text = draft.text.removeprefix(DRAFT_MARK).lstrip("\n")
    findings = (*draft.findings, *nothing_enclosed(drafted))
    signed = draft.model_copy(update={"text": text, "findings": findings})
    return replace(drafted, draft=signed, letter=replace(drafted.letter, draft_mark=False))


def signed_by(who: str, licence: str | None = None) -> str:
    """Who signed, for the audit trail: the name and licence as they were signed with, in one line.

    >>> signed_by("Dr. Ana Vale", "DN-20417")
    'signed by Dr. Ana Vale, licence DN-20417'
    """
    return " ".join(f"signed by {who}{f', licence {licence}' if licence else ''}".split())


def nothing_enclosed(drafted: Drafted) -> Iterator[Finding]:
    """A letter that is signed without a single paper, though papers are asked for with such a case."""
    draft, playbook = drafted.draft, drafted.sheet.playbook
    asked = [item.title for item in playbook.checklist if item.required] if playbook is not None else []
    if draft.kind in _WITH_PAPERS and asked and not any(each.present for each in draft.enclosures):
        yield Finding(
            rule="SO01",
            severity="warning",
            where="enclosures",
            message=f"nothing is enclosed, and a reviewer will ask for {_listed(asked)}",
            fix="list the papers under attachments, each with its file, and draft again",
            source="checklist of the playbook",
        )


def _listed(titles: list[str]) -> str:
    """The first titles as one phrase."""
    shown = titles[:_MOST]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def reasons_against(draft: Draft) -> Iterator[str]:
    """Why a draft may not be signed yet, the gravest first."""
    yield from (f.message for f in draft.findings if f.severity == "error")
    yield from (f"still needed: {m.text.removeprefix('[[needs: ').removesuffix(']]')}" for m in draft.placeholders)
    yield from (f"not met: {row.text}" for row in draft.criteria if row.depth == 0 and row.status == "not_met")
    yield from (
        f.message for f in draft.findings if f.severity == "warning" and not f.message.startswith("still needed")
    )
    if draft.action not in ("appeal", "none", "send_records"):
        yield f"the next step is: {draft.action.replace('_', ' ')}"
