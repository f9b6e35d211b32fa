"""Everything gathered about a case once, for every kind of draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.chains.case_time import case_time
from assistant.chains.criteria.table import rows
from assistant.chains.enclosures import enclosures, title_of
from assistant.chains.point import Point, points_of
from assistant.chains.policy_in_force import PolicyInForce
from assistant.domain.benefits import ClockAnswer
from assistant.domain.case import Case, Denial
from assistant.domain.claim import ServiceLine
from assistant.domain.denial import DenialReading
from assistant.domain.draft import Contradiction, CriterionRow, Deadline, Enclosure
from assistant.domain.evidence import Calculation, Evidence
from assistant.domain.fact import Fact
from assistant.domain.finding import Finding, Report
from assistant.domain.playbook import Playbook
from assistant.domain.policy import CriterionResult, Passage
from assistant.domain.ports import PassageSearch
from assistant.intake.case_file import LoadedCase
from assistant.intake.contradictions import contradictions
from assistant.intake.intake_notes import intake_notes
from assistant.intake.reading import document_day
from assistant.tables.payers import resolve_payer
from assistant.tables.rights import Right, right_to_file


@dataclass(frozen=True)
class Brief:
    """A case as every draft of it needs it; gathered once by :func:`gather`.

    ``points`` are the services in question, the one with the largest denied amount first;
    the properties without an index speak of that one. ``enclosures`` lists absent files too,
    ``notes`` says what is wrong with the papers.
    """

    loaded: LoadedCase
    library: PassageSearch
    report: Report
    today: date
    points: tuple[Point, ...]
    clock: ClockAnswer
    right: Right | None
    enclosures: tuple[Enclosure, ...]
    conflicts: tuple[Contradiction, ...]
    titles: Mapping[str, str]
    days: Mapping[str, date]
    notes: tuple[Finding, ...] = ()

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.loaded.case

    @cached_property
    def main(self) -> Point:
        """The service that matters most; empty where the claim has no line."""
        return self.points[0] if self.points else Point(on=self.case.claim.as_of or self.today)

    @property
    def on(self) -> date:
        """The date of service; where there is none the day the claim is judged as of."""
        return self.main.on

    @property
    def denial(self) -> Denial | None:
        """The denial of the main service."""
        return self.main.denial

    @property
    def line(self) -> ServiceLine | None:
        """The line of the main service."""
        return self.main.line

    @property
    def reading(self) -> DenialReading | None:
        """The main denial decoded."""
        return self.main.reading

    @property
    def playbook(self) -> Playbook | None:
        """The family of the main service."""
        return self.main.playbook

    @property
    def policy(self) -> PolicyInForce | None:
        """The payer's policy for the main service."""
        return self.main.policy

    @property
    def results(self) -> tuple[CriterionResult, ...]:
        """How the chart stands against that policy."""
        return self.main.results

    @property
    def deadline(self) -> Deadline | None:
        """The clock's day; ``None`` where ``clock`` says what it needs."""
        return self.clock.deadline

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of every service, each once."""
        return tuple(dict.fromkeys(fact for point in self.points for fact in point.facts))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the policies in force on the topic and of what else the payer asks for, each once."""
        found = {p.key: p for point in self.points if point.policy for p in point.policy.passages}
        for key in dict.fromkeys(each.passage for point in self.points for each in point.asked):
            if key not in found and (passage := self.library.passage(key)) is not None:
                found[key] = passage
        return tuple(found.values())

    @property
    def present(self) -> tuple[Enclosure, ...]:
        """The enclosures that can be enclosed."""
        return tuple(enclosure for enclosure in self.enclosures if enclosure.present)

    @cached_property
    def criteria(self) -> tuple[CriterionRow, ...]:
        """The criteria table of every service."""
        return table_of(self.points)

    @cached_property
    def calculations(self) -> tuple[Calculation, ...]:
        """What a letter may compute: conditions met and sums refused, the deadline, the numbers of the enclosures."""
        found = [counted(point, index) for index, point in enumerate(self.points) if point.deciding]
        found += [point.summed for point in self.points if point.summed is not None]
        if self.deadline is not None:
            days = (self.deadline.date.isoformat(), self.deadline.anchor_date.isoformat())
            words = f"{self.deadline.event} {days[0]}, counted from {self.deadline.anchor} {days[1]}"
            found.append(Calculation(key="deadline", text=words, values=days))
        found += [
            Calculation(key=f"enclosure_{number}", text=f"enclosure {number}: {each.title}", values=(str(number),))
            for number, each in enumerate(self.present, start=1)
        ]
        return tuple(found)

    def evidence(self, *more: Calculation, criteria: tuple[CriterionRow, ...] | None = None) -> Evidence:
        """What the draft rules may find proof in; ``more`` are calculations of the kind itself."""
        return Evidence(
            case=self.case,
            on=self.on,
            today=self.today,
            facts=self.facts,
            passages=self.passages,
            calculations=(*self.calculations, *more),
            criteria=self.criteria if criteria is None else criteria,
            contradictions=self.conflicts,
            enclosures=self.present,
            deadline=self.deadline,
        )


