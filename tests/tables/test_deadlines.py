from assistant.tables.deadlines import clock_rows, events, plan_types

FUNDING = {"insured", "self_funded", "medicare", "medicare_advantage", "medicaid"}
UNITS = {"calendar_days", "business_days", "calendar_months", "years", "hours"}


def test_ids_are_unique_and_every_row_has_source_and_title() -> None:
    rows = clock_rows()
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.source and row.title and row.citation for row in rows)


def test_units_and_certainties_are_known_words() -> None:
    for row in clock_rows():
        assert row.unit in UNITS, row.id
        assert (row.value is not None) == (row.certainty not in ("range", "set_by_plan")), row.id
        assert row.roll in ("unstated", "next_business_day", "practice_next_business_day"), row.id
        assert row.filed_when in ("received", "postmarked", "plan_procedure", "unspecified"), row.id


def test_a_presumption_is_used_only_with_receipt() -> None:
    for row in clock_rows():
        if row.presumption_days is not None:
            assert row.counts_from == "receipt", row.id
            assert row.safe_from in ("letter", "presumed"), row.id


def test_every_funding_of_a_case_has_a_first_appeal() -> None:
    firsts = {plan for row in clock_rows() if row.event == "appeal" and row.level == 1 for plan in row.plans}
    assert firsts >= FUNDING
    assert plan_types() >= FUNDING
    assert {"appeal", "external_review", "claim_filing", "records_request"} <= events()
