"""Every playbook holds together: its expressions compile, and every name in it is one that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import get_args

import pytest

from assistant.codes.system import recognise_system
from assistant.domain.case import DocumentKind
from assistant.domain.playbook import Playbook
from assistant.tables.playbooks import playbooks

BOOKS = playbooks()
READ_ON = date(2026, 11, 22)


@pytest.fixture(params=BOOKS, ids=lambda book: book.id)
def book(request: pytest.FixtureRequest) -> Playbook:
    """One playbook after the other."""
    return request.param


def expressions(book: Playbook) -> Iterator[str]:
    yield book.topic
    for fact in book.facts:
        yield from (*fact.patterns, *fact.unless)
    for test in book.tests:
        yield test.recognise
        yield test.unless


def test_every_file_is_loaded() -> None:
    names = {entry.name for entry in (files("corpus") / "playbooks").iterdir() if entry.name.endswith(".yaml")}
    assert names == {f"{book.id}.yaml" for book in BOOKS}


def test_expressions_compile_and_are_not_empty_matches(book: Playbook) -> None:
    for source in expressions(book):
        pattern = re.compile(source, re.IGNORECASE)
        assert not source or pattern.fullmatch("") is None, source


def test_names_are_unique(book: Playbook) -> None:
    keys, ids = [fact.key for fact in book.facts], [test.id for test in book.tests]
    assert len(set(keys)) == len(keys)
    assert len(set(ids)) == len(ids)


def test_tests_use_facts_that_the_book_knows(book: Playbook) -> None:
    known = {fact.key for fact in book.facts}
    used = {key for test in book.tests for key in test.facts} | {key for rule in book.lane_rules for key in rule.facts}
    other = {test.before for test in book.tests} | {getattr(test, "after", None) for test in book.tests}
    assert used | (other - {None}) <= known


def test_a_narrative_names_tests_or_facts_and_a_checklist_tests(book: Playbook) -> None:
    ids = {test.id for test in book.tests}
    assert set(book.narrative) <= ids | {fact.key for fact in book.facts}
    assert {name for item in book.checklist for name in item.needed_for} <= ids


def test_the_parts_of_a_narrative_name_facts_once(book: Playbook) -> None:
    soap = book.soap
    named = [*soap.subjective, *soap.care, *soap.assessment, *soap.plan, *soap.aside]
    assert set(named) <= {fact.key for fact in book.facts}
    assert len(set(named)) == len(named)


def test_a_threshold_is_on_a_number(book: Playbook) -> None:
    for test in book.tests:
        if test.kind == "threshold":
            assert "number" in {book.spec(key).type for key in test.facts}, test.id


def test_a_number_names_its_value_and_its_unit(book: Playbook) -> None:
    for fact in book.facts:
        if fact.type == "number":
            assert fact.unit, fact.key
            assert all("(?P<value>" in pattern for pattern in fact.patterns), fact.key


def test_what_is_missing_can_be_asked_for(book: Playbook) -> None:
    for test in book.tests:
        assert test.obtain, test.id
        assert test.ask.endswith("?"), test.id


def test_papers_are_kinds_of_document(book: Playbook) -> None:
    kinds = set(get_args(DocumentKind))
    assert {kind for fact in book.facts for kind in fact.document_day} <= kinds


def test_codes_are_codes(book: Playbook) -> None:
    listed = {code for codes in book.code_candidates.values() for code in codes}
    for code in {*book.procedures, *book.diagnoses, *listed}:
        assert recognise_system(code), code


def test_it_says_where_it_comes_from_and_when_it_was_read(book: Playbook) -> None:
    assert "http" in book.source or "own digest" in book.source
    assert book.effective_from <= READ_ON
    assert book.reviewed <= READ_ON
