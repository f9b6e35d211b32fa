"""Rule AG04."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.claim import ServiceLine
from assistant.rules.facts import Facts
from assistant.rules.rule import Problem, rule
from assistant.tables.claim_customs import tooth_age


@rule("AG04", severity="warning", source="Usual ages of eruption and loss; persons differ", needs="tooth")
def dentition_for_age(line: ServiceLine, facts: Facts) -> Iterator[Problem]:
    """A tooth is one that a mouth of the patient's age usually holds.

    Wrong: tooth K at age 40; tooth 18 at age 4
    Right: tooth K at age 7; tooth 18 at age 40
    """
    age = facts.age(line)
    if age is None:
        return
    for each in facts.teeth(line):
        usual = tooth_age(each)
        if usual.last is not None and age > usual.last:
            yield Problem(
                "tooth",
                f"tooth {each.universal} is a primary tooth and the patient is {age}",
                "Check the tooth; say in the narrative that a primary tooth was kept",
            )
        elif age < usual.first and not each.is_supernumerary:
            yield Problem(
                "tooth",
                f"tooth {each.universal} usually comes after the age of {usual.first}; the patient is {age}",
                "Check the tooth, or the birth date",
            )
