"""A run as JUnit XML, as build servers read it; the gate is a test case of its own, so that they say what we say."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from evals.record import Judged, Run, grouped
from evals.report.table import verdict_lines

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(run: Run) -> str:
    """One suite a suite. A case that did not pass is *skipped* with its reasons where the gate passed all the same.

    The floors decide, not the single case: the number of failures is nought exactly when the verdict is a pass.
    """
    gate = "\n".join(verdict_lines(run.verdict))
    broken = {(breach.suite, breach.slice) for breach in run.verdict.breaches}
    broken |= {("", name) for name in run.verdict.broken}
    parts = ['<?xml version="1.0" encoding="UTF-8"?>']
    failed = sum(_fails(each, broken) for each in run.results) + (not run.verdict.passed)
    told = f"claimwright eval, {len(run.results)} cases and the gate"
    parts.append(f'<testsuites name="{told}" tests="{len(run.results) + 1}" failures="{failed}">')
    for suite, mine in grouped(run.results, lambda each: each.case.suite).items():
        wrong = sum(_fails(each, broken) for each in mine)
        skipped = sum(each.passed is not True and not _fails(each, broken) for each in mine)
        seconds = sum(each.seconds for each in mine)
        parts.append(
            f'<testsuite name={_attribute(suite)} tests="{len(mine)}" failures="{wrong}" skipped="{skipped}" '
            f'time="{seconds:.3f}">'
        )
        parts += [_case(each, _fails(each, broken)) for each in mine]
        parts.append("</testsuite>")
    parts.append(f'<testsuite name="gate, no case" tests="1" failures="{int(not run.verdict.passed)}">')
    inner = "" if run.verdict.passed else f"<failure message={_attribute(gate.splitlines()[0])}>{_text(gate)}</failure>"
    parts.append(f'<testcase classname="gate" name="floors">{inner}</testcase></testsuite></testsuites>')
    return "\n".join(parts) + "\n"


def _fails(each: Judged, broken: set[tuple[str, str]]) -> bool:
    """A failed case counts as a failure where its suite or slice is below its floor, or where it is held."""
    places = ((each.case.suite, each.case.slice), (each.case.suite, ""), ("", each.name))
    return each.passed is False and any(place in broken for place in places)


def _case(each: Judged, fails: bool) -> str:
    head = f"<testcase classname={_attribute(f'{each.case.suite}.{each.case.slice}')} name={_attribute(each.case.id)}"
    head += f' time="{each.seconds:.3f}">'
    if each.passed:
        return f"{head}</testcase>"
    said = "; ".join(each.failures) or "nothing could be scored"
    kind = "failure" if fails else "skipped"
    return f"{head}<{kind} message={_attribute(said[:300])}/></testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
