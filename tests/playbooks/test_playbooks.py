"""What every playbook must be: loadable, closed in itself, quick to match, and free of codes that no table holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from assistant.domain.case import DocumentKind
from assistant.domain.playbook import Playbook
from assistant.tables.attachments import kinds
from assistant.tables.icd10_dental import dental_diagnoses
from assistant.tables.playbooks import playbooks
from assistant.tables.source import rows

BOOKS = playbooks()
PAPERS = {*get_args(DocumentKind), *kinds()}


@pytest.fixture(params=BOOKS, ids=[book.id for book in BOOKS])
def book(request: pytest.FixtureRequest) -> Playbook:
    found: Playbook = request.param
    return found


def _expressions(book: Playbook) -> Iterator[str]:
    yield book.topic
    for fact in book.facts:
        yield from (*fact.patterns, *fact.unless)
    for test in book.tests:
        yield from (test.recognise, test.unless, test.measure)


def test_ids_and_keys_are_unique(book: Playbook) -> None:
    keys, ids = [fact.key for fact in book.facts], [test.id for test in book.tests]
    assert len(keys) == len(set(keys))
    assert len(ids) == len(set(ids))


def test_tests_and_lists_name_what_exists(book: Playbook) -> None:
    keys, ids = {fact.key for fact in book.facts}, {test.id for test in book.tests}
    named = {key for test in book.tests for key in (*test.facts, test.before, test.after) if key}
    assert named <= keys | {"delivery"}
    assert {key for rule in book.lane_rules for key in rule.facts} <= keys
    assert set(book.narrative) <= ids | keys
    assert {name for item in book.checklist for name in item.needed_for} <= ids


def test_every_fact_can_be_read(book: Playbook) -> None:
    for fact in book.facts:
        assert fact.patterns or fact.claim or fact.papers, fact.key
        if fact.type == "number":
            assert all("(?P<value>" in pattern for pattern in fact.patterns), fact.key
        if fact.claim in ("history", "other_line"):
            assert fact.codes, fact.key


def test_expressions_compile_and_match_nothing_by_accident(book: Playbook) -> None:
    for expression in _expressions(book):
        compiled = re.compile(expression, re.IGNORECASE)
        assert expression == "" or not compiled.search("") or expression.endswith("^$"), expression


def test_no_repetition_stands_within_another_without_end(book: Playbook) -> None:
    """Such expressions can take time beyond any bound on a text made for it."""
    for expression in _expressions(book):
        assert not _nested(re._parser.parse(expression), within=False), expression


def _nested(parsed: Any, *, within: bool) -> bool:
    for name, argument in parsed:
        children = [part for part in _parts(argument) if hasattr(part, "data")]
        endless = str(name) in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] is re._constants.MAXREPEAT
        if endless and within:
            return True
        if any(_nested(child, within=within or endless) for child in children):
            return True
    return False


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, list | tuple):
        for part in argument:
            yield part
            yield from _parts(part)
    elif hasattr(argument, "data"):
        yield argument


def test_codes_stand_in_the_tables(book: Playbook) -> None:
    dental = {row["code"] for row in rows("procedures.csv")}
    medical = {row["code"] for row in rows("medical_procedures.csv")}
    diagnoses = set(dental_diagnoses())
    candidates = book.code_candidates
    assert set(book.procedures) <= dental | medical
    assert set(book.shared) <= set(book.procedures)
    assert set(candidates) <= {"cdt", "cpt", "hcpcs", "icd10cm"}
    assert set(candidates.get("cdt", ())) <= dental
    assert {*candidates.get("cpt", ()), *candidates.get("hcpcs", ())} <= medical
    assert set(candidates.get("icd10cm", ())) <= diagnoses
    for fact in book.facts:
        assert set(fact.codes) <= dental | medical, fact.key
    for prefix in book.diagnoses:
        assert re.fullmatch(r"[A-Z]\d[0-9A-Z]?(?:\.[0-9A-Z]{1,4})?", prefix), prefix


def test_papers_are_kinds_that_the_tables_know(book: Playbook) -> None:
    assert {kind for item in book.checklist for kind in (item.kind, *item.instead)} <= PAPERS
    for fact in book.facts:
        assert {*fact.document_day, *fact.papers} <= PAPERS, fact.key


def test_denials_have_known_reasons_and_say_what_to_do(book: Playbook) -> None:
    known = {row["code"] for row in rows("denial_actions.csv") if row["system"] == "CARC"}
    assert {denial.carc for denial in book.denials} <= known
    assert book.denials
    assert all(denial.why and denial.answer for denial in book.denials)


def test_questions_are_questions_and_say_what_to_obtain(book: Playbook) -> None:
    for test in book.tests:
        assert test.ask.endswith("?"), test.id
        assert test.obtain, test.id
        assert not test.obtain.endswith("."), test.id


def test_no_procedure_leaves_the_family_to_chance() -> None:
    """Of two families that know a procedure at most one claims it without a diagnosis."""
    for one in BOOKS:
        for other in BOOKS:
            if one.id < other.id:
                both = set(one.procedures) & set(other.procedures)
                assert both <= {*one.shared, *other.shared}, (one.id, other.id)
