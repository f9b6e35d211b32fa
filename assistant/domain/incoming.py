"""What comes in to become a case: named files, and what was read from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.case import Case, DocumentKind

#: ``records`` are for machines (X12, FHIR); a ``letter`` is the payer's paper in words; a ``picture`` is not read.
PaperForm = Literal["records", "letter", "note", "picture"]


@dataclass(frozen=True)
class Paper:
    """A file as somebody gave it."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


class ReadPaper(Frozen):
    """What a file was taken for; ``kept`` says whether it stays with the case as a paper of it."""

    name: str
    form: PaperForm
    kind: DocumentKind | None = None
    kept: bool = True


class DeniedClaim(Frozen):
    """One claim of a payer's file with lines that were refused: its number, and words to know it by."""

    number: str
    payer: str | None = None
    codes: tuple[str, ...] = ()


class ReadValue(Frozen):
    """A value of the case and the line of the payer's paper it stands in; ``field`` is its path in the case."""

    field: str
    value: str
    line: str


class Question(Frozen):
    """Something that the papers do not say and that the case needs; ``field`` is where the answer belongs."""

    field: str
    text: str


class Intake(Frozen):
    """A case as it was read, to be confirmed; without a case, ``choices`` are the claims to choose from."""

    case: Case | None = None
    papers: tuple[ReadPaper, ...] = ()
    read: tuple[ReadValue, ...] = ()
    choices: tuple[DeniedClaim, ...] = ()
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
