"""Which rows of the criteria table are shown, which of them decide, and what is asked for."""

from __future__ import annotations

from typing import Any

from assistant.chains.criteria.table import leaves, placeholders, rows
from assistant.domain.policy import Criterion, CriterionResult, EvidenceQuote
from assistant.policies.thresholds import thresholds


def result(text: str, status: str = "met", *children: CriterionResult, mode: str = "", **more: Any) -> CriterionResult:
    criterion = Criterion(
        id=text,
        text=text,
        passage="p1",
        document="d",
        mode=mode or ("all_of" if children else "leaf"),
        children=tuple(child.criterion for child in children),
        thresholds=() if children else thresholds(text),
    )
    quote = more.pop("quote", "")
    evidence = (EvidenceQuote(document="d1", quote=quote),) if quote else ()
    return CriterionResult.model_validate(
        {"criterion": criterion, "status": status, "children": children, "evidence": evidence, **more}
    )


def shown(*results: CriterionResult) -> list[tuple[int, str, str]]:
    return [(row.depth, row.status, row.text) for row in rows(results)]


def test_an_all_of_list_without_words_of_its_own_is_shown_by_its_items() -> None:
    group = result("All of these:", "met", result("One."), result("Two."))
    assert shown(group) == [(0, "met", "One."), (0, "met", "Two.")]


def test_of_alternatives_the_met_one_is_shown() -> None:
    group = result("One of:", "met", result("This.", "missing"), result("That."), mode="any_of")
    assert shown(group) == [(0, "met", "One of:"), (1, "met", "That.")]


def test_of_open_alternatives_the_one_with_most_proof_is_shown() -> None:
    group = result(
        "One of:", "missing", result("This.", "missing"), result("That.", "missing", quote="q"), mode="any_of"
    )
    assert shown(group) == [(0, "missing", "One of:"), (1, "missing", "That.")]


def test_a_trial_that_was_not_enough_is_shown_beside_the_open_way() -> None:
    short = result("A trial of at least 30 days.", "not_met", quote="20 days")
    group = result("One of:", "missing", short, result("A contraindication.", "missing"), mode="any_of")
    assert [status for _, status, _ in shown(group)] == ["missing", "not_met", "missing"]


def test_of_bands_of_one_measure_only_the_nearest_is_shown() -> None:
    bands = [
        result(text, "not_met", quote="AHI 3")
        for text in ("15 or more events per hour", "5 to 14 events per hour", "more than 30 events per hour")
    ]
    assert len(shown(result("One of:", "not_met", *bands, mode="any_of"))) == 2


def test_what_decides_is_every_item_of_a_list_and_one_alternative() -> None:
    group = result(
        "All of these:",
        "missing",
        result("One."),
        result("One of:", "missing", result("This.", "missing"), result("That.", "missing"), mode="any_of"),
    )
    assert [leaf.criterion.text for leaf in leaves([group])] == ["One.", "This."]


def test_each_thing_to_obtain_is_asked_for_once() -> None:
    twice = [result(text, "missing", obtain="the report", ask="Where is it?") for text in ("One.", "Two.")]
    marks = placeholders([result("All of these:", "missing", *twice)])
    assert [(mark.text, mark.ask) for mark in marks] == [("[[needs: the report]]", "Where is it?")]


def test_a_condition_that_fails_is_not_asked_for() -> None:
    assert placeholders([result("One.", "not_met", obtain="the report", ask="Where?")]) == ()
