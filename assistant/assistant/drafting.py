"""Cases and drafts."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.assistant.claims import Claims
from assistant.assistant.core import new_trace_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from assistant.chains.desk import Desk
    from assistant.chains.finish import Drafted
    from assistant.chains.incoming.take_in import Said
    from assistant.chains.request import DraftRequest
    from assistant.domain.caller import Caller
    from assistant.domain.case import Case, PlanFunding
    from assistant.domain.draft import Draft, DraftKind, Statement
    from assistant.domain.fact import Fact
    from assistant.domain.incoming import Intake, Paper
    from assistant.domain.ports import Wording
    from assistant.domain.records import Records
    from assistant.domain.stored import DraftOptions
    from assistant.intake.case_file import LoadedCase


class Drafting(Claims):
    """Makes cases of what came in, and drafts of cases."""

    def intake(self, caller: Caller, papers: Sequence[Paper], said: Said) -> Intake:
        """The case that papers tell of, with what was read from where and what is still asked; nothing is kept.

        The payer's answer (remittance, FHIR, letter as text, PDF or Word) comes first, then the notes beside it.
        """
        from assistant.chains.incoming.take_in import take_in

        return take_in(papers, said, today=self.today)

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

        request = self._request(caller, loaded, kind=kind, level=level, channel=channel, about=about)
        drafted = draft(kind, replace(request, wording=self._wording(loaded.case)))
        if self._parts.hosted is not None:
            self._record(caller, "model_call", drafted.draft.trace_id, self._parts.model_name)
        self._record(caller, "draft", drafted.draft.trace_id, f"{kind}: {drafted.draft.status}")
        return drafted

    def _wording(self, case: Case) -> Wording | None:
        """The hosted model's wording where one is set, told which identifiers the case holds."""
        if self._parts.hosted is None:
            return None
        from assistant.chains.words.wording import HostedWording
        from assistant.privacy.of_case import known_values

        return HostedWording(self._parts.hosted(), known_values(case))

    def _request(
        self,
        caller: Caller,
        loaded: LoadedCase,
        *,
        kind: DraftKind,
        level: int,
        channel: str | None,
        about: str | None,
        today: date | None = None,
    ) -> DraftRequest:
        from assistant.chains.asked import asked

        return asked(
            loaded,
            self.library(caller),
            lambda claim: self.check(caller, claim),
            kind=kind,
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

        fresh = draft(kind, self._request(caller, loaded, kind=kind, level=level, channel=channel, about=about))
        checked = check_edited(text, fresh)
        self._record(caller, "check", checked.trace_id, f"edited {kind}: {checked.status}")
        return checked

    def sign_off(self, caller: Caller, drafted: Drafted, who: str) -> Drafted:
        """The draft without its mark; ``BadInput`` with the reasons where it is not ready."""
        from assistant.chains.sign_off import sign_off, signed_by

        signed = sign_off(drafted, who)
        self._record(caller, "approve", drafted.draft.trace_id, f"{drafted.draft.kind}, {signed_by(who)}")
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
        from assistant.chains.kinds import draft
        from assistant.chains.words.kept_wording import KeptWording

        request = self._request(
            caller,
            loaded,
            kind=kind,
            level=options.level,
            channel=options.channel,
            about=options.about,
            today=options.dated,
        )
        wording = KeptWording(kept) if kept else self._wording(loaded.case)
        drafted = draft(kind, replace(request, wording=wording))
        if wording is not None and not kept:
            self._record(caller, "model_call", drafted.draft.trace_id, self.model_name)
        return drafted
