"""Taking the draft mark off: only from a draft that is ready, and only by a named person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.chains.finish import Drafted
from assistant.domain.draft import Draft
from assistant.domain.errors import BadInput
from assistant.readers.documents.docx import DRAFT_MARK

#: As many reasons as one message carries.
_MOST = 4


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
    return replace(
        drafted, draft=draft.model_copy(update={"text": text}), letter=replace(drafted.letter, draft_mark=False)
    )


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
