"""Runs every rule over a claim in one pass and reports all findings in the order of the claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, get_args

from assistant.domain.claim import Claim, ServiceLine
from assistant.domain.codes import Lane, ToothSystem
from assistant.domain.finding import Finding, Report
from assistant.rules.facts import Facts
from assistant.rules.families import all_rules
from assistant.rules.reading import read_code, read_teeth
from assistant.rules.rule import ORDER, Rule, Subject
from assistant.tables.procedures import procedure

if TYPE_CHECKING:
    from assistant.domain.ports import PolicyLimits
    from assistant.tables.icd10cm import Icd10cm

_PATH = re.compile(r"([a-z_]+)|\[(\d+)\]")
_CLAIM_ORDER = {name: place for place, name in enumerate(Claim.model_fields)}
_LINE_ORDER = {name: place for place, name in enumerate(ServiceLine.model_fields)}


def check_claim(claim: Claim, *, today: date, limits: PolicyLimits | None = None, icd: Icd10cm | None = None) -> Report:
    """Every finding of every rule that the claim gives reason to apply, in claim order.

    ``today`` counts where the claim has no as-of date. ``limits`` answers what the payer's documents say; ``icd`` is
    the loaded ICD-10-CM list, without which diagnoses are judged by form alone.

    Where the claim does not say how teeth are numbered and a number fits both systems, the claim is read both ways
    and only what is wrong in both is reported.
    """
    readings = [Facts(claim, today=today, system=each, limits=limits, icd=icd) for each in systems(claim)]
    findings, ran = _one_pass(claim, readings[0])
    for reading in readings[1:]:
        others, _ = _one_pass(claim, reading)
        both = {(each.rule, each.where) for each in others}
        findings = [each for each in findings if (each.rule, each.where) in both]
    findings.sort(key=_claim_order)
    return Report.of(tuple(findings), len(ran))


def systems(claim: Claim) -> tuple[ToothSystem, ...]:
    """The tooth numbering systems that the claim may be written in; one when it says so or only one fits."""
    if claim.tooth_system is not None:
        return (claim.tooth_system,)
    written = written_teeth(claim)
    every: tuple[ToothSystem, ...] = get_args(ToothSystem)
    fitting = tuple(system for system in every if all(read_teeth(each, system).error is None for each in written))
    return fitting if written and fitting else ("universal",)


def written_teeth(claim: Claim) -> tuple[str, ...]:
    """Every tooth field of the claim that is filled."""
    fields = [line.tooth for line in claim.lines] + [each.tooth for each in claim.history]
    fields += [each.tooth for each in claim.attachments] + list(claim.missing_teeth)
    return tuple(each for each in fields if each)


def _one_pass(claim: Claim, facts: Facts) -> tuple[list[Finding], set[str]]:
    ran: set[str] = set()
    return list(_findings(claim, facts, ran)), ran


def _findings(claim: Claim, facts: Facts, ran: set[str]) -> Iterator[Finding]:
    plan = _claim_rules(claim.lane, _filled(claim, _CLAIM_NEEDS))
    ran |= plan.ids
    for rule in plan.rules:
        for problem in rule.check(claim, facts):
            yield rule.finding(problem, problem.where)
    for index, line in enumerate(claim.lines):
        plan = _line_rules(claim.lane, line.code, _filled(line, _LINE_NEEDS))
        ran |= plan.ids
        for rule in plan.rules:
            for problem in rule.check(line, facts):
                yield rule.finding(problem, f"lines[{index}].{problem.where}")


class _Plan(NamedTuple):
    """The rules that have something to judge, and their ids."""

    rules: tuple[Rule, ...]
    ids: frozenset[str]


def _needed(subject: Subject) -> tuple[str, ...]:
    return tuple(sorted({name for rule in all_rules() if rule.subject == subject for name in rule.needs}))


_CLAIM_NEEDS, _LINE_NEEDS = _needed("claim"), _needed("line")


def _filled(subject: Claim | ServiceLine, names: tuple[str, ...]) -> frozenset[str]:
    """The names that the claim or the line fills."""
    return frozenset([name for name in names if getattr(subject, name)])


@cache
def _claim_rules(lane: Lane, filled: frozenset[str]) -> _Plan:
    return _plan(lane, filled, [rule for rule in all_rules() if rule.subject == "claim"])


@lru_cache(maxsize=16384)
def _line_rules(lane: Lane, written: str, filled: frozenset[str]) -> _Plan:
    """The rules whose business a line is, by its code and by what it fills."""
    code = read_code(written)
    found = procedure(code)
    return _plan(lane, filled, [rule for rule in all_rules() if rule.subject == "line" and rule.fits(code, found)])


def _plan(lane: Lane, filled: frozenset[str], rules: list[Rule]) -> _Plan:
    kept = tuple(rule for rule in rules if rule.lane in (None, lane) and filled.issuperset(rule.needs))
    return _Plan(kept, frozenset(rule.id for rule in kept))


def _claim_order(finding: Finding) -> tuple[tuple[int, ...], int, str]:
    return tuple(_places(finding.where)), ORDER.index(finding.severity), finding.rule


def _places(where: str) -> Iterator[int]:
    """The path as numbers that sort in the order of the claim's keys; the claim as a whole comes first."""
    parts = _PATH.findall(where)
    for depth, (name, index) in enumerate(parts):
        order = _CLAIM_ORDER if depth == 0 else _LINE_ORDER if parts[0][0] == "lines" else {}
        yield int(index) if index else order.get(name, len(order))
