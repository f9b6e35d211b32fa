"""One more paper of a case: a text is read, a picture only enclosed."""

from __future__ import annotations

from typing import get_args

from pydantic import ValidationError

from assistant.domain.case import Case, CaseDocument, DocumentKind
from assistant.domain.claim import Attachment
from assistant.domain.errors import BadInput
from assistant.domain.incoming import Paper
from assistant.tables.attachments import normalise


def with_paper(case: Case, paper: Paper, *, kind: str = "", day: str = "", tooth: str = "") -> Case:
    """The case with one more paper, in place of one of the same name.

    ``kind`` is the word for a picture or one of the kinds of documents; empty lets the words decide. Raises
    ``BadInput`` for a text that cannot be read, and for a day or a tooth that cannot be one.
    """
    from assistant.intake.kinds import kind_of
    from assistant.readers.document import read_text

    others = tuple(each for each in case.documents if each.file != paper.name)
    enclosed = tuple(each for each in case.attachments if each.file != paper.name)
    fields = {"date": day or None, "file": paper.name}
    try:
        if _is_picture(kind):
            picture = Attachment.model_validate({"kind": kind, "tooth": tooth or None, **fields})
            return case.model_copy(update={"documents": others, "attachments": (*enclosed, picture)})
        text = read_text(paper.content, paper.name)
        chosen = kind if kind in get_args(DocumentKind) else kind_of(text)
        number = next(n for n in range(1, len(others) + 2) if f"d{n}" not in {each.id for each in others})
        document = CaseDocument.model_validate({"id": f"d{number}", "kind": chosen, "text": text, **fields})
        beside = Attachment.model_validate({"kind": chosen, "tooth": tooth or None, **fields})
    except ValidationError:
        raise BadInput("the date or the tooth cannot be right", fix="write the date as 2026-11-22") from None
    return case.model_copy(update={"documents": (*others, document), "attachments": (*enclosed, beside)})


def _is_picture(kind: str) -> bool:
    """Whether the table of enclosures has the kind as a picture, from which nothing is read."""
    known = normalise(kind)
    return known is not None and known.picture
