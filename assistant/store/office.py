"""What an installation keeps of its office: cases, drafts, who may come in, and the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from assistant.store.api_keys import ApiKeys
    from assistant.store.audit import AuditChain
    from assistant.store.cases import Cases
    from assistant.store.contacts import Contacts
    from assistant.store.deliveries import Deliveries
    from assistant.store.drafts import Drafts
    from assistant.store.feedback import FeedbackBook
    from assistant.store.idempotency import IdempotentAnswers
    from assistant.store.jobs import Jobs
    from assistant.store.keyring import Keyring
    from assistant.store.people import People
    from assistant.store.retention import Retention, Terms
    from assistant.store.seal import Seal
    from assistant.store.thread_cases import ThreadCases
    from assistant.store.verifications import Verifications

_DELIVERIES = "deliveries.sqlite"


class Office:
    """One database with one keyring; each part opens on first use. ``Misconfigured`` for another key than its own."""

    def __init__(self, engine: Engine, keyring: Keyring, *, now: Callable[[], datetime]) -> None:
        from assistant.store.key_check import hold_to

        self._engine = engine
        self._keyring = keyring
        self.now = now
        self._somebody = False
        hold_to(engine, keyring, lambda: self.audit.began_here())

    def anybody(self) -> bool:
        """Whether a key or a person was ever made, so that a credential can be asked for."""
        # Nobody is ever taken out again: a yes stays one, while a no is asked anew.
        self._somebody = self._somebody or self.api_keys.any() or self.people.any()
        return self._somebody

    @cached_property
    def audit(self) -> AuditChain:
        """Who did what."""
        from assistant.store.audit import AuditChain

        return AuditChain(self._engine, self._keyring.key("audit"), now=self.now)

    @cached_property
    def cases(self) -> Cases:
        """Cases and their papers."""
        from assistant.store.cases import Cases

        return Cases(self._engine, self._seal)

    @cached_property
    def drafts(self) -> Drafts:
        """Drafts and their sign-offs."""
        from assistant.store.drafts import Drafts

        return Drafts(self._engine, self._seal)

    @cached_property
    def api_keys(self) -> ApiKeys:
        """Keys of programs."""
        from assistant.store.api_keys import ApiKeys

        return ApiKeys(self._engine)

    @cached_property
    def cookie_key(self) -> bytes:
        """What the cookies of browsers are signed with."""
        return self._keyring.key("cookies")

    @cached_property
    def people(self) -> People:
        """People who sign in."""
        from assistant.store.people import People

        return People(self._engine)

    @cached_property
    def idempotent_answers(self) -> IdempotentAnswers:
        """What repeated requests were answered the first time."""
        from assistant.store.idempotency import IdempotentAnswers

        return IdempotentAnswers(self._engine, self._seal)

    @cached_property
    def feedback(self) -> FeedbackBook:
        """What people thought of answers."""
        from assistant.store.feedback import FeedbackBook

        return FeedbackBook(self._engine)

    @cached_property
    def contacts(self) -> Contacts:
        """Contacts with payers."""
        from assistant.store.contacts import Contacts

        return Contacts(self._engine, self._seal)

    @cached_property
    def verifications(self) -> Verifications:
        """What payers answered on verification calls."""
        from assistant.store.verifications import Verifications

        return Verifications(self._engine, self._seal)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What a chat workspace delivered, and what its later clicks need."""
        from assistant.store.deliveries import Deliveries, move
        from assistant.store.engine import open_engine

        held = Deliveries(self._delivery_engine, self._seal)
        if self._delivery_engine is not self._engine:
            durable = open_engine(str(self._delivery_engine.url))
            move(self._engine, durable)
            durable.dispose()
        return held

    @cached_property
    def thread_cases(self) -> ThreadCases:
        """Which case file each thread is about."""
        from assistant.store.thread_cases import ThreadCases

        return ThreadCases(self._engine, self._seal)

    @cached_property
    def jobs(self) -> Jobs:
        """Long work and what came of it."""
        from assistant.store.jobs import Jobs

        return Jobs(self._engine, self._seal)

    @cached_property
    def _delivery_engine(self) -> Engine:
        """A file of its own beside SQLite's: who writes in one waits for nobody who writes in the other.

        A change outlives the death of every process; only a power failure may take back the last ones.
        """
        from sqlalchemy import event

        from assistant.store.engine import open_engine

        beside = self._file_beside(_DELIVERIES)
        if beside is None:
            return self._engine
        engine = open_engine(f"sqlite:///{beside}", awaits_disk=False)

        # Whoever delivers waits a second at most, and a disk under load may take longer than that: so no change
        # waits for it, and the journal is settled between the changes.
        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA wal_autocheckpoint=0")

        return engine

    def _file_beside(self, name: str) -> Path | None:
        """A file in the folder of SQLite's; ``None`` where the database is none."""
        from pathlib import Path

        file = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not file or file == ":memory:":
            return None
        return Path(file).with_name(name)

    @cached_property
    def _seal(self) -> Seal:
        from assistant.store.seal import Seal

        return Seal(self._keyring.key("records"))

    @contextmanager
    def together(self, *, awaits_disk: bool = True) -> Iterator[None]:
        """Everything that is changed meanwhile is kept as one change, or not at all."""
        from assistant.store.engine import transaction

        # A part that one thread opens inside would wait for the change of another that waits to open it.
        for part in ("audit", "cases", "drafts", "contacts", "verifications"):
            getattr(self, part)
        with transaction(self._engine, awaits_disk=awaits_disk):
            yield

    def retain(self, *, today: date, case_days: int, thread_days: int) -> int:
        """Delete for good what is past its time; returns how many records went."""
        return self._retention.run(self._terms(today, case=case_days, thread=thread_days))

    def forget_threads(self, *, today: date, thread_days: int) -> int:
        """Delete what is past its time but cases, for whoever opens the threads; ``retain`` wipes the traces."""
        return self._retention.run_without_cases(self._terms(today, thread=thread_days))

    def _terms(self, today: date, **days: int) -> Terms:
        from assistant.store.retention import Terms

        return Terms(at=self.now(), today=today, days=days)

    @cached_property
    def _retention(self) -> Retention:
        from assistant.store.retention import Retention

        return Retention(self._engines, self.cases, self.drafts, self.audit)

    def _engines(self) -> tuple[Engine, ...]:
        """Every database that is there: a file of its own only where something was ever kept in it."""
        beside = self._file_beside(_DELIVERIES)
        there = beside is not None and beside.exists()
        return (self._engine, self._delivery_engine) if there else (self._engine,)
