"""The patient's page: the numbers of the estimate or of the plan's answer, each with its line."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from assistant.chains.finish import Drafted
from assistant.chains.patient.explanation import draft_explanation
from assistant.domain.policy import Limit
from assistant.recognise.readability import readability
from assistant.rendering.text import letter_text

Write = Callable[..., Drafted]
Content = dict[str, Any]

SIXTY_MONTHS = Limit(
    codes=("D2740",),
    kind="frequency",
    window=60,
    window_unit="month",
    per="tooth",
    payer="Brightsmile Dental",
    quote="once per tooth in 60 months",
)
REMITTANCE = (files("corpus") / "samples" / "osa_appeal" / "remittance.835").read_text(encoding="utf-8")


def coverage(content: Content, **changed: object) -> Content:
    """The case with other words in its first coverage."""
    content["claim"]["coverages"][0] |= changed
    return content


def test_the_crown_page(write: Write, crown: Content) -> None:
    drafted = write(draft_explanation, crown, SIXTY_MONTHS)
    text = drafted.draft.text
    for said in (
        "crown (tooth 30)",
        "Our fee is $1,400.",
        "So the price is $1,100. We take off the other $300",
        "$50 of it counts here, which leaves $1,050.",
        "Brightsmile Dental pays 50 percent of $1,050. That comes to $525.",
        "The plan has $600 left to pay this plan year. So the $525 fits in it and leaves $75.",
        "You may owe $575. That is $1,100 less the $525 that the plan may pay.",
        "Your last one was on May 20, 2019, and the plan could pay again from May 20, 2024 on.",
        "This is an estimate, not a guarantee of payment.",
        "call us with any question: 555-0130 (Cedar Hollow Dental)",
    ):
        assert said in text
    assert drafted.draft.status == "ready"
    assert drafted.draft.findings == ()


def test_the_crown_page_with_less_left(write: Write, crown: Content) -> None:
    text = write(draft_explanation, coverage(crown, maximum_used="1100.00"), SIXTY_MONTHS).draft.text
    assert "But the plan has only $400 left to pay, so it may pay $400 and not $525." in text
    assert "You may owe $700. That is $1,100 less the $400 that the plan may pay." in text


def test_every_amount_points_to_its_line(write: Write, crown: Content) -> None:
    drafted = write(draft_explanation, crown, SIXTY_MONTHS)
    calculations = {each.key: each for each in drafted.sheet.evidence.calculations}
    owes = next(each for each in drafted.draft.statements if each.id == "owes_1")
    assert [source.key for source in owes.sources] == ["lines[0].patient", "lines[0].collected", "lines[0].plan_pays"]
    assert calculations["lines[0].patient"].values == ("$575",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"in_network": False}, "We are not in the network of Brightsmile Dental."),
        ({"in_network": None}, "We do not know yet: if we are in the network of Brightsmile Dental."),
        ({"allowed": {}}, "the price that Brightsmile Dental sets for this care"),
        ({"percent": {}}, "what part of the price Brightsmile Dental pays"),
        ({"annual_maximum": None}, "the yearly limit of Brightsmile Dental"),
        ({"maximum_used": None}, "how much is left this year of the limit of Brightsmile Dental"),
        ({"deductible": None}, "the deductible of Brightsmile Dental"),
        ({"deductible_met": None}, "how much of the deductible of Brightsmile Dental you have met"),
        (
            {"effective": "2026-06-01", "waiting_periods": {"major": 12}},
            "Your plan has a waiting time for this care. It ends on June 1, 2027.",
        ),
        ({"effective": "2027-01-01"}, "starts on January 1, 2027. It does not count for care before that day."),
        ({"terminated": "2026-11-30"}, "ended on November 30, 2026."),
        (
            {"alternate_benefit": {"D2740": "D2751"}, "allowed": {"D2740": "1100.00", "D2751": "800.00"}},
            "Your plan counts a lower cost choice here. It counts $800, not $1,100.",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_the_plan_does(write: Write, crown: Content, changed: Content, said: str) -> None:
    drafted = write(draft_explanation, coverage(crown, **changed))
    assert said in drafted.draft.text
    assert drafted.draft.status == "ready"


def test_a_limit_that_is_not_over(write: Write, crown: Content) -> None:
    crown["claim"]["history"][0]["date_of_service"] = "2024-05-20"
    text = write(draft_explanation, crown, SIXTY_MONTHS).draft.text
    assert "Your plan pays for this care only so often. It can pay again from May 20, 2029 on." in text
    assert "You may owe $1,100." in text


def test_of_two_plans_the_one_with_the_waiting_time_is_named(write: Write, crown: Content) -> None:
    first = crown["claim"]["coverages"][0]
    second = first | {"payer": "Metro PPO", "order": 2, "effective": "2026-06-01", "waiting_periods": {"major": 12}}
    crown["claim"]["coverages"].append(second)
    text = write(draft_explanation, crown).draft.text
    assert "Your plan, Metro PPO, has a waiting time for this care. It ends on June 1, 2027." in text


def test_words_of_a_limit_are_never_taken_for_the_answer(write: Write, crown: Content) -> None:
    words = "Not paid again within 60 months. Payable again from 2031-01-01"
    text = write(draft_explanation, crown, SIXTY_MONTHS.model_copy(update={"quote": words})).draft.text
    assert "only so often" not in text
    assert "You may owe $575." in text


def test_without_a_plan_nobodys_share_is_told(write: Write, crown: Content) -> None:
    crown["claim"]["coverages"] = []
    draft = write(draft_explanation, crown).draft
    assert "Our fee is $1,400." in draft.text
    assert "We do not have your plan on file yet." in draft.text
    assert "You may owe" not in draft.text
    assert [finding.rule for finding in draft.findings] == ["PT03"]


def test_nothing_to_count_is_said(write: Write, crown: Content) -> None:
    crown["claim"]["lines"] = []
    draft = write(draft_explanation, crown).draft
    assert draft.status == "not_found"
    assert "PT02" in [finding.rule for finding in draft.findings]


def test_an_old_benefit_check_is_for_review(write: Write, crown: Content) -> None:
    crown["claim"]["as_of"] = "2026-10-01"
    draft = write(draft_explanation, crown).draft
    assert draft.status == "needs_review"
    assert [finding.rule for finding in draft.findings] == ["PT01"]


def test_without_a_telephone_a_blank_is_left(write: Write, crown: Content) -> None:
    crown["practice"] = {}
    draft = write(draft_explanation, crown).draft
    assert [mark.text for mark in draft.placeholders] == ["[[needs: phone of the practice]]"]
    assert draft.status == "needs_review"


def test_medical_and_dental(write: Write, crown: Content) -> None:
    claim = crown["claim"]
    claim["coverages"][0] |= {"order": 2, "cob": "standard"}
    claim["coverages"].append(
        {
            "lane": "medical",
            "payer": "Northlake Health",
            "order": 1,
            "in_network": True,
            "deductible": "0.00",
            "percent": {"D2740": "0.30"},
            "allowed": {"D2740": "1000.00"},
        }
    )
    text = write(draft_explanation, crown).draft.text
    assert "A medical plan pays for illness and injury. A dental plan pays for teeth and gums." in text
    assert "With just the dental plan you may owe $575." in text


def test_a_denied_claim_without_a_remittance(write: Write, device: Content) -> None:
    draft = write(draft_explanation, device).draft
    assert "The plan did not pay $3,200." in draft.text
    assert "Your plan said that the care was not needed." in draft.text
    assert "You do not owe this amount now." in draft.text
    assert "E0486" not in draft.text
    assert draft.status == "ready"


def test_a_denial_without_a_group_leaves_it_open(write: Write, device: Content) -> None:
    device["denials"][0] |= {"group": None}
    assert "The plan's letter does not say what your part is." in write(draft_explanation, device).draft.text


def test_each_dollar_of_the_denials_of_a_line_is_told_once(write: Write, device: Content) -> None:
    denial = device["denials"][0] | {"group": "PR", "carc": "1", "amount": "50.00"}
    device["denials"] = [denial, denial | {"carc": "2"}]
    assert "By the plan's answer, your part is $100." in write(draft_explanation, device).draft.text


def test_several_amounts_without_a_line_are_not_known(write: Write, device: Content) -> None:
    device["claim"]["lines"].append({"id": "9", "code": "99203", "fee": "185.00", "date_of_service": "2026-08-18"})
    denial = device["denials"][0] | {"line": None, "group": "PR", "amount": "100.00"}
    device["denials"] = [denial, denial | {"carc": "16", "amount": "60.00"}]
    text = write(draft_explanation, device).draft.text
    assert "We do not know yet how much of the care the plan did not pay." in text
    assert "The plan's letter does not say what your part is." in text
    assert "$" not in text


def test_a_claim_that_a_remittance_settles(write: Write, device: Content) -> None:
    device["claim"]["lines"].insert(0, {"id": "1", "code": "99203", "fee": "185.00", "date_of_service": "2026-08-18"})
    device["documents"] = [{"id": "d1", "kind": "remittance", "text": REMITTANCE}]
    draft = write(draft_explanation, device).draft
    for said in (
        "Our fee for the office visit is $185. Our contract takes off $65.",
        "The plan paid $120 for the office visit.",
        "The plan did not pay $3,200 for the custom sleep device.",
        "By the plan's answer, your part is $0. $3,200 is still open.",
    ):
        assert said in draft.text
    assert draft.status == "ready"


def test_the_page_is_one_page_and_easy_to_read(write: Write, crown: Content) -> None:
    line = crown["claim"]["lines"][0]
    crown["claim"]["lines"] = [
        {**line, "id": str(n), "tooth": str(n), "code": "D2392", "fee": "200.00"} for n in range(2, 9)
    ]
    crown["claim"]["history"] = []
    text = write(draft_explanation, crown).draft.text
    read = readability(text)
    assert read.grade is not None
    assert read.grade <= 8
    assert read.words <= 480
    assert "White filling on a back tooth (tooth 2): our fee is $200." in text


def test_the_printed_page_is_one_page_and_asks_for_no_signature(write: Write, crown: Content) -> None:
    crown["practice"]["address"] = "18 Alder Lane, Fenwick, MI 00417"
    letter = write(draft_explanation, crown, SIXTY_MONTHS).letter
    text = letter_text(letter)
    assert "Sincerely" not in text
    assert "[[needs" not in text
    printed = sum(-(-len(line) // 95) for line in text.splitlines())
    assert printed <= 54
