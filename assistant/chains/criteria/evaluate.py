"""From criteria and a chart to a result for each criterion, with the quotes on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.outcome import Outcome, label
from assistant.chains.criteria.scope import places_of
from assistant.chains.criteria.tests import KINDS
from assistant.chains.criteria.unread import unread_part
from assistant.domain.claim import ServiceLine
from assistant.domain.codes import ToothSystem
from assistant.domain.fact import Fact
from assistant.domain.playbook import CriterionTest, Playbook
from assistant.domain.policy import Criterion, CriterionResult, Evidenced, EvidenceQuote

#: An item that leaves its conditions to a list with a heading of its own.
_POINTS = re.compile(
    r"\b(?:one|any|all|each|either)?(?: of)? ?the (?P<name>(?:[a-z-]+ ){1,3}(?:rules|criteria|conditions|bands)) "
    r"(?:below|above|that follow)\b",
    re.IGNORECASE,
)
#: The worst of several statuses decides where all of them are asked for.
_WORST: tuple[Evidenced, ...] = ("contradicted", "not_met", "missing", "met")
#: The best decides where one is enough; a contradiction among alternatives is no proof.
_BEST: tuple[Evidenced, ...] = ("met", "missing", "contradicted", "not_met")


def evaluate(
    criteria: Iterable[Criterion],
    playbook: Playbook,
    facts: tuple[Fact, ...],
    service_day: date | None,
    *,
    line: ServiceLine | None = None,
    tooth_system: ToothSystem = "universal",
    confirmed: tuple[str, ...] = (),
) -> tuple[CriterionResult, ...]:
    """A result per group of criteria that applies; groups whose condition fails are left out.

    ``line`` is the service at hand: what the chart says of other teeth does not count for it.
    ``confirmed`` are words of the policy that a person has found to be kept.
    """
    codes = frozenset({line.code.strip().upper()}) if line else frozenset()
    chart = Chart(playbook, facts, service_day, codes, places_of(line, tooth_system), confirmed=confirmed)
    results = []
    for criterion in _pointed(tuple(criteria)):
        if criterion.condition and not _applies(criterion.condition, chart):
            continue
        results.append(_result(criterion, chart))
    return tuple(results)


def _pointed(groups: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The groups, each item that points to another by its heading ("one of the severity rules below") holding it.

    The list is then judged where it is asked for, and not a second time on its own.
    """
    taken: set[str] = set()

    def filled(criterion: Criterion) -> Criterion:
        if criterion.children:
            return criterion.model_copy(update={"children": tuple(filled(child) for child in criterion.children)})
        named = _POINTS.search(criterion.text)
        words = frozenset(named["name"].casefold().split()) if named else frozenset()
        for group in groups:
            heading = group.section.rsplit(" > ", 1)[-1].casefold()
            if words and group.children and group.section != criterion.section and words <= set(heading.split()):
                taken.add(group.id)
                parts = {"mode": group.mode, "needed": group.needed, "children": group.children}
                return criterion.model_copy(update=parts)
        return criterion

    held = tuple(filled(group) for group in groups)
    return tuple(group for group in held if group.id not in taken)


def _applies(condition: str, chart: Chart) -> bool:
    """A condition that the chart rules out switches its group off; an unknown one does not."""
    tests = _tests_for(condition, chart.playbook)
    return not any(KINDS[test.kind](test, condition, chart).status == "not_met" for test in tests)


def _tests_for(words: str, playbook: Playbook) -> list[CriterionTest]:
    return [
        test
        for test in playbook.tests
        if re.search(test.recognise, words, re.IGNORECASE)
        and not (test.unless and re.search(test.unless, words, re.IGNORECASE))
    ]


def _result(criterion: Criterion, chart: Chart) -> CriterionResult:
    inner = replace(chart, around=" ".join(_words(criterion))) if criterion.children else chart
    children = tuple(_result(child, inner) for child in criterion.children)
    statuses: list[Evidenced] = []
    if children:
        statuses.append(_together(criterion, [child.status for child in children]))
    own = (
        _own(criterion, chart)
        if not criterion.condition and (criterion.mode == "leaf" or criterion.thresholds)
        else None
    )
    if own is None:
        status = _first(_WORST, statuses)
        reason = next((child.reason for child in children if child.status == status and child.reason), "")
        return CriterionResult(
            criterion=criterion, status=status, reason=reason if status != "met" else "", children=children
        )
    outcome, test = own
    statuses.append(outcome.status)
    status = _first(_WORST, statuses)
    reason = (
        outcome.reason if outcome.status == status else next((c.reason for c in children if c.status == status), "")
    )
    return CriterionResult(
        criterion=criterion,
        status=status,
        evidence=_quotes(outcome.facts),
        reason=reason,
        obtain=test.obtain if test is not None and outcome.status != "met" else "",
        ask=test.ask if test is not None and outcome.status != "met" else "",
        choices=test.choices if test is not None and outcome.status != "met" else (),
        children=children,
    )


