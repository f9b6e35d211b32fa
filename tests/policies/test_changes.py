"""What changed between two versions: conditions, limits, requirements and codes."""

from __future__ import annotations

from collections.abc import Callable

from assistant.domain.policy import Passage
from assistant.policies.changes import changes

Make = Callable[..., Passage]

OLD = """Prior authorization is required for the following services:

1. Implants, D6010.
2. Bridges, D6240.
"""
NEW = """Prior authorization is required for the following services:

1. Implants, D6010.
2. Deep cleaning, D4341.
"""


def test_reordered_and_reworded_text_is_no_change(passage: Make) -> None:
    one = [passage("A crown (D2740) is paid once per tooth in 60 months. Whitening is not covered.")]
    other = [passage("Whitening is not covered. A crown (D2740) is paid once per tooth in 60 months.")]
    found = changes(one, other)
    assert (found.conditions, found.limits, found.requirements, found.codes_added, found.codes_removed) == ((),) * 5


def test_an_approval_that_came_and_one_that_went(passage: Make) -> None:
    found = changes([passage(OLD, "5. Approvals")], [passage(NEW, "5. Approvals")])
    assert [(each.change, each.codes, each.old, each.new) for each in found.requirements] == [
        ("added", ("D4341",), "", "Deep cleaning, D4341."),
        ("removed", ("D6240",), "Bridges, D6240.", ""),
    ]
    assert found.conditions == (), "told once"
    assert (found.codes_added, found.codes_removed) == (("D4341",), ("D6240",))


def test_an_approval_that_was_dropped_for_a_code(passage: Make) -> None:
    header = "Code | Prior authorization\n"
    found = changes([passage(f"{header}D2740 | Yes\nD1110 | No")], [passage(f"{header}D2740 | No\nD1110 | No")])
    assert [(each.change, each.old, each.new) for each in found.requirements] == [
        ("changed", "D2740 | Yes", "D2740 | No")
    ]


def test_a_limit_and_an_age(passage: Make) -> None:
    old = [passage("Sealants (D1351) are paid once per tooth in 36 months under age 14.")]
    new = [passage("Sealants (D1351) are paid once per tooth in 60 months under age 16.")]
    assert [(each.change, each.kind) for each in changes(old, new).limits] == [
        ("changed", "frequency"),
        ("changed", "age_maximum"),
    ]


def test_a_threshold_inside_a_list(passage: Make) -> None:
    lead = "Deep cleaning is covered when all of the following are met:\n\n"
    old = [passage(f"{lead}1. Pockets of 4 mm or more are charted.\n2. Bone loss shows.")]
    new = [passage(f"{lead}1. Pockets of 5 mm or more are charted.\n2. Bone loss shows.")]
    assert [(each.change, each.old, each.new) for each in changes(old, new).conditions] == [
        ("changed", "Pockets of 4 mm or more are charted.", "Pockets of 5 mm or more are charted.")
    ]
