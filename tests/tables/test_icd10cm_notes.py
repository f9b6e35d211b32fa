from __future__ import annotations

import pytest

from assistant.tables.icd10cm_notes import Span, spans


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("apnea NOS (R06.81)", [("R0681", "R0681", "")]),
        ("sleep apnea of newborn (P28.3-)", [("P283", "P283", "")]),
        ("viral hepatitis (B15-B19)", [("B15", "B19", "")]),
        ("malformations of limbs (Q65-Q66, Q68-Q74)", [("Q65", "Q66", ""), ("Q68", "Q74", "")]),
        ("hyperplasia (chronic) of gums (K06.1)", [("K061", "K061", "")]),
        ("malignant neoplasm (C40.-, C41.-)", [("C40", "C40", ""), ("C41", "C41", "")]),
        ("open skull fracture (S02.- with 7th character B)", [("S02", "S02", "B")]),
        ("new category (QA0.-)", [("QA0", "QA0", "")]),
        ("diabetic amyotrophy (E08-E13 with .44)", []),
        ("aphasia (I69. with final characters -20)", []),
        ("traumatic rupture - see injury of vessel by body region", []),
        ("spondylopathy (in):", []),
        ("", []),
    ],
)
def test_codes_are_read_only_where_they_can_be_told(note: str, found: list[tuple[str, str, str]]) -> None:
    assert [tuple(span) for span in spans(note)] == found


@pytest.mark.parametrize(
    ("span", "code", "held"),
    [
        (Span("K084", "K084"), "K08401", True),
        (Span("K084", "K084"), "K084", True),
        (Span("K084", "K084"), "K08", False),
        (Span("K084", "K084"), "K0850", False),
        (Span("B15", "B19"), "B189", True),
        (Span("B15", "B19"), "B199", True),
        (Span("B15", "B19"), "B209", False),
        (Span("B15", "B19"), "B149", False),
        (Span("S02", "S02", "B"), "S025XXB", True),
        (Span("S02", "S02", "B"), "S025XXA", False),
        (Span("S02", "S02", "B"), "S025", False),
    ],
)
def test_what_a_span_holds(span: Span, code: str, held: bool) -> None:
    assert span.holds(code) is held
