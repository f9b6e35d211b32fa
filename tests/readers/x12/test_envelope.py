"""Headers, segments and envelopes: what is refused, what is mended, what is counted."""

from collections.abc import Callable

import pytest

from assistant.domain.errors import BadInput
from assistant.domain.records import Records, Remittance, SeveralRecords
from assistant.readers.read import LIMIT, read_records

ISA = "ISA*00*          *00*          *ZZ*NORTHLAKE      *ZZ*EXAMPLEDENTAL  *261102*0930*^*00501*000000001*0*P*:~"
BODY = (
    "GS*HP*NORTHLAKE*EXAMPLEDENTAL*20261102*0930*1*X*005010X221A1~"
    "ST*835*0001~BPR*I*88*C*ACH************20261029~TRN*1*T1*1~N1*PR*NORTHLAKE DENTAL~N1*PE*EXAMPLE OFFICE~LX*1~"
    "CLP*PT1*1*110*88*22*12*NL1~SVC*AD:D1110*110*88**1~DTM*472*20260930~CAS*PR*2*22~"
    "SE*11*0001~GE*1*1~IEA*1*000000001~"
)
FILE = ISA + BODY


def read(text: str) -> Records:
    return read_records(text.encode("utf-8"))


def codes(record: Records) -> list[str]:
    return [one.code for one in record.warnings]


def the_line(record: Records) -> tuple[str | None, str, str]:
    assert isinstance(record, Remittance)
    line = record.checks[0].claims[0].lines[0]
    assert line.charge is not None
    assert line.paid is not None
    return line.code, line.charge.text, line.paid.text


def test_a_whole_file_has_no_warning() -> None:
    record = read(FILE)
    assert codes(record) == []
    assert the_line(record) == ("D1110", "110", "88")


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.replace("~", "~\n"),
        lambda text: text.replace("~", "~\r\n"),
        lambda text: text.replace("~", "\n"),
        lambda text: text.replace("*", "|"),
        lambda text: text.replace("*", "\x1d").replace("~", "\x1c"),
        lambda text: "\ufeff\n  " + text + "\n\n\x1a\x00\x00",
        lambda text: text.replace("~", "~~"),
    ],
    ids=["lines", "crlf", "newline ends segments", "bars", "control characters", "padding", "empty segments"],
)
def test_layouts_that_mean_the_same(write: Callable[[str], str]) -> None:
    record = read(write(FILE))
    assert codes(record) == []
    assert the_line(record) == ("D1110", "110", "88")


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    wrapped = ISA + "\n".join(BODY[i : i + 80] for i in range(0, len(BODY), 80))
    record = read(wrapped)
    assert the_line(record) == ("D1110", "110", "88")
    assert codes(record) == ["line_breaks"]


def test_another_component_separator_is_declared_by_the_header() -> None:
    record = read(FILE.replace(":~", ">~").replace("AD:D", "AD>D"))
    assert the_line(record) == ("D1110", "110", "88")
    assert codes(record) == ["unusual_separator"]


