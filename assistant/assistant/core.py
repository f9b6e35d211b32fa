"""What every part of the assistant stands on: its parts, its day, its audit line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assistant.conversation.caps import Caps
    from assistant.domain.audit import AuditAction
    from assistant.domain.caller import Caller
    from assistant.domain.ports import PolicyLimits
    from assistant.models.boundary import PrivateChatModel
    from assistant.models.embedded.model import EmbeddedChatModel
    from assistant.retrieval.library import Library
    from assistant.retrieval.setup import SetupReport
    from assistant.store.office import Office
    from assistant.store.threads import Threads
    from assistant.tables.icd10cm import Icd10cm
    from assistant.tables.imported import Imported


@dataclass(frozen=True)
class Parts:
    """What the assistant is made of; each part is built when it is first asked for."""

    today: Callable[[], date]
    library: Callable[[str], Library]
    set_up: Callable[[], SetupReport]
    diagnoses: Callable[[], Icd10cm]
    imported: Callable[[], Imported]
    limits: Callable[[str], PolicyLimits | None]
    embedded: Callable[[], EmbeddedChatModel]
    hosted: Callable[[], PrivateChatModel] | None
    threads: Callable[[], Threads]
    caps: Callable[[], Caps]
    office: Callable[[], Office]
    model_name: str = "embedded"
    thread_days: int = 90
    case_days: int = 2557


class Core:
    """What the methods of the assistant share."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self._parts.today()

    @property
    def model_name(self) -> str:
        """Who words the answers: ``embedded``, or ``provider:name``."""
        return self._parts.model_name

    def library(self, caller: Caller) -> Library:
        """The caller's documents and the shipped corpus as one view; indexed on first use."""
        return self._parts.library(caller.practice)

    @property
    def office(self) -> Office:
        """What is kept of the office: cases, drafts, who may come in, the audit trail."""
        return self._parts.office()

    def _record(self, caller: Caller, action: AuditAction, subject: str, detail: str = "") -> None:
        """Leave an audit line; ``subject`` is the id that joins it to an answer, a draft or a document."""
        self._parts.office().audit.record(caller, action, subject, detail)


def new_trace_id() -> str:
    """A fresh id that joins a draft or an answer with its audit lines."""
    from uuid import uuid4

    return uuid4().hex[:16]
