"""What is said of a day before the first version."""

from __future__ import annotations

from datetime import date

from assistant.domain.policy import PolicyDocument
from assistant.policies.beginnings import nothing_in_force, without_version


def version(name: str, series: str, first: date | None, last: date | None = None) -> PolicyDocument:
    return PolicyDocument(
        id=name, series=series, title=name.title(), payer="P", effective_from=first, effective_through=last
    )


A = version("a-1", "a", date(2024, 1, 1), date(2024, 12, 31))
A_LATER = version("a-2", "a", date(2025, 1, 1), date(2025, 12, 31))
B = version("b-1", "b", date(2026, 3, 1))


def test_before_the_first_version() -> None:
    said = nothing_in_force("P", [A, A_LATER, B], date(2023, 5, 1))
    assert said == "no version of P in force before 2024-01-01; the earliest is A-1 (a-1), from 2024-01-01"


def test_between_two_versions_and_after_the_last() -> None:
    gap = nothing_in_force("P", [A, A_LATER, B], date(2026, 1, 15))
    assert gap == (
        "nothing of P is in force on 2026-01-15: the last held, A-2 (a-2), ended on 2025-12-31; "
        "the next is B-1 (b-1), from 2026-03-01"
    )
    assert "ended on 2025-12-31" in nothing_in_force("P", [A, A_LATER], date(2027, 1, 1))


def test_silent_where_a_document_speaks_or_none_is_held() -> None:
    assert nothing_in_force("P", [A, B], date(2024, 6, 1)) == ""
    assert nothing_in_force("P", [], date(2024, 6, 1)) == ""
    assert nothing_in_force("P", [version("c", "c", None)], date(1990, 1, 1)) == ""


def test_a_series_that_had_no_version_yet() -> None:
    assert without_version([A_LATER, A, B], date(2023, 1, 1)) == {"a": A, "b": B}
    assert without_version([A_LATER, A, B], date(2025, 6, 1)) == {"b": B}
