"""Statement templates: blocks, conditions, slots."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.draft import Source
from assistant.domain.errors import Misconfigured
from assistant.prompting.statements import StatementTemplates, load_statements

HEADER = """---
name: sample
version: 1
description: Statements for the tests.
inputs:
  start: First day of the trial
  end: Last day of the trial
  amount: Amount at stake
  quote: Words of the payer
output: statements
---
"""

BODY = """
## Facts

### trial | fact | rebuttal
when: start
The trial ran from {{ start | long_date }}
to {{ end | long_date | needs("end of the trial") }}.

### no_trial | request | rebuttal
when: not start
A trial date is to follow: {{ start | needs("start of the trial") }}.

### stake | computed | reason
when: amount
The amount at stake is {{ amount | money }}.

### stated | fact | reason:quoted
The payer wrote: "{{ quote }}"
"""


def load(tmp_path: Path, text: str) -> StatementTemplates:
    (tmp_path / "statements").mkdir(exist_ok=True)
    (tmp_path / "statements" / "sample.md").write_text(text, encoding="utf-8")
    return load_statements("sample", tmp_path)


def test_lists_ids_types_and_sections(tmp_path: Path) -> None:
    templates = load(tmp_path, HEADER + BODY)
    assert templates.ids == ("trial", "no_trial", "stake", "stated")
    assert [(b.type, b.section) for b in templates.blocks.values()] == [
        ("fact", "rebuttal"),
        ("request", "rebuttal"),
        ("computed", "reason"),
        ("fact", "reason:quoted"),
    ]
    assert templates.stamp.startswith("sample@1 sha:")


def test_renders_one_line_with_placeholder_for_what_is_unknown(tmp_path: Path) -> None:
    templates = load(tmp_path, HEADER + BODY)
    start, end = date(2026, 3, 4), date(2026, 4, 5)
    assert templates.render("trial", start=start, end=end) == "The trial ran from March 4, 2026 to April 5, 2026."
    for unknown in ({}, {"end": None}):
        text = templates.render("trial", start=start, **unknown)
        assert text == "The trial ran from March 4, 2026 to [[needs: end of the trial]]."


@pytest.mark.parametrize("absent", [{}, {"start": None}, {"start": False}, {"start": ""}, {"start": ()}])
def test_a_condition_that_fails_renders_nothing(tmp_path: Path, absent: dict[str, object]) -> None:
    templates = load(tmp_path, HEADER + BODY)
    assert templates.render("trial", **absent) == ""
    assert templates.statement("trial", absent) is None
    assert templates.render("no_trial", start=date(2026, 1, 1)) == ""


def test_zero_is_a_value(tmp_path: Path) -> None:
    assert load(tmp_path, HEADER + BODY).render("stake", amount=Decimal("0")) == "The amount at stake is $0.00."


def test_a_quote_keeps_its_own_spaces(tmp_path: Path) -> None:
    quote = "records  did not\nshow {{ start }}"
    assert load(tmp_path, HEADER + BODY).render("stated", quote=quote) == f'The payer wrote: "{quote}"'


def test_makes_typed_statements_with_distinct_ids(tmp_path: Path) -> None:
    templates = load(tmp_path, HEADER + BODY)
    source = Source(kind="denial", document="denials[0]", quote="no records")
    statement = templates.statement("stated", {"quote": "no records"}, sources=[source], suffix="-2")
    assert statement is not None
    assert (statement.id, statement.type, statement.section) == ("stated-2", "fact", "reason:quoted")
    assert statement.sources == (source,)


def test_a_missing_or_undeclared_slot_is_named(tmp_path: Path) -> None:
    templates = load(tmp_path, HEADER + BODY)
    with pytest.raises(Misconfigured, match="quote"):
        templates.render("stated")
    with pytest.raises(Misconfigured, match="tooth"):
        templates.render("stated", quote="x", tooth="19")
    with pytest.raises(Misconfigured, match="'nothing'"):
        templates.render("nothing")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "no `### id"),
        ("words before\n### a | fact | b\nx", "before the first block"),
        ("### a | opinion | b\nx", "not a statement heading"),
        ("### a | fact\nx", "not a statement heading"),
        ("### a | fact | b\n", "has no words"),
        ("### a | fact | b\nwhen: start\n", "has no words"),
        ("### a | fact | b\nwhen: start > 3\nx", "`when:` line"),
        ("### a | fact | b\nx\n### a | fact | b\ny", "stands twice"),
        ("### a | fact | b\n{{ tooth }}", "undeclared input 'tooth'"),
        (BODY.replace("{{ quote }}", "..."), "never uses declared input 'quote'"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(Misconfigured, match=message):
        load(tmp_path, HEADER + body)