def _words(criterion: Criterion) -> Iterator[str]:
    """The words of every item of a list, down to the last alternative."""
    for child in criterion.children:
        yield child.text
        yield from _words(child)


def _together(criterion: Criterion, statuses: list[Evidenced]) -> Evidenced:
    """How the items of a list settle it; of alternatives as many as the policy asks for must be met."""
    if criterion.mode != "any_of":
        return _first(_WORST, statuses)
    if criterion.needed == 1:
        return _first(_BEST, statuses)
    met, open_ = statuses.count("met"), statuses.count("missing")
    if met >= criterion.needed:
        return "met"
    if met + open_ >= criterion.needed:
        return "missing"
    return "contradicted" if "contradicted" in statuses else "not_met"


def _own(criterion: Criterion, chart: Chart) -> tuple[Outcome, CriterionTest | None]:
    """The criterion's own words against the chart; all tests that recognise them must hold."""
    tests = _tests_for(criterion.text, chart.playbook)
    if not tests:
        return Outcome("missing", reason="nothing read from the chart speaks to this requirement"), _unread(criterion)
    judged = [(_judged(test, criterion.text, chart), test) for test in tests]
    worst = _first(_WORST, (outcome.status for outcome, _ in judged))
    decisive, test = next((outcome, test) for outcome, test in judged if outcome.status == worst)
    if worst != "met":
        return decisive, test
    proof = tuple(dict.fromkeys(fact for outcome, _ in judged for fact in outcome.facts))
    limit = unread_part(criterion.text, tests, chart.playbook, proof, chart.facts)
    if limit and not _confirmed(limit, chart):
        reason = f"no rule reads this part of the condition, a person decides: {limit}"
        return Outcome("missing", proof, reason), _limit(limit)
    return Outcome("met", proof), test


def _confirmed(limit: str, chart: Chart) -> bool:
    """Whether a person has entered that the words of the policy are kept."""
    return any(" ".join(limit.split()).casefold() in words.casefold() for words in chart.confirmed)


def _limit(limit: str) -> CriterionTest:
    """What to ask where a part of the policy's words is read by no test."""
    return _asking(
        "unread_limit",
        obtain=f"a person's reading of the policy's words: {limit}",
        ask=f"The policy adds: {limit}. Is that kept here?",
        yes="yes: enter it as the fact `confirmed`",
    )


def _judged(test: CriterionTest, words: str, chart: Chart) -> Outcome:
    """The test's verdict; a condition for a case that the chart rules out asks for nothing."""
    outside = tuple(fact for fact in chart.about(*test.moot) if fact.polarity == "present")
    if outside:
        return Outcome("met", outside[:1])
    outcome = KINDS[test.kind](test, words, chart)
    denied = tuple(fact for fact in chart.about(*test.denied_by) if fact.polarity == "absent")
    if outcome.status == "missing" and denied:
        return Outcome("not_met", denied[:1], "the chart says that there is none")
    refuting = tuple(fact for fact in chart.about(*test.refuted_by) if fact.polarity == "present")
    if refuting and outcome.status == "met":
        return Outcome("contradicted", (*outcome.facts, *refuting[:1]), "the papers disagree")
    if refuting and outcome.status == "missing":
        return Outcome("not_met", refuting[:1], f"the chart tells of a {label(chart, refuting[0].key)}")
    return outcome


def _unread(criterion: Criterion) -> CriterionTest:
    """What to ask where no test knows the words: the policy's own sentence."""
    return _asking(
        "unread",
        obtain=f"a record that shows: {criterion.text}",
        ask=f"Does the chart show this, and where? {criterion.text}",
        yes="yes, in ...",
    )


def _asking(name: str, *, obtain: str, ask: str, yes: str) -> CriterionTest:
    """A test that no fact settles: a person is asked."""
    choices = (yes, "no", "not known")
    return CriterionTest(id=name, recognise="", kind="any_of", facts=(), obtain=obtain, ask=ask, choices=choices)


def _first(order: tuple[Evidenced, ...], statuses: Iterable[Evidenced]) -> Evidenced:
    present = set(statuses)
    return next((status for status in order if status in present), "missing")


def _quotes(facts: tuple[Fact, ...]) -> tuple[EvidenceQuote, ...]:
    return tuple(dict.fromkeys(EvidenceQuote(document=fact.document, quote=fact.quote) for fact in facts))
