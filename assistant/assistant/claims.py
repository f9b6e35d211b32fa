"""Claims, codes, clocks and money: what needs no language at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant.core import Core

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from assistant.domain.benefits import Anchor, ClockAnswer, FrequencyAnswer, PlanWindow
    from assistant.domain.caller import Caller
    from assistant.domain.case import Case
    from assistant.domain.claim import Claim
    from assistant.domain.code_report import CodeReport
    from assistant.domain.denial import DenialDecoding
    from assistant.domain.estimate import Estimate
    from assistant.domain.finding import Report
    from assistant.domain.kpi import KpiReport
    from assistant.domain.lane import LaneDecision, LaneEconomics
    from assistant.domain.payer_card import PayerCard
    from assistant.domain.policy import Limit
    from assistant.domain.records import Records
    from assistant.tables.importers.kinds import Hints, ImportReport
    from assistant.tables.status import TablesStatus


class Claims(Core):
    """Checks, decodes, counts and estimates."""

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
        from assistant.chains.case_time import case_time

        library = self.library(caller)
        return case_time(case, library, self.today, event=event, level=level, payer_stated=payer_stated)

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
