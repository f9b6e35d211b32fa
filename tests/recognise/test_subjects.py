"""What a text is about, told by words and by codes."""

from __future__ import annotations

import pytest

from assistant.recognise.subjects import subjects, usual_classes
from assistant.tables.procedures import groups
from assistant.tables.source import document


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("does it cover gum grafts", {"soft-tissue graft"}),
        ("less than one third of the tooth above the gum", set()),
        ("braces for a 12 yo", {"orthodontics"}),
        ("crown lengthening before a crown", {"crown lengthening", "crown"}),
        ("asymptomatic 3rds", {"third molar"}),
        ("D2740, D2750 and the build-up", {"crown", "build-up"}),
        ("41010 for the tongue tie", {"frenum surgery"}),
        ("a deep cleaning and a cleaning", {"deep cleaning", "cleaning"}),
        ("a second night guard", {"night guard"}),
        ("scaling of fees", set()),
    ],
)
def test_a_text_is_about(text: str, found: set[str]) -> None:
    assert set(subjects(text)) == found


def test_every_group_of_the_table_exists_and_names_are_used_once() -> None:
    table = document("subjects.yaml")
    assert isinstance(table, dict)
    names = [row["name"] for row in table["subjects"]]
    assert len(names) == len(set(names))
    assert {group for row in table["subjects"] for group in row.get("groups", ())} <= set(groups())
    assert set(usual_classes().values()) == {"preventive", "basic", "major"}
