"""Reading an export: separators, headings, dates, money, and everything that is wrong in it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.errors import BadInput
from assistant.intake.claims_export import read_claims_export
from assistant.tables.exports import chances, fields, headings, open_states, state

HEAD = "Carrier,DOS,Billed,Status"


def one(cells: str, head: str = HEAD) -> object:
    return read_claims_export(f"{head}\n{cells}\n".encode()).rows[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04 10:15", "2026-03-04"),
        ("03/04/2026", "2026-03-04"),
        ("3/4/26", "2026-03-04"),
        ("03-04-2026", "2026-03-04"),
        ("2026/03/04", "2026-03-04"),
    ],
)
def test_dates(written: str, expected: str) -> None:
    rows = read_claims_export(f"{HEAD}\nFoo,{written},100,Sent\n".encode()).rows
    assert rows[0].service == date.fromisoformat(expected)


def test_a_day_above_twelve_tells_which_comes_first() -> None:
    day_first = read_claims_export(f"{HEAD}\nFoo,25/12/2025,1,Sent\nFoo,03/04/2026,1,Sent\n".encode())
    assert [row.service for row in day_first.rows] == [date(2025, 12, 25), date(2026, 4, 3)]
    assert any("day/month/year" in problem.message for problem in day_first.problems)
    month_first = read_claims_export(f"{HEAD}\nFoo,12/25/2025,1,Sent\nFoo,03/04/2026,1,Sent\n".encode())
    assert [row.service for row in month_first.rows] == [date(2025, 12, 25), date(2026, 3, 4)]
    assert not month_first.problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [('"$1,234.50"', "1234.50"), ("100", "100"), ("$ 12.00", "12.00"), ('"1,234,567.89"', "1234567.89")],
)
def test_money(written: str, expected: str) -> None:
    rows = read_claims_export(f"{HEAD}\nFoo,2026-01-01,{written},Sent\n".encode()).rows
    assert rows[0].billed == Decimal(expected)


@pytest.mark.parametrize("written", ["(45.00)", "-5", "much", "NaN", "1e999", '"1.234,56"', "250USD"])
def test_money_that_is_not_used_is_named(written: str) -> None:
    export = read_claims_export(f"{HEAD}\nFoo,2026-01-01,{written},Sent\n".encode())
    assert export.rows[0].billed is None
    assert [problem.column for problem in export.problems] == ["billed"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    text = "\r\n".join([HEAD.replace(",", separator), separator.join(["Café Plan", "2026-01-01", "10", "Sent"])])
    assert read_claims_export(text.encode(encoding)).rows[0].payer == "Café Plan"


def test_headings_of_other_systems_and_a_mapping() -> None:
    head = "Ins Co,Svc Date,Total Charge,Claim Status,Adj Reason Code,My Number"
    export = read_claims_export(
        f"{head}\nFoo,2026-01-01,10,Zero pay,CO50;N115,7\n".encode(), mapping={"claim": "My Number"}
    )
    row = export.rows[0]
    assert (row.payer, row.claim, row.state) == ("Foo", "7", "denied")
    assert (row.group, row.carc, row.rarc) == ("CO", "50", "N115")
    assert export.columns["claim"] == "My Number"


def test_private_columns_are_left_out() -> None:
    export = read_claims_export(f"Patient,DOB,{HEAD}\nDoe,1980-01-01,Foo,2026-01-01,10,Sent\n".encode())
    assert export.ignored == ("Patient", "DOB")
    assert "Doe" not in export.model_dump_json()
    assert "1980" not in export.model_dump_json()


def test_balance_is_what_is_billed_less_paid_and_written_off() -> None:
    head = f"{HEAD},Paid,Write Off"
    rows = read_claims_export(
        f"{head}\nFoo,2026-01-01,100,Partial,60,(15.00)\nFoo,2026-01-02,100,Paid,60,\n".encode()
    ).rows
    assert [row.balance for row in rows] == [Decimal(25), Decimal(0)]


def test_a_quoted_line_break_and_too_many_cells() -> None:
    export = read_claims_export(f'{HEAD}\n"Foo\nPlan",2026-01-01,10,Sent\nFoo,2026-01-01,1,000,Sent\n'.encode())
    assert [row.payer for row in export.rows] == ["Foo\nPlan"]
    assert "5 cells under 4 headings" in export.problems[0].message


def test_a_number_with_two_contents_is_counted_twice_and_named() -> None:
    export = read_claims_export(f"Claim,{HEAD}\nA,Foo,2026-01-01,10,Sent\nA,Foo,2026-01-01,20,Sent\n".encode())
    assert len(export.rows) == 2
    assert "both counted" in export.problems[0].message


@pytest.mark.parametrize(
    ("data", "mapping"),
    [
        (b"", {}),
        (b"just words", {}),
        (b"a,b,c\n1,2,3\n", {}),
        (b"%PDF-1.7", {}),
        (HEAD.encode(), {"colour": "DOS"}),
        (HEAD.encode(), {"payer": "Company"}),
    ],
)
def test_what_is_no_export_is_refused_with_a_fix(data: bytes, mapping: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        read_claims_export(data, "claims.csv", mapping)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=300).map(lambda text: (HEAD + "\n" + text).encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        export = read_claims_export(data)
    except BadInput:
        return
    assert all(row.row >= 2 for row in export.rows)


def test_the_tables_behind_it() -> None:
    assert len(set(headings().values()) - {"private"}) == len(fields())
    assert state("Pending") == "submitted"
    assert "paid" not in open_states()
    assert all(0 <= chance <= 1 for chance in chances().values())


EXPORTS = {
    "Open Dental": (
        "ClaimNum,PatNum,CarrierName,DateService,DateSent,ClaimStatus,ClaimFee,InsPayAmt,WriteOff\n"
        "901,17,Brightsmile Dental,2026-10-02,2026-10-03,S,240.00,,\n"
    ),
    "Dentrix": (
        "ID Number,Carrier,Service,Sent,Tracer,Re-Sent,Billed,Claim Status\n"
        "901,Brightsmile Dental,10/02/2026,10/03/2026,,,240.00,Sent\n"
    ),
    "Eaglesoft": (
        "Claim ID,Insurance Company,Service Date,Date Submitted,Claim Amount,Days Outstanding,Submission Type,"
        "Claim Status\n901,Brightsmile Dental,10/02/2026,10/03/2026,240.00,50,Electronic,Open\n"
    ),
    "CareStack": (
        "Claim Id,Carrier Name,DOS,Submitted Date,Billed Amount,Claim Status,Last Worked On,Write Off Amount\n"
        "901,Brightsmile Dental,10/02/2026,10/03/2026,240.00,Submitted,,\n"
    ),
    "SoftDent": (
        "Claim No,Acct,Ins Company,Svc Date,Date Filed,Ins Amount,Claim Stat,ECS\n"
        "901,55,Brightsmile Dental,10/02/2026,10/03/2026,240.00,F,Y\n"
    ),
}


@pytest.mark.parametrize(("system", "text"), EXPORTS.items(), ids=EXPORTS)
def test_the_system_is_told_by_its_own_headings(system: str, text: str) -> None:
    export = read_claims_export(text.encode())
    row = export.rows[0]
    assert export.profile == system
    assert (row.claim, row.payer, row.billed) == ("901", "Brightsmile Dental", Decimal("240.00"))
    assert (row.service, row.submitted) == (date(2026, 10, 2), date(2026, 10, 3))
    assert row.state == "submitted"
    assert not [problem for problem in export.problems if problem.row is not None and problem.row > 1]


def test_a_named_profile_wins_and_a_mapping_wins_over_it() -> None:
    text = b"Service,Sent,Billed,Carrier,Claim Status\n10/02/2026,10/03/2026,9.00,Foo,Sent\n"
    assert read_claims_export(text, profile="Dentrix").profile == "Dentrix"
    mapped = read_claims_export(text, mapping={"submitted": "Service", "service": "Sent"}, profile="dentrix").rows[0]
    assert mapped.service == date(2026, 10, 3)
    with pytest.raises(BadInput, match="no profile"):
        read_claims_export(text, profile="Excel")


def test_common_headings_tell_no_system() -> None:
    assert read_claims_export(f"{HEAD}\nFoo,2026-03-04,100,Sent\n".encode()).profile == ""


def test_profiles_name_fields_of_the_table_and_say_what_is_assumed() -> None:
    from assistant.tables.source import rows as table_rows

    known = {*fields(), "private"}
    for cells in table_rows("export_profiles.csv"):
        assert cells["field"] in known
        assert cells["source"]
    for cells in table_rows("export_profile_words.csv"):
        assert cells["status"] == state(cells["status"])
