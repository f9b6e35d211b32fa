"""What is wrong with the plan records and the lines before any sum is made; the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from assistant.benefits.plan_terms import LONGEST_WAIT
from assistant.benefits.shares import normal_share
from assistant.domain.claim import Claim, Coverage
from assistant.domain.finding import Finding, Severity
from assistant.tables.benefit_order import order_rules

_SOURCE = "Arithmetic of benefits"


def plan_findings(claim: Claim) -> tuple[Finding, ...]:
    """Impossible or doubtful inputs, each with its place in the claim and the fix."""
    found: list[Finding] = []
    for index, coverage in enumerate(claim.coverages):
        found.extend(_coverage(coverage, f"coverages[{index}]"))
    found.extend(_order(claim))
    found.extend(_lines(claim))
    return tuple(found)


def _coverage(coverage: Coverage, where: str) -> Iterator[Finding]:
    amounts = (
        "annual_maximum",
        "maximum_used",
        "lifetime_maximum",
        "lifetime_used",
        "deductible",
        "deductible_met",
        "family_deductible",
        "family_deductible_met",
    )
    for name in amounts:
        amount = getattr(coverage, name)
        if amount is not None and amount < 0:
            yield _finding(
                "ES01",
                "error",
                f"{where}.{name}",
                f"{amount} is negative, so it is not used",
                "write the amount without a minus sign",
            )
    for code, amount in coverage.allowed.items():
        if amount < 0:
            yield _finding(
                "ES01",
                "error",
                f"{where}.allowed.{code}",
                f"{amount} is negative, so it is not used",
                "write the allowed amount",
            )
    yield from _used(coverage, where)
    for word, share in coverage.percent.items():
        read = normal_share(share)
        if read.value is None:
            yield _finding("ES03", "error", f"{where}.percent.{word}", read.note, "write a share such as 0.80")
        elif read.note:
            yield _finding("ES03", "note", f"{where}.percent.{word}", read.note, "write a share such as 0.80")
    if coverage.effective and coverage.terminated and coverage.terminated < coverage.effective:
        yield _finding(
            "ES06", "error", f"{where}.terminated", "the plan ends before it begins", "check both dates on the card"
        )
    for word, months in coverage.waiting_periods.items():
        if not 0 <= months <= LONGEST_WAIT:
            yield _finding(
                "ES11",
                "error",
                f"{where}.waiting_periods.{word}",
                f"{months} months is no waiting period",
                f"write whole months from 0 to {LONGEST_WAIT}",
            )
    if coverage.benefit_year_start and not _is_day(coverage.benefit_year_start):
        yield _finding(
            "ES10",
            "warning",
            f"{where}.benefit_year_start",
            f"{coverage.benefit_year_start} is not a day; January 1 is used",
            "write month and day as MM-DD",
        )


def _used(coverage: Coverage, where: str) -> Iterator[Finding]:
    pairs: tuple[tuple[str, Decimal | None, Decimal | None], ...] = (
        ("maximum_used", coverage.annual_maximum, coverage.maximum_used),
        ("lifetime_used", coverage.lifetime_maximum, coverage.lifetime_used),
        ("deductible_met", coverage.deductible, coverage.deductible_met),
        ("family_deductible_met", coverage.family_deductible, coverage.family_deductible_met),
    )
    for name, full, used in pairs:
        if full is not None and used is not None and used > full >= 0:
            yield _finding(
                "ES02",
                "warning",
                f"{where}.{name}",
                f"{used} of {full} is used: nothing is left",
                "check both with the plan",
            )


def _order(claim: Claim) -> Iterator[Finding]:
    counted = Counter(coverage.order for coverage in claim.coverages)
    for index, coverage in enumerate(claim.coverages):
        if coverage.order < 1:
            yield _finding(
                "ES04",
                "error",
                f"coverages[{index}].order",
                f"there is no place {coverage.order}",
                "1 is the primary plan",
            )
        elif counted[coverage.order] > 1:
            yield _finding(
                "ES04",
                "error",
                f"coverages[{index}].order",
                f"{counted[coverage.order]} plans stand at place {coverage.order}; they are taken as listed",
                "give each plan its own place: 1 pays first",
            )
    medical = [coverage.order for coverage in claim.coverages if coverage.lane == "medical"]
    dental = [coverage.order for coverage in claim.coverages if coverage.lane == "dental"]
    if medical and dental and min(dental) < min(medical):
        rule = order_rules()["medical_before_dental"]
        yield _finding(
            "ES09",
            "note",
            "coverages",
            f"a dental plan stands before a medical one. {rule.statement}",
            "check the order",
            rule.citation,
        )


def _lines(claim: Claim) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], str] = {}
    for index, line in enumerate(claim.lines):
        where = f"lines[{index}]"
        if line.fee is not None and line.fee < 0:
            yield _finding(
                "ES05",
                "error",
                f"{where}.fee",
                f"{line.fee} is negative, so the line is left out",
                "write the fee of the service",
            )
        if line.units < 1:
            yield _finding(
                "ES05",
                "error",
                f"{where}.units",
                f"{line.units} units cannot be billed, so the line is left out",
                "write 1 or more",
            )
        same = (line.code, line.date_of_service, line.tooth, line.surfaces, line.area)
        if same in seen:
            yield _finding(
                "ES08",
                "warning",
                where,
                f"{line.code} is the same service as line {seen[same]}",
                "remove one, or tell them apart",
            )
        seen.setdefault(same, line.id)


def _is_day(text: str) -> bool:
    month, day = (int(part) for part in text.split("-"))
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= longest[month - 1]


def _finding(rule: str, severity: Severity, where: str, message: str, fix: str, source: str = _SOURCE) -> Finding:
    return Finding(rule=rule, severity=severity, where=where, message=message, fix=fix, source=source)
