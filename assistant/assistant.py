"""The one object that every door calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from langchain_core.tools import BaseTool

    from assistant.chains.desk import Desk
    from assistant.chains.finish import Drafted
    from assistant.chains.request import DraftRequest
    from assistant.conversation.ask import Means
    from assistant.conversation.caps import Caps
    from assistant.conversation.telling import Tell
    from assistant.domain.answer import Answer, Question
    from assistant.domain.audit import AuditAction
    from assistant.domain.benefits import Anchor, ClockAnswer, FrequencyAnswer, PlanWindow
    from assistant.domain.caller import Caller
    from assistant.domain.case import Case, PlanFunding
    from assistant.domain.claim import Claim
    from assistant.domain.code_report import CodeReport
    from assistant.domain.contact import VerificationRecord
    from assistant.domain.conversation import Exchange, ThreadSummary
    from assistant.domain.denial import DenialDecoding
    from assistant.domain.draft import Draft, DraftKind, Statement
    from assistant.domain.errors import NotFound
    from assistant.domain.escalation import Escalation
    from assistant.domain.estimate import Estimate
    from assistant.domain.fact import Fact
    from assistant.domain.feedback import Feedback, Reason, Verdict
    from assistant.domain.finding import Report
    from assistant.domain.kpi import KpiReport
    from assistant.domain.lane import LaneDecision, LaneEconomics
    from assistant.domain.payer_card import PayerCard
    from assistant.domain.policy import Limit, PolicyDocument
    from assistant.domain.ports import PolicyLimits, Wording
    from assistant.domain.records import Records
    from assistant.domain.stored import DraftOptions
    from assistant.intake.case_file import LoadedCase
    from assistant.models.boundary import PrivateChatModel
    from assistant.models.embedded.model import EmbeddedChatModel
    from assistant.policies.changes import DocumentChanges
    from assistant.policies.stated_rules import StatedRules
    from assistant.retrieval.library import Library
    from assistant.retrieval.results import AddReport, SearchResult, VerifyReport
    from assistant.retrieval.setup import SetupReport
    from assistant.store.office import Office
    from assistant.store.threads import Threads
    from assistant.tables.icd10cm import Icd10cm
    from assistant.tables.imported import Imported
    from assistant.tables.importers.kinds import Hints, ImportReport
    from assistant.tables.status import TablesStatus


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


class Assistant:
    """Answers, checks and drafts. Methods take the caller first and import what they need."""

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

    # Claims

    def check(self, caller: Caller, claim: Claim) -> Report:
        """Every problem of a claim as of its dates of service, with the fix and the denial it would draw."""
        from assistant.rules.engine import check_claim

        # Without a payer no document can speak, and reading none is what makes the check quick.
        limits = self._parts.limits(caller.practice) if claim.payer else None
        icd = self._parts.diagnoses() if claim.diagnoses else None
        return check_claim(claim, today=self.today, limits=limits, icd=icd)

    def deadline(
        self, caller: Caller, case: Case, *, event: str = "appeal", level: int = 1, payer_stated: date | None = None
    ) -> ClockAnswer:
        """The last safe day for an event of a case, or why there is none."""
        from assistant.benefits.case_clock import office_clock
        from assistant.intake.letters import last_day_named, with_letter_days

        stated = payer_stated or last_day_named(case, event)
        return office_clock(with_letter_days(case), today=self.today, event=event, level=level, payer_stated=stated)

    def clock(
        self,
        caller: Caller,
        *,
        plan_type: str | None,
        dates: Mapping[Anchor, date],
        event: str = "appeal",
        level: int | None = None,
        payer_stated: date | None = None,
        lane: str | None = None,
        plan_window: PlanWindow | None = None,
    ) -> ClockAnswer:
        """The last safe day for an event of a plan type from the days that are known."""
        from assistant.benefits.deadlines import clock

        return clock(
            event=event,
            plan_type=plan_type,
            dates=dates,
            today=self.today,
            level=level,
            payer_stated=payer_stated,
            plan_window=plan_window,
            lane=lane,
        )

    def reopening(
        self,
        caller: Caller,
        code: str,
        done: Sequence[date],
        *,
        payer: str | None = None,
        plan: str | None = None,
        stated: Limit | None = None,
    ) -> FrequencyAnswer:
        """When a limited service is payable again: by the limit stated, the payer's documents, else what is typical."""
        from assistant.benefits.office_clocks import reopening_of

        held = self._parts.limits(caller.practice) if payer and stated is None else None
        limits = held.limits(payer, code.strip().upper(), self.today, plan=plan) if held and payer else ()
        return reopening_of(code, done, on=self.today, stated=stated, limits=limits)

    def payer_card(self, caller: Caller, payer: str, *, on: date | None = None) -> PayerCard | None:
        """Addresses, filing times and appeal levels of a payer; ``None`` when no card is held."""
        from assistant.tables.payer_cards import payer_card

        return payer_card(payer, on or self.today)

    def decode(self, caller: Caller, codes: Sequence[str] = (), *, text: str | None = None) -> DenialDecoding:
        """What reason and remark codes, or a payer's words, mean and ask for."""
        from assistant.benefits.denials import decode_codes

        return decode_codes(codes, text=text)

    # Codes and tables

    def code(self, caller: Caller, text: str, on: date | None = None) -> CodeReport:
        """What a code is, as of a day (default today): every reading, validity, needs, near misses."""
        from assistant.tables.explain.report import explain

        return explain(text, on or self.today, self._parts.diagnoses(), self._parts.imported())

    def tables_status(self, caller: Caller) -> TablesStatus:
        """Every loaded table with its release and dates."""
        from assistant.tables.status import status

        return status(self.today, self._parts.diagnoses(), self._parts.imported())

    def import_table(
        self, caller: Caller, kind: str, path: Path, *, dry_run: bool = False, hints: Hints | None = None
    ) -> ImportReport:
        """Check a code set file and, unless it is a dry run, take it into the tables of this installation."""
        from assistant.tables.importers.run import import_table

        return import_table(kind, path, self._parts.imported().folder, dry_run=dry_run, hints=hints)

    # Files of payers

    def estimate(self, caller: Caller, case: Case) -> Estimate:
        """What each line costs the plans, the patient and the office; ranges where something is not known."""
        from assistant.benefits.case_estimate import estimate_case

        return estimate_case(case, today=self.today, limits=self._plan_limits(caller, case.claim))

    def lane(self, caller: Caller, case: Case, economics: LaneEconomics | None = None) -> LaneDecision:
        """Medical or dental first, by three conditions, with what would change the verdict."""
        from assistant.benefits.lanes import decide_lane
        from assistant.intake.case_facts import facts_of
        from assistant.tables.playbooks import playbook_for

        playbook = playbook_for(case.claim)
        facts = facts_of(case, playbook) if playbook is not None else ()
        return decide_lane(case, today=self.today, facts=facts, economics=economics)

    def report_kpi(
        self,
        caller: Caller,
        data: bytes,
        name: str = "",
        *,
        mapping: Mapping[str, str] | None = None,
        profile: str | None = None,
        as_of: date | None = None,
        period: int = 30,
        most: int = 10,
    ) -> KpiReport:
        """The three numbers, the ageing and the worklist of a claims CSV; names of patients are never read."""
        from assistant.benefits.kpi.report import kpi_report
        from assistant.intake.claims_export import read_claims_export

        export = read_claims_export(data, name, mapping, profile)
        return kpi_report(export, as_of=as_of or self.today, file=name, period=period, most=most)

    def _plan_limits(self, caller: Caller, claim: Claim) -> tuple[Limit, ...]:
        """The limits that the primary plan's documents state for the claim's codes."""
        held = self._parts.limits(caller.practice)
        first = min(claim.coverages, key=lambda coverage: coverage.order, default=None)
        payer = first.payer if first is not None else claim.payer
        if held is None or payer is None:
            return ()
        on = claim.as_of or self.today
        codes = dict.fromkeys(line.code for line in claim.lines)
        return tuple(
            limit for code in codes for limit in held.limits(payer, code, on, plan=first.plan if first else None)
        )

    def decode_file(self, caller: Caller, data: bytes, name: str = "") -> DenialDecoding:
        """A denial letter, or every amount that a remittance (X12 835) took off."""
        from assistant.benefits.remittance_denials import decode_remittance
        from assistant.domain.errors import BadInput
        from assistant.domain.records import Remittance
        from assistant.readers.document import read_text

        if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"ISA"):
            return self.decode(caller, text=read_text(data, name))
        records = self.read(caller, data, name)
        if isinstance(records, Remittance):
            return decode_remittance(records)
        raise BadInput("this X12 file holds no remittance", where=name, fix="give an 835, or a denial letter")

    def read(self, caller: Caller, data: bytes, name: str = "") -> Records:
        """The records of an X12 or FHIR file; ``BadInput`` when nothing in it can be read."""
        from assistant.readers.read import read_records

        return read_records(data, name)

    # Documents and search

    def library(self, caller: Caller) -> Library:
        """The caller's documents and the shipped corpus as one view; indexed on first use."""
        return self._parts.library(caller.practice)

    def set_up(self) -> SetupReport:
        """Build the shared cache: the embedding model, the diagnosis codes and the shipped corpus."""
        return self._parts.set_up()

    def search(
        self,
        caller: Caller,
        text: str,
        *,
        k: int = 5,
        payer: str | None = None,
        plan: str | None = None,
        on: date | None = None,
    ) -> SearchResult:
        """Passages in force on the day (default today) of one payer and of general guides, best first."""
        return self.library(caller).find(text, k=k, on=on or self.today, payer=payer, plan=plan)

    def corpus_add(
        self,
        caller: Caller,
        paths: Sequence[Path],
        overrides: Mapping[str, Any] | None = None,
        *,
        dry_run: bool = False,
        keep_all: bool = False,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> AddReport:
        """Take documents in; each is accepted, or rejected with the reason."""
        added = self.library(caller).add(paths, overrides, dry_run=dry_run, keep_all=keep_all, progress=progress)
        for document in added.accepted if not dry_run else ():
            self._record(caller, "change", document.document, "corpus add")
        return added

    def corpus_list(self, caller: Caller) -> tuple[PolicyDocument, ...]:
        """Every document version held, shipped and own."""
        return self.library(caller).documents()

    def corpus_remove(self, caller: Caller, document: str) -> None:
        """Remove one of the practice's own documents for good."""
        self.library(caller).remove(document)
        self._record(caller, "delete", document, "corpus remove")

    def corpus_criteria(self, caller: Caller, document: str) -> StatedRules:
        """The criteria and limits that were read from a document version."""
        from assistant.policies.stated_rules import stated_rules

        return stated_rules(document, self.library(caller).expect(document))

    def corpus_diff(self, caller: Caller, old: str, new: str) -> DocumentChanges:
        """Conditions, limits and codes that differ between two document versions."""
        from assistant.policies.changes import changes

        library = self.library(caller)
        return changes(library.expect(old), library.expect(new))

    def corpus_verify(self, caller: Caller) -> VerifyReport:
        """Compare the ledger with the index."""
        return self.library(caller).verify()

    def corpus_rebuild(self, caller: Caller, progress: Callable[[int, int, str], None] | None = None) -> str:
        """Make the index anew from the ledger; returns the generation's name."""
        return self.library(caller).rebuild(progress)

    # Cases and drafts

    def case_from_records(
        self,
        caller: Caller,
        records: Records,
        claim_id: str | None,
        *,
        notes: tuple[tuple[str, str], ...] = (),
        funding: PlanFunding | None = None,
        received: date | None = None,
        diagnoses: tuple[str, ...] = (),
    ) -> Case:
        """The case of one denied claim of a remittance (835) or a FHIR answer; ``NotFound`` when it is not there."""
        from assistant.intake.from_records import case_from_records

        return case_from_records(
            records,
            claim_id,
            notes=notes,
            today=self.today,
            funding=funding,
            received=received,
            diagnoses=diagnoses,
        )

    def case_from_letter(
        self,
        caller: Caller,
        name: str,
        text: str,
        *,
        notes: tuple[tuple[str, str], ...] = (),
        payer: str | None = None,
        funding: PlanFunding | None = None,
        received: date | None = None,
        diagnoses: tuple[str, ...] = (),
    ) -> Case:
        """The case that the text of an explanation of benefits or a denial letter tells of."""
        from assistant.intake.from_letter import case_from_letter

        return case_from_letter(
            name,
            text,
            notes=notes,
            payer=payer,
            today=self.today,
            funding=funding,
            received=received,
            diagnoses=diagnoses,
        )

    def load_case(self, caller: Caller, path: Path) -> LoadedCase:
        """A case file with its papers; ``BadInput`` names what is wrong with its shape."""
        from assistant.intake.case_file import load_case

        return load_case(path)

    def facts(self, caller: Caller, loaded: LoadedCase) -> tuple[Fact, ...]:
        """Every fact about the services of a case that its papers state or that people entered."""
        from assistant.chains.point import points_of

        points = points_of(loaded.case, self.library(caller), self.today)
        return tuple(dict.fromkeys(fact for point in points for fact in point.facts))

    def draft(
        self,
        caller: Caller,
        kind: DraftKind,
        loaded: LoadedCase,
        *,
        level: int = 1,
        channel: str | None = None,
        about: str | None = None,
    ) -> Drafted:
        """A draft of any kind for a case, checked, with the reasons for its status.

        ``level`` is the level of an appeal, ``channel`` where the text goes, ``about`` the
        scenario of a script or the paper that a physician is asked for.
        """
        from assistant.chains.kinds import draft

        request = self._request(caller, loaded, level=level, channel=channel, about=about)
        drafted = draft(kind, replace(request, wording=self._wording(loaded.case)))
        if self._parts.hosted is not None:
            self._record(caller, "model_call", drafted.draft.trace_id, self._parts.model_name)
        self._record(caller, "draft", drafted.draft.trace_id, f"{kind}: {drafted.draft.status}")
        return drafted

    def _wording(self, case: Case) -> Wording | None:
        """The hosted model's wording where one is set, told which identifiers the case holds."""
        if self._parts.hosted is None:
            return None
        from assistant.chains.wording import HostedWording
        from assistant.privacy.of_case import known_values

        return HostedWording(self._parts.hosted(), known_values(case))

    def _request(
        self,
        caller: Caller,
        loaded: LoadedCase,
        *,
        level: int,
        channel: str | None,
        about: str | None,
        today: date | None = None,
    ) -> DraftRequest:
        from assistant.chains.request import DraftRequest

        claim, papers = loaded.case.claim, loaded.case.attachments
        enclosed = claim.model_copy(update={"attachments": (*claim.attachments, *papers)})
        return DraftRequest(
            loaded=loaded,
            library=self.library(caller),
            report=self.check(caller, enclosed),
            today=today or self.today,
            limits=self._parts.limits(caller.practice),
            trace_id=new_trace_id(),
            level=level,
            channel=channel,
            about=about,
        )

    def check_edited(
        self,
        caller: Caller,
        text: str,
        loaded: LoadedCase,
        *,
        kind: DraftKind = "appeal",
        level: int = 1,
        channel: str | None = None,
        about: str | None = None,
    ) -> Draft:
        """The draft that the case gives now, with findings on every change that ``text`` makes to it."""
        from assistant.chains.edited import check_edited
        from assistant.chains.kinds import draft

        fresh = draft(kind, self._request(caller, loaded, level=level, channel=channel, about=about))
        checked = check_edited(text, fresh)
        self._record(caller, "check", checked.trace_id, f"edited {kind}: {checked.status}")
        return checked

    def sign_off(self, caller: Caller, drafted: Drafted, who: str) -> Drafted:
        """The draft without its mark; ``BadInput`` with the reasons where it is not ready."""
        from assistant.chains.sign_off import sign_off

        signed = sign_off(drafted, who)
        self._record(caller, "approve", drafted.draft.trace_id, drafted.draft.kind)
        return signed

    def exported(self, caller: Caller, drafted: Drafted, form: str) -> None:
        """Note that a draft left as a file of a form such as ``docx``."""
        state = "draft" if drafted.letter.draft_mark else "final"
        self._record(caller, "export", drafted.draft.trace_id, f"{form}, {state}")

    @cached_property
    def desk(self) -> Desk:
        """The cases and drafts that the office keeps."""
        from assistant.chains.desk import Desk

        return Desk(self._parts.office(), self._redraft, self._parts.today)

    def _redraft(
        self,
        caller: Caller,
        kind: DraftKind,
        loaded: LoadedCase,
        options: DraftOptions,
        kept: tuple[Statement, ...],
    ) -> Drafted:
        """A draft as of the day it bears; in the words of ``kept`` where those are given."""
        from assistant.chains.kept_wording import KeptWording
        from assistant.chains.kinds import draft

        request = self._request(
            caller, loaded, level=options.level, channel=options.channel, about=options.about, today=options.dated
        )
        wording = KeptWording(kept) if kept else self._wording(loaded.case)
        drafted = draft(kind, replace(request, wording=wording))
        if wording is not None and not kept:
            self._record(caller, "model_call", drafted.draft.trace_id, self.model_name)
        return drafted

    # Questions

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
        from assistant.conversation.ask import ask
        from assistant.conversation.keep import kept

        threads = self._parts.threads()
        if history is None:
            history = threads.history(caller, question.thread) if question.thread else ()
        means = replace(self._means(caller, case, fallback=fallback), tell=tell)
        answer = ask(question, means, history=history, trace_id=new_trace_id())
        threads.append(caller, answer.thread, kept(question, answer), on=self.today)
        if self._parts.hosted is not None:
            self._record(caller, "model_call", answer.trace_id, answer.model)
        self._record(caller, "answer", answer.trace_id, answer.action)
        return answer

    def _means(self, caller: Caller, case: LoadedCase | None, *, fallback: bool = True) -> Means:
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
        from assistant.conversation.personal import without_identifiers

        office = self._parts.office()
        comment, question, answer = (without_identifiers(text)[0] for text in (comment, question, answer))
        remark = office.feedback.add(
            caller,
            trace_id,
            verdict,
            reasons=reasons,
            comment=comment,
            question=question,
            answer=answer,
            action=action,
            at=office.now(),
        )
        self._record(caller, "feedback", trace_id, verdict)
        return remark

    def threads(self, caller: Caller, *, most: int = 50, before: int | None = None) -> tuple[ThreadSummary, ...]:
        """The practice's threads, the one written in last first."""
        found = self._parts.threads().list(caller, most=most, before=before)
        self._record(caller, "view", "threads", f"list of {len(found)}")
        return found

    def thread(self, caller: Caller, thread: str, *, most: int = 500) -> tuple[Exchange, ...]:
        """The last exchanges of a thread, oldest first; ``NotFound`` where the practice has none of this name."""
        found = self._parts.threads().history(caller, thread, most=most)
        if not found:
            raise _no_thread()
        self._record(caller, "view", thread, "thread")
        return found

    def remove_thread(self, caller: Caller, thread: str) -> None:
        """Delete a thread for good."""
        if not self._parts.threads().remove(caller, thread):
            raise _no_thread()
        self._parts.office().thread_cases.remove(caller, thread)
        self._record(caller, "delete", thread, "thread")

    def keep_thread_case(self, caller: Caller, thread: str, path: Path) -> None:
        """Let the later questions of a thread go on with this case file of this machine."""
        cases = self._parts.office().thread_cases
        cases.prune(before=self._thread_limit)
        cases.keep(caller, thread, path.resolve(), on=self.today)

    def thread_case(self, caller: Caller, thread: str) -> LoadedCase | None:
        """The case that a thread of the practice holds, read anew; ``BadInput`` where the file is there no longer."""
        cases = self._parts.office().thread_cases
        cases.prune(before=self._thread_limit)
        path = cases.file(caller, thread)
        if path is None:
            return None
        loaded = self.load_case(caller, path)
        cases.keep(caller, thread, path, on=self.today)
        return loaded

    @property
    def _thread_limit(self) -> date:
        """The day before which nothing of a thread is kept."""
        from datetime import timedelta

        return self.today - timedelta(days=self._parts.thread_days)

    def last_thread(self, caller: Caller) -> str | None:
        """The thread in which the caller wrote last, to be continued; ``None`` before the first."""
        return self._parts.threads().last(caller)

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
            self._means(caller, case),
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

    # The office

    def retain(self) -> int:
        """Delete for good what the settings keep no longer; returns how many cases and exchanges went."""
        exchanges = self._parts.threads().prune(before=self._thread_limit)
        self._parts.office().thread_cases.prune(before=self._thread_limit)
        return exchanges + self._parts.office().retain(self._parts.case_days)

    @property
    def office(self) -> Office:
        """What is kept of the office: cases, drafts, who may come in, the audit trail."""
        return self._parts.office()

    def _record(self, caller: Caller, action: AuditAction, subject: str, detail: str = "") -> None:
        """Leave an audit line; ``subject`` is the id that joins it to an answer, a draft or a document."""
        self._parts.office().audit.record(caller, action, subject, detail)


def _no_thread() -> NotFound:
    from assistant.domain.errors import NotFound

    return NotFound("this practice has no such thread", where="thread", fix="list the threads")


def new_trace_id() -> str:
    """A fresh id that joins a draft or an answer with its audit lines."""
    from uuid import uuid4

    return uuid4().hex[:16]
