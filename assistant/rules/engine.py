"""Runs every rule over a claim in one pass and reports all findings in the order of the claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import get_args

from assistant.domain.claim import Claim, ServiceLine
from assistant.domain.codes import Lane, ToothSystem
from assistant.domain.finding import Finding, Report
from assistant.domain.ports import PolicyLimits
from assistant.rules.facts import Facts
from assistant.rules.families import all_rules
from assistant.rules.reading import read_code, read_teeth
from assistant.rules.rule import ORDER, Rule
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.procedures import procedure

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
    findings: list[Finding] = []
    ran: set[str] = set()
    for rule in _claim_rules(claim.lane):
        if _has_all(claim, rule.needs):
            ran.add(rule.id)
            findings.extend(rule.finding(problem, problem.where) for problem in rule.check(claim, facts))
    for index, line in enumerate(claim.lines):
        for rule in _line_rules(claim.lane, line.code):
            if rule.needs and not _has_all(line, rule.needs):
                continue
            ran.add(rule.id)
            findings.extend(rule.finding(each, f"lines[{index}].{each.where}") for each in rule.check(line, facts))
    return findings, ran


def _has_all(subject: Claim | ServiceLine, needs: tuple[str, ...]) -> bool:
    return all(getattr(subject, name) for name in needs)


@cache
def _claim_rules(lane: Lane) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if rule.subject == "claim" and rule.lane in (None, lane))


@lru_cache(maxsize=8192)
def _line_rules(lane: Lane, written: str) -> tuple[Rule, ...]:
    """The line rules whose business a code is, whatever else the line says."""
    code = read_code(written)
    found = procedure(code)
    return tuple(
        rule for rule in all_rules() if rule.subject == "line" and rule.lane in (None, lane) and rule.fits(code, found)
    )


def _claim_order(finding: Finding) -> tuple[tuple[int, ...], int, str]:
    return tuple(_places(finding.where)), ORDER.index(finding.severity), finding.rule


def _places(where: str) -> Iterator[int]:
    """The path as numbers that sort in the order of the claim's keys; the claim as a whole comes first."""
    parts = _PATH.findall(where)
    for depth, (name, index) in enumerate(parts):
        order = _CLAIM_ORDER if depth == 0 else _LINE_ORDER if parts[0][0] == "lines" else {}
        yield int(index) if index else order.get(name, len(order))
