"""One service of a case with everything that decides on it: denials, policy, facts, criteria."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from assistant.benefits.denials import decode_denial
from assistant.benefits.refused import refused_of_line
from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.evaluate import evaluate
from assistant.chains.criteria.scope import places_of
from assistant.chains.criteria.table import leaves
from assistant.chains.policy_in_force import PolicyInForce, policies_for
from assistant.domain.case import Case, Denial
from assistant.domain.claim import ServiceLine
from assistant.domain.denial import DenialReading
from assistant.domain.evidence import Calculation
from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook
from assistant.domain.policy import Criterion, CriterionResult, Passage, Requirement
from assistant.domain.ports import PassageSearch
from assistant.intake.case_facts import ATTACHMENT, facts_of
from assistant.intake.case_file import denial_text
from assistant.intake.claim_facts import CLAIM
from assistant.intake.reason_lines import claim_lines_in
from assistant.policies.asked import asked_for
from assistant.tables.playbooks import playbook_for

#: An entered fact of this key holds words of the policy that a person has found to be kept.
CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Point:
    """One service line, the denials of it by their position in the case, and how the chart stands.

    ``line`` is ``None`` where a denial names no line of several. ``facts`` are those of the
    playbook; ``telling`` the ones that carry the case, in the order of its narrative. ``asked``
    are the papers that the payer's documents in force want with it. ``shared``: a denial stands for
    several lines. ``unnamed``: the denials name no line of several, so that nobody knows whether they are this one's.
    """

    on: date
    line: ServiceLine | None = None
    denials: tuple[tuple[int, Denial], ...] = ()
    reading: DenialReading | None = None
    playbook: Playbook | None = None
    policies: tuple[PolicyInForce, ...] = ()
    facts: tuple[Fact, ...] = ()
    results: tuple[CriterionResult, ...] = ()
    telling: tuple[Fact, ...] = ()
    asked: tuple[Requirement, ...] = ()
    shared: bool = False
    unnamed: bool = False

    @property
    def denial(self) -> Denial | None:
        """The denial of the line with the largest amount, of equal ones the latest."""
        return max((denial for _, denial in self.denials), key=_weight, default=None)

    @property
    def amount(self) -> Decimal | None:
        """What was refused for the line, ``None`` where it is not known; of a denial of several lines its own fee."""
        if self.shared:
            return self.line.fee if self.line is not None else None
        fee = self.line.fee if self.line is not None else None
        return refused_of_line([denial for _, denial in self.denials], fee, lined=self.line is not None).amount

    @property
    def summed(self) -> Calculation | None:
        """The amount where it is that of several denials and stands in none of them."""
        if self.amount is None or self.shared or self.amount in {denial.amount for _, denial in self.denials}:
            return None
        at = f"line {self.line.id}" if self.line is not None else "the claim"
        value = f"{self.amount:.2f}"
        return Calculation(key=f"refused_{at}", text=f"refused of {at} by its denials: ${value}", values=(value,))

    @property
    def policy(self) -> PolicyInForce | None:
        """The payer's document that says most about the service."""
        return self.policies[0] if self.policies else None

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Passages of the policy by key."""
        return {passage.key: passage for passage in self.policy.passages} if self.policy else {}

    @cached_property
    def deciding(self) -> tuple[CriterionResult, ...]:
        """The conditions that decide."""
        return tuple(leaves(self.results))


def points_of(case: Case, library: PassageSearch, today: date, *, planned: bool = False) -> tuple[Point, ...]:
    """One point a denied line, the largest amount first; denials that name no line of several are one without a line.

    Where no denial names a line, each line is a point that they may be about.

    Where nothing is denied one a line of the claim, those that a policy speaks of first. Of what is
    only ``planned`` no condition is judged that the payer's answer to the request itself settles.
    """
    if planned or not case.denials:
        lined = (_point(case, line, (), library, today, planned=planned) for line in case.claim.lines)
        return tuple(sorted(lined, key=lambda point: (point.policy is None, point.playbook is None)))
    grouped: dict[str | None, list[tuple[int, Denial]]] = {}
    lines: dict[str | None, ServiceLine | None] = {}
    shared: set[str | None] = set()
    told = [_denied_lines(case, denial) for denial in case.denials]
    for index, (denial, named) in enumerate(zip(case.denials, told, strict=True)):
        denied = named or ((None,) if any(told) or not case.claim.lines else case.claim.lines)
        for line in denied:
            key = line.id if line is not None else None
            grouped.setdefault(key, []).append((index, denial))
            lines[key] = line
            if len(denied) > 1:
                shared.add(key)
    points = [
        replace(_point(case, lines[key], tuple(denials), library, today), shared=key in shared, unnamed=not any(told))
        for key, denials in grouped.items()
    ]
    return tuple(sorted(points, key=lambda point: point.amount or Decimal(0), reverse=True))


def _weight(denial: Denial) -> tuple[Decimal, date]:
    return denial.amount or Decimal(0), denial.date or date.min


def _denied_lines(case: Case, denial: Denial) -> tuple[ServiceLine | None, ...]:
    """The only line, the one that a denial names, or those that its own words speak of; empty for none of several."""
    lines = case.claim.lines
    if len(lines) == 1:
        return lines
    if denial.line is not None:
        return (next((line for line in lines if line.id == denial.line), None),)
    return claim_lines_in(denial.text, lines) if denial.text else ()


def _point(
    case: Case,
    line: ServiceLine | None,
    denials: tuple[tuple[int, Denial], ...],
    library: PassageSearch,
    today: date,
    *,
    planned: bool = False,
) -> Point:
    on = (line.date_of_service if line else None) or case.claim.as_of or today
    named = line.id if line is not None else next((denial.line for _, denial in denials), None)
    playbook = playbook_for(case.claim, line=named)
    policies = _policies(case, playbook, library, on, line)
    facts = facts_of(case, playbook, line) if playbook else ()
    system = case.claim.tooth_system or "universal"
    results = (
        evaluate(
            _unanswered(policies[0].conditions, playbook) if planned else policies[0].conditions,
            playbook,
            facts,
            on,
            line=line,
            tooth_system=system,
            confirmed=tuple(fact.value for fact in case.facts if fact.key == CONFIRMED),
        )
        if policies and playbook
        else ()
    )
    chart = Chart(playbook, facts, on, places=places_of(line, system)) if playbook else None
    return Point(
        on=on,
        line=line,
        denials=denials,
        reading=reading_of(case, max((denial for _, denial in denials), key=_weight, default=None)),
        playbook=playbook,
        policies=policies,
        facts=facts,
        results=results,
        telling=tuple(_telling(chart)) if chart is not None else (),
        asked=tuple(_asked(case, library, on, line)),
    )


def reading_of(case: Case, denial: Denial | None) -> DenialReading | None:
    """A denial decoded; ``None`` where it gives no code and no word."""
    if denial is None:
        return None
    text = denial_text(case, denial)
    if not (denial.carc or denial.rarc or text):
        return None
    return decode_denial(group=denial.group, carc=denial.carc, rarc=denial.rarc, text=text)


def _policies(
    case: Case, playbook: Playbook | None, library: PassageSearch, on: date, line: ServiceLine | None
) -> tuple[PolicyInForce, ...]:
    if playbook is None or case.claim.payer is None:
        return ()
    code = line.code if line is not None else None
    return policies_for(library, playbook, case.claim.payer, on, plan=case.claim.plan, code=code)


def _unanswered(conditions: Iterable[Criterion], playbook: Playbook) -> tuple[Criterion, ...]:
    """The conditions without those that only the payer's answer settles ("a predetermination was approved")."""
    settled = [re.compile(test.recognise, re.IGNORECASE) for test in playbook.tests if test.by_answer]
    kept = []
    for condition in conditions:
        children = _unanswered(condition.children, playbook)
        emptied = bool(condition.children) and not children
        if emptied or (condition.mode == "leaf" and any(pattern.search(condition.text) for pattern in settled)):
            continue
        kept.append(condition.model_copy(update={"children": children}))
    return tuple(kept)


def _asked(case: Case, library: PassageSearch, on: date, line: ServiceLine | None) -> Iterator[Requirement]:
    """What the payer wants to see with the service; doubtful readings are left out."""
    if line is None or case.claim.payer is None:
        return
    for each in asked_for(library, case.claim.payer, line.code.strip().upper(), on, plan=case.claim.plan):
        if each.kind == "documentation" and each.needed and each.confidence != "low":
            yield each


def _telling(chart: Chart) -> Iterator[Fact]:
    """The facts of the papers that carry the case, in the order of the playbook's narrative, one per point."""
    playbook = chart.playbook
    tested = {test.id: test.facts for test in playbook.tests}
    keys = [key for name in playbook.narrative for key in tested.get(name, (name,))]
    for key in dict.fromkeys(keys):
        own = playbook.spec(key).document_day
        held = [
            fact
            for fact in chart.about(key)
            if fact.polarity == "present" and fact.document_kind not in (CLAIM, ATTACHMENT)
        ]
        if held:
            yield next((fact for fact in held if fact.document_kind in own), held[0])
