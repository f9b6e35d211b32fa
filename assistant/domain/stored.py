"""What the store gives back: a case or a draft with its id, revision and who changed it last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

from assistant.domain.base import Day, Frozen
from assistant.domain.case import Case
from assistant.domain.draft import Draft, DraftKind, DraftStatus
from assistant.domain.errors import ClaimwrightError


class OutOfDate(ClaimwrightError):
    """Somebody else changed the record since it was read; nothing was written."""


class SameKeyOtherRequest(ClaimwrightError):
    """The key was used before, for something else."""


class StillRunning(ClaimwrightError):
    """The first request with this key has not ended yet."""


@dataclass(frozen=True)
class KeptAnswer:
    """What the first request with a key was answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class NotReady(ClaimwrightError):
    """The draft may not be signed yet; ``reasons`` name what stands against it, the gravest first."""

    def __init__(self, message: str, *, reasons: tuple[str, ...], where: str = "", fix: str = "") -> None:
        super().__init__(message, where=where, fix=fix)
        self.reasons = reasons


class AlreadySigned(ClaimwrightError):
    """The revision was signed off before, and that sign-off stands."""


Kept = TypeVar("Kept")


class Listed(tuple[Kept, ...], Generic[Kept]):
    """Records in their order; ``unreadable`` are the ids of those between them that cannot be opened."""

    unreadable: tuple[str, ...] = ()


class DraftOptions(Frozen):
    """How a draft was asked for; ``dated`` is the day it bears, so that a check tomorrow judges the same letter."""

    dated: Day
    level: int = 1
    channel: str | None = None
    about: str | None = None


class StoredCase(Frozen):
    """A case as it is kept."""

    id: str
    revision: int
    made_at: datetime
    changed_at: datetime
    changed_by: str
    case: Case


class StoredPaper(Frozen):
    """A file that is kept with a case, without its bytes."""

    name: str
    media_type: str
    size: int
    added_at: datetime


class StoredJob(Frozen):
    """Long work as it stands; ``result`` is JSON. ``lost`` work gives no sign of life and is to be sent again."""

    id: str
    kind: str
    state: Literal["running", "done", "failed", "lost"]
    made_at: datetime
    touched_at: datetime
    result: str | None = None


class Approval(Frozen):
    """A person's sign-off of one revision of a draft; any later change needs a new one.

    ``who`` is the name that was signed with, ``by`` who was signed in.
    """

    revision: int
    who: str
    licence: str | None = None
    at: datetime
    by: str = ""


class StoredDraft(Frozen):
    """A draft as it is kept: what the evidence gives, and the text as a person left it.

    ``earlier`` are the sign-offs of revisions before that of ``approval``, oldest first.
    """

    id: str
    case_id: str
    kind: DraftKind
    status: DraftStatus
    revision: int
    made_at: datetime
    changed_at: datetime
    changed_by: str
    options: DraftOptions
    draft: Draft
    edited: str | None = None
    approval: Approval | None = None
    earlier: tuple[Approval, ...] = ()

    @property
    def text(self) -> str:
        """The text as it stands: as a person left it, else as it was drafted."""
        return self.draft.text if self.edited is None else self.edited

    @property
    def approved(self) -> bool:
        """Whether the text as it stands now is signed off."""
        return self.approval is not None and self.approval.revision == self.revision
