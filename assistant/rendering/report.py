"""The validation report of a draft: what was checked, what was found, what proves each statement.

It is kept apart from the letter: HTML for people (one file, nothing loaded from outside), JSON for
programs, both from one value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.domain.base import SCHEMA_VERSION, Day, Frozen
from assistant.domain.draft import (
    Contradiction,
    CriterionRow,
    Deadline,
    Draft,
    DraftAction,
    DraftKind,
    DraftStatus,
    Enclosure,
    Placeholder,
    Statement,
)
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.recognise.readability import readability
from assistant.rendering.files import write_whole
from assistant.rendering.letter import STATUS_WORDS, enclosure_name, missing_name
from assistant.rendering.proof import source_name

if TYPE_CHECKING:
    from jinja2 import Template


class CheckResult(Frozen):
    """One rule that was applied: passed, or the worst severity that it found."""

    rule: str
    result: Literal["passed", "error", "warning", "note"]
    findings: int = 0


class ValidationReport(Frozen):
    """Everything that a reviewer needs before signing; ``titles`` names documents and passages.

    ``signed_off_by`` is who took the draft mark off, ``None`` while it is a draft.
    """

    schema_version: str = SCHEMA_VERSION
    kind: DraftKind
    status: DraftStatus
    action: DraftAction
    made: Day
    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...]
    criteria: tuple[CriterionRow, ...]
    contradictions: tuple[Contradiction, ...]
    placeholders: tuple[Placeholder, ...]
    deadline: Deadline | None
    enclosures: tuple[Enclosure, ...]
    titles: dict[str, str]
    reading_grade: float | None
    trace_id: str
    signed_off_by: str | None = None


def validation_report(
    draft: Draft,
    *,
    made: Day,
    checks: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
    signed_off_by: str | None = None,
) -> ValidationReport:
    """The report of a draft; ``checks`` are the ids of the rules that were applied.

    ``reading_grade`` is measured for what a patient reads, and ``None`` for the rest.
    """
    for_patients = draft.kind in ("explanation", "script")
    return ValidationReport(
        kind=draft.kind,
        status=draft.status,
        action=draft.action,
        made=made,
        checks=_results(draft.findings, checks),
        findings=draft.findings,
        statements=draft.statements,
        criteria=draft.criteria,
        contradictions=draft.contradictions,
        placeholders=draft.placeholders,
        deadline=draft.deadline,
        enclosures=draft.enclosures,
        titles=dict(titles or {}),
        reading_grade=readability(draft.text).grade if for_patients else None,
        trace_id=draft.trace_id,
        signed_off_by=signed_off_by,
    )


def report_json(report: ValidationReport) -> str:
    """The report as JSON, ending with a line break."""
    return report.model_dump_json(indent=2) + "\n"


def report_html(report: ValidationReport) -> str:
    """The report as one HTML page; every word of it is escaped."""
    return _page().render(
        report=report,
        status_words=STATUS_WORDS,
        source_name=source_name,
        missing_name=missing_name,
        enclosure_name=enclosure_name,
    )


def write_report(report: ValidationReport, path: Path) -> None:
    """Write the report as its file name says, ``.html`` or ``.json``, whole or not at all."""
    formats = {".html": report_html, ".json": report_json}
    if path.suffix.lower() not in formats:
        raise BadInput("cannot tell the format of the report", where=str(path), fix="end the name in .html or .json")
    write_whole(path, formats[path.suffix.lower()](report).encode("utf-8"))


def _results(findings: Sequence[Finding], checks: Sequence[str]) -> tuple[CheckResult, ...]:
    """Every rule that was applied or found something, in the order given, failures first."""
    ranks: list[Literal["error", "warning", "note", "passed"]] = ["error", "warning", "note", "passed"]
    results = []
    for rule in dict.fromkeys((*checks, *(f.rule for f in findings))):
        own = [f.severity for f in findings if f.rule == rule]
        worst = min(own, key=ranks.index, default="passed")
        results.append(CheckResult(rule=rule, result=worst, findings=len(own)))
    return tuple(sorted(results, key=lambda r: ranks.index(r.result)))


@cache
def _page() -> Template:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("assistant.rendering").joinpath("report.html").read_text("utf-8")
    return environment.from_string(source)
