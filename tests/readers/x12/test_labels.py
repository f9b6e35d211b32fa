"""The table of words for X12 codes: complete rows, no code twice, every list in use."""

from pathlib import Path

from assistant.readers.x12.labels import label, shares_out
from assistant.tables.source import rows

ROWS = rows("x12_words.csv")
READER = Path(__file__).parents[3] / "assistant" / "readers" / "x12"


def test_every_row_is_complete() -> None:
    for row in ROWS:
        assert row["words"], row
        assert row["source"], row
        assert row["confidence"] in ("high", "medium", "low"), row


def test_no_code_stands_twice_in_a_list() -> None:
    keys = [(row["list"], row["code"]) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_every_list_is_used_by_the_reader() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in READER.glob("*.py")).replace("'", '"')
    assert [name for name in {row["list"] for row in ROWS} if f'"{name}"' not in code] == []


def test_refusals_never_count_as_sharing_out() -> None:
    refusals = (
        "16",
        "18",
        "22",
        "27",
        "29",
        "50",
        "55",
        "96",
        "97",
        "109",
        "119",
        "151",
        "169",
        "197",
        "204",
        "252",
        "B7",
    )
    assert [carc for carc in refusals if shares_out(carc)] == []
    assert not shares_out("999")


def test_a_code_the_table_lacks_has_no_words() -> None:
    assert label("status_code", "99999") is None
    assert label("claim_status", None) is None
