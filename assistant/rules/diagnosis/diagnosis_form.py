"""Rule DX01."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.claim import Claim
from assistant.rules.facts import Facts
from assistant.rules.reading import read_diagnosis
from assistant.rules.rule import Problem, rule
from assistant.tables.diagnosis_links import plays, roles

#: First day of ICD-10-CM on claims in the United States (45 CFR 162.1002).
_START = date(2015, 10, 1)


@rule(
    "DX01",
    severity="error",
    source="ICD-10-CM tabular list: a letter, a digit, one to five more",
    denial="CO-16/M76",
    needs="diagnoses",
)
def diagnosis_form(claim: Claim, facts: Facts) -> Iterator[Problem]:
    """A diagnosis has the form of an ICD-10-CM code and is not a code of the WHO list alone.

    Wrong: 13.6; K07.6
    Right: M26.621
    """
    instead = {"K07": "Jaw-joint disorders are M26.6 with the side", "K10": "Inflammation of the jaw is M27.2"}
    days = [line.date_of_service for line in claim.lines if line.date_of_service is not None]
    before = bool(days) and max(days) < _START
    for index, written in enumerate(claim.diagnoses):
        reading = read_diagnosis(written)
        if reading.error is not None and before:
            yield Problem(
                f"diagnoses[{index}]",
                f"{written!r} was not judged: before {_START} diagnoses were coded in ICD-9-CM, which is not loaded",
                "Check it against the ICD-9-CM list of that year",
                severity="note",
            )
        elif reading.error is not None:
            yield Problem(
                f"diagnoses[{index}]", reading.error.message, reading.error.fix[:1].upper() + reading.error.fix[1:]
            )
        elif reading.value and plays(reading.value, "who_only"):
            yield Problem(
                f"diagnoses[{index}]",
                f"{reading.value} is not in ICD-10-CM: {roles()['who_only'].advice}",
                instead.get(reading.value[:3], "Choose the ICD-10-CM code that the chart supports"),
            )
