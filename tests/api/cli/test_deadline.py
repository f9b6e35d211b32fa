"""The deadline command: what it prints, writes and refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


def test_plan_and_anchor_give_the_safe_day(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "appeal.ics"
    code, out, _ = claimwright(
        "deadline",
        "--plan",
        "self_funded",
        "--anchor",
        "2026-09-03",
        "--received",
        "2026-09-09",
        "--level",
        "1",
        "--ics",
        str(file),
        "--json",
    )
    found = json.loads(out)
    assert code == 0
    assert (found["date"], found["anchor"], found["anchor_date"]) == ("2027-03-02", "letter date", "2026-09-03")
    assert found["alternatives"] == [{"date": "2027-03-08", "anchor": "receipt", "anchor_date": "2026-09-09"}]
    assert "DTSTART;VALUE=DATE:20270302" in file.read_text()


def test_an_anchor_is_the_day_of_service_where_the_clock_wants_it(claimwright: Command) -> None:
    code, out, _ = claimwright(
        "deadline",
        "--plan",
        "medicare",
        "--anchor",
        "2026-03-10",
        "--event",
        "claim_filing",
        "--json",
    )
    assert code == 0
    assert json.loads(out)["date"] == "2027-03-10"


def test_a_case_file(claimwright: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "claim: {lane: medical, payer: Northlake Health}\n"
        "denials: [{date: '2026-09-03', received: '2026-09-09', group: CO, carc: '50'}]\n"
        "plan_funding: self_funded\n"
    )
    code, out, _ = claimwright("deadline", str(case))
    assert code == 0
    assert "Last safe day: 2027-03-02" in out
    assert "29 CFR 2560.503-1" in out


def test_unknown_funding_says_what_to_ask(claimwright: Command) -> None:
    code, out, _ = claimwright("deadline", "--plan", "unknown", "--anchor", "2026-09-03", "--json")
    assert code == 3
    assert json.loads(out)["date"] is None
    assert "funding" in json.loads(out)["ask"]


@pytest.mark.parametrize(
    "args",
    [
        ("deadline",),
        ("deadline", "--plan", "erisa"),
        ("deadline", "--plan", "hmo", "--anchor", "2026-09-03"),
        ("deadline", "--plan", "erisa", "--anchor", "09/03/2026"),
        ("deadline", "no-such-case.yaml"),
        ("deadline", "--plan", "erisa", "--anchor", "2026-09-03", "--event", "party"),
    ],
)
def test_wrong_use_is_refused_with_a_fix(claimwright: Command, args: tuple[str, ...]) -> None:
    code, out, err = claimwright(*args)
    assert code == 2
    assert not out
    assert "Fix:" in err or "YYYY-MM-DD" in err


def test_a_stated_day_is_shown_as_stated_and_the_counted_one_beside_it(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "appeal.ics"
    code, out, _ = claimwright(
        "deadline",
        "--plan",
        "self_funded",
        "--anchor",
        "2026-09-03",
        "--stated",
        "2026-12-01",
        "--ics",
        str(file),
    )
    assert code == 0
    assert "Last safe day: 2026-12-01" in out
    assert "as stated in the letter\n" in out
    assert "Other reading: 2027-03-02, counted from the letter date 2026-09-03" in out
    assert "2026-09-03" not in next(line for line in out.splitlines() if line.startswith("Last safe day"))
    assert "As stated in the letter" in file.read_text().replace("\r\n ", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--event", "authorization_expiry", "--anchor", "2026-09-03", "--days", "90"), "2026-12-02"),
        (("--event", "authorisation expiry", "--stated", "2026-12-31"), "as stated in the approval"),
        (
            ("--event", "frequency_reopen", "--code", "D2740", "--last", "2024-03-04", "--limit", "1 per 5 years"),
            "payable again from 2029-03-04",
        ),
        (
            ("--event", "frequency", "--code", "D2740", "--last", "2024-03-04", "--payer", "Brightsmile Dental"),
            "from 2029-03-04",
        ),
        (("--event", "records", "--plan", "self_funded", "--anchor", "2026-11-02"), "2026-12-17"),
        (("--event", "records_request", "--payer", "Northlake Health", "--anchor", "2026-11-02"), "from the request"),
        (("--event", "timely-filing", "--payer", "Northlake Health", "--anchor", "2026-11-02"), "date of service"),
        (("--event", "expedited", "--plan", "self_funded", "--received", "2026-11-22"), "clock of the other side"),
        (("--event", "external_review", "--plan", "aca", "--anchor", "2026-10-31"), "2027-03-01"),
        (("--event", "expedited external review", "--plan", "aca", "--received", "2026-11-22"), "2026-11-25"),
    ],
)
def test_every_clock_of_an_office_has_its_command(claimwright: Command, args: tuple[str, ...], words: str) -> None:
    code, out, _ = claimwright("deadline", *args)
    assert code == 0
    assert words in out


def test_a_payable_day_goes_to_the_calendar(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "again.ics"
    code, out, _ = claimwright(
        "deadline",
        "--event",
        "frequency_reopen",
        "--code",
        "D2740",
        "--last",
        "2190-03-04",
        "--limit",
        "1 per 5 years",
        "--ics",
        str(file),
        "--json",
    )
    assert code == 0
    assert json.loads(out)["basis"] == "stated"