def test_utf_16_and_latin_1() -> None:
    named = FILE.replace("NORTHLAKE DENTAL", "ZAHNÄRZTE")
    for data in (named.encode("utf-16"), named.encode("latin-1")):
        record = read_records(data)
        assert isinstance(record, Remittance)
        assert record.checks[0].payer == "ZAHNÄRZTE"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"ISA*00*", "ends after 7 of 106 characters"),
        (ISA.replace("NORTHLAKE      ", "NORTHLAKE").encode() + BODY.encode(), "not laid out in fixed positions"),
        (BODY.encode(), "ISA header is missing"),
        (b"ST*835*0001~", "ISA header is missing"),
        (ISA.encode(), "ends before any transaction set"),
        (FILE.replace("ST*835", "ST*997").replace("X221A1", "X231A1").encode(), "no record for: 997"),
        (FILE.replace(":~", "*~", 1).encode(), "cannot be told apart"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<html></html>", "XML or HTML"),
        (b"PK\x03\x04....", "a ZIP or Office file"),
        (b"Claim,Amount\n1,2\n", "neither X12 nor JSON"),
        (bytes(range(256)) * 4, "neither X12 nor JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_fix(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        read_records(data)
    assert refusal.value.fix


def test_too_many_segments_are_refused_with_the_limit() -> None:
    with pytest.raises(BadInput, match="more than 500,000 segments"):
        read(ISA + "A~" * 500_001)


def test_warnings_past_the_limit_are_counted() -> None:
    record = read(FILE.replace("LX*1~", "LX*1~" + "FOO*1~" * 10_050))
    assert len(record.warnings) == 10_001
    assert (record.warnings[-1].code, "unexpected_segment" in record.warnings[-1].message) == ("more_warnings", True)


def test_a_file_past_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(BadInput, match="50 MB"):
        read_records(b"ISA" + b" " * LIMIT)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("SE*11*", "SE*10*", "segment_count"),
        ("SE*11*0001", "SE*11*0002", "control_number"),
        ("GE*1*1", "GE*2*1", "envelope_count"),
        ("GE*1*1", "GE*1*9", "control_number"),
        ("IEA*1*", "IEA*3*", "envelope_count"),
        ("IEA*1*000000001", "IEA*1*000000002", "control_number"),
        ("IEA*1*000000001~", "", "truncated"),
        ("GE*1*1~", "", "truncated"),
        ("SE*11*0001~", "", "truncated"),
        ("IEA*1*000000001~", "IEA*1*000000001", "truncated"),
        ("ST*835*0001~", "", "missing_st"),
        ("X221A1", "X222A1", "guide_mismatch"),
        ("LX*1~", "LX*1~FOO*5~", "unexpected_segment"),
        ("GE*1*1~", "GE*1*1~GE*1*1~", "stray_trailer"),
        ("GE*1*1~", "SE*1*1~GE*1*1~", "stray_trailer"),
        ("IEA*1*000000001~", "IEA*1*000000001~IEA*1*000000001~", "stray_trailer"),
        ("GS*HP", "GS*HP*A*B*20261102*0930*7*X*005010X221A1~GS*HP", "truncated"),
        ("GE*1*1~IEA*1*000000001~", "", "truncated"),
        ("SE*11*0001~GE*1*1~IEA*1*000000001~", "", "truncated"),
        ("~ST*835", "~TA1*000000001*261102*0930*A*000~ST*835", None),
    ],
)
def test_a_damaged_envelope_is_flagged_and_still_read(old: str, new: str, code: str | None) -> None:
    record = read(FILE.replace(old, new))
    assert (code in codes(record)) if code else codes(record) == []
    assert the_line(record) == ("D1110", "110", "88")


def test_counts_that_differ_are_listed() -> None:
    record = read(FILE.replace("SE*11*", "SE*99*"))
    assert isinstance(record, Remittance)
    assert [one.model_dump() for one in record.se_count_mismatch] == [{"st02": "0001", "declared": "99", "counted": 11}]


def test_several_interchanges_each_with_its_own_separators() -> None:
    other = FILE.replace("*", "|").replace("~", "\n").replace("000000001", "000000002").replace("|T1|", "|T2|")
    record = read(FILE + "\n" + other)
    assert isinstance(record, Remittance)
    assert [one.control for one in record.interchanges] == ["000000001", "000000002"]
    assert [check.trace for check in record.checks] == ["T1", "T2"]
    assert "duplicate_claim" in codes(record)


def test_an_interchange_that_begins_inside_a_cut_segment() -> None:
    cut = FILE[: FILE.index("SVC*AD") + 12]
    record = read(cut + FILE)
    assert isinstance(record, Remittance)
    assert len(record.checks) == 2
    assert record.checks[1].claims[0].lines[0].code == "D1110"
    assert "truncated" in codes(record)


def test_a_later_header_that_is_broken_keeps_the_separators() -> None:
    record = read(FILE + "ISA*00*broken~" + BODY.replace("T1", "T2"))
    assert isinstance(record, Remittance)
    assert [check.trace for check in record.checks] == ["T1", "T2"]
    assert "bad_isa" in codes(record)


def test_kinds_that_share_a_file_are_read_apart() -> None:
    status = BODY.replace("ST*835", "ST*277").replace("X221A1", "X212").replace("GS*HP", "GS*HN")
    record = read(FILE + ISA + status)
    assert isinstance(record, SeveralRecords)
    assert [one.transaction for one in record.records if not hasattr(one, "resource")] == ["835", "277"]


def test_a_set_of_an_unread_kind_beside_a_remittance_is_told() -> None:
    extra = "ST*999*0002~AK1*HC*1~SE*3*0002~"
    record = read(FILE.replace("GE*1*1", extra + "GE*2*1"))
    assert codes(record) == ["unsupported_set"]


def test_time_grows_with_size_only_linearly() -> None:
    """A file full of header beginnings and one without any terminator are cut in one pass."""
    for long in (ISA + "ISA*" * 200_000, ISA + "A" * 2_000_000):
        with pytest.raises(BadInput, match="the limit is 100,000"):
            read(long)
    with pytest.raises(BadInput, match="ends before any transaction set"):
        read(ISA + "~" * 2_000_000)