def gather(
    loaded: LoadedCase,
    library: PassageSearch,
    report: Report,
    today: date,
    *,
    event: str = "appeal",
    level: int = 1,
    planned: bool = False,
) -> Brief:
    """Read a case once: denials, clock, policies in force, facts, criteria, conflicts, enclosures.

    ``report`` is the check of the case's claim; ``event`` and ``level`` choose the clock; ``planned``
    asks about the services before they are done. A payer written by another of its names is called
    as its documents call it. Nothing is raised for a case that lacks something.
    """
    loaded = _settled(loaded, library)
    case = loaded.case
    points = points_of(case, library, today, planned=planned)
    main = points[0] if points else Point(on=case.claim.as_of or today)
    clock = case_time(case, library, today, event=event, level=level)
    conflicts = [found for point in points for found in contradictions(case, point.facts, point.playbook)]
    return Brief(
        loaded=loaded,
        library=library,
        report=report,
        today=today,
        points=points,
        clock=clock,
        right=right_to_file(case.plan_funding, main.on),
        enclosures=enclosures(case, main.playbook, loaded.folder),
        conflicts=tuple(dict.fromkeys(conflicts or contradictions(case, ()))),
        titles={document.id: title_of(document) for document in case.documents},
        days={document.id: day for document in case.documents if (day := document_day(document)) is not None},
        notes=intake_notes(
            case,
            tuple(fact for point in points for fact in point.facts),
            known_family=any(point.playbook for point in points),
        ),
    )


def _settled(loaded: LoadedCase, library: PassageSearch) -> LoadedCase:
    claim = loaded.case.claim
    held = {document.payer for document in library.documents() if document.payer}
    if claim.payer is None or claim.payer in held:
        return loaded
    name = resolve_payer(claim.payer, held).name
    if name is None:
        return loaded
    named = claim.model_copy(update={"payer": name})
    return replace(loaded, case=loaded.case.model_copy(update={"claim": named}))


def table_of(points: tuple[Point, ...]) -> tuple[CriterionRow, ...]:
    """The criteria of several services, each row naming its service where there is more than one."""
    judged = [point for point in points if point.results]
    if len(judged) < 2:
        return tuple(row for point in judged for row in rows(point.results))
    return tuple(
        row.model_copy(update={"service": service_name(point)}) for point in judged for row in rows(point.results)
    )


def service_name(point: Point) -> str:
    """The service as a letter names it: code, tooth or area."""
    line = point.line
    if line is None:
        return "the claim"
    return line.code + place_words(line)


def denied_name(point: Point) -> str:
    """What a letter says was denied: the service, or the claim with it where the notice names no service."""
    return f"the claim with {service_name(point)}" if point.unnamed else service_name(point)


def place_words(line: ServiceLine) -> str:
    """Where in the mouth a line was done, as words behind its code; empty where it names no place."""
    return f", tooth {line.tooth}" if line.tooth else f", area {line.area}" if line.area else ""


def counted(point: Point, index: int) -> Calculation:
    """How many of the numbered conditions of a service's table are met; what stands below one is part of it."""
    numbered = [row.status for row in rows(point.results) if row.depth == 0]
    met, total = str(numbered.count("met")), str(len(numbered))
    return Calculation(
        key=f"criteria_count_{index + 1}" if index else "criteria_count",
        text=f"{met} of {total} conditions are met",
        values=(met, total),
    )
