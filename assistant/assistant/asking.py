"""Questions, and what people do with the answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.assistant.core import new_trace_id
from assistant.assistant.threads import Remembering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from langchain_core.tools import BaseTool

    from assistant.conversation.ask import Means
    from assistant.conversation.telling import Tell
    from assistant.domain.answer import Answer, Question
    from assistant.domain.caller import Caller
    from assistant.domain.contact import VerificationRecord
    from assistant.domain.conversation import Exchange
    from assistant.domain.escalation import Escalation
    from assistant.domain.feedback import Feedback, Reason, Verdict
    from assistant.intake.case_file import LoadedCase


class Asking(Remembering):
    """Answers, hands over and remembers."""

    _ready = False

    def ask(
        self,
        caller: Caller,
        question: Question,
        *,
        case: LoadedCase | None = None,
        history: tuple[Exchange, ...] | None = None,
        fallback: bool = True,
        tell: Tell | None = None,
    ) -> Answer:
        """A cited answer as of the question's day, one question back, or an honest no; kept in its thread.

        ``history`` is what was said before, for a door that keeps conversations itself; else the
        thread's own is taken.

        A hosted model that fails is replaced by the embedded one for this turn; without
        ``fallback`` that is ``ModelFailure``. ``tell`` hears of every step while it is taken.
        """
        with self._readied(caller):
            from assistant.conversation.ask import ask
            from assistant.conversation.keep import kept

            threads = self._parts.threads()
        if history is None:
            history = threads.history(caller, question.thread) if question.thread else ()
        means = replace(self.means(caller, case, fallback=fallback), tell=tell)
        answer = ask(question, means, history=history, trace_id=new_trace_id())
        exchange = kept(question, answer)
        # What was said is no record of the office: nobody waits until the disk holds it.
        with self.office.together(awaits_disk=False):
            threads.append(caller, answer.thread, exchange, on=self.today)
            if self._parts.hosted is not None:
                self._record(caller, "model_call", answer.trace_id, answer.model)
            self._record(caller, "answer", answer.trace_id, answer.action)
        return answer

    @contextmanager
    def _readied(self, caller: Caller) -> Iterator[None]:
        """The first time, the documents and the embedder are opened while the block runs; it ends with both."""
        if self._ready:
            yield
            return
        with ThreadPoolExecutor(1, thread_name_prefix="claimwright-opening") as pool:
            opened = pool.submit(lambda: self.library(caller).embedder.embed(["opened"]))
            yield
            opened.result()  # what went wrong there is raised here
        self._ready = True

    def means(self, caller: Caller, case: LoadedCase | None, *, fallback: bool = True) -> Means:
        """What answering the caller needs beside the question."""
        from assistant.conversation.ask import Means

        return Means(
            library=self.library(caller),
            embedded=self._parts.embedded,
            today=self.today,
            model=self._parts.hosted,
            case=case,
            limits=self._parts.limits(caller.practice),
            icd=self._parts.diagnoses(),
            imported=self._parts.imported(),
            fallback=fallback,
            caps=self._parts.caps(),
        )

    def tools(
        self, caller: Caller, *, text: str = "", on: date | None = None, case: LoadedCase | None = None
    ) -> tuple[BaseTool, ...]:
        """The tools of a turn for a door that lets another model call them; they change and keep nothing.

        ``text`` is what was pasted, for the tools that read it; any payer that is held may be named.
        """
        from assistant.tools.context import Turn
        from assistant.tools.every import tools_of

        library = self.library(caller)
        payer = case.case.claim.payer if case is not None else None
        turn = Turn(
            library=library,
            on=on or self.today,
            today=self.today,
            payer=payer,
            payers=tuple(library.payers()),
            question=text,
            case=case,
            limits=self._parts.limits(caller.practice),
            icd=self._parts.diagnoses(),
            imported=self._parts.imported(),
        )
        return tools_of(turn)

    def give_feedback(
        self,
        caller: Caller,
        *,
        trace_id: str,
        verdict: Verdict,
        reasons: Sequence[Reason] = (),
        comment: str = "",
        question: str = "",
        answer: str = "",
        action: str = "",
    ) -> Feedback:
        """Keep what somebody thought of an answer, without identifiers of people."""
        from assistant.conversation.personal import all_without_identifiers
        from assistant.domain.feedback import Feedback

        office = self._parts.office()
        comment, question, answer = all_without_identifiers(comment, question, answer)
        said = Feedback(
            id="",
            at=office.now(),
            practice=caller.practice,
            user=caller.user,
            trace_id=trace_id,
            verdict=verdict,
            reasons=tuple(dict.fromkeys(reasons)),
            comment=comment,
            question=question,
            answer=answer,
            action=action,
        )
        remark = office.feedback.add(caller, said)
        self._record(caller, "feedback", trace_id, verdict)
        return remark

    def escalate(
        self,
        caller: Caller,
        thread: str,
        *,
        to: str,
        due: date | None = None,
        case: LoadedCase | None = None,
        identifiers: bool = False,
    ) -> Escalation:
        """What a person needs to take a thread over; nothing is sent, and identifiers stay out unless asked for."""
        from assistant.conversation.escalation import due_of, escalate, identifiers_of

        history = self._parts.threads().history(caller, thread)
        made = escalate(
            thread,
            to,
            self.means(caller, case),
            history=history,
            trace_id=new_trace_id(),
            due=due_of(due, self.deadline(caller, case.case) if case is not None and due is None else None),
            identifiers=identifiers_of(case) if identifiers and case is not None else None,
        )
        self._record(caller, "escalate", thread, f"to {to[:80]}")
        return made

    def log_contact(
        self, caller: Caller, note: str, *, payer: str | None = None, plan: str | None = None, case: str | None = None
    ) -> VerificationRecord:
        """Take a one-line note of a contact into the log; answers of a verification call become its record.

        What differs from the payer's documents in force is named with both quotes.
        """
        from assistant.conversation.contact_log import log_contact

        kept = log_contact(
            caller,
            note,
            self._parts.office(),
            lambda: self.library(caller),
            lambda: self._parts.limits(caller.practice),
            payer=payer,
            plan=plan,
            case=case,
            on=self.today,
        )
        self._record(caller, "create", kept.contact.id, "verification" if kept.answers else "contact")
        return kept
