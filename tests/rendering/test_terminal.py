"""Lists and tables for a terminal."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest

from assistant.domain.draft import (
    CriterionRow,
    Deadline,
    DeadlineAlternative,
    Placeholder,
)
from assistant.domain.finding import Finding, Severity
from assistant.rendering.letter import Letter
from assistant.rendering.terminal import (
    PLAIN,
    Look,
    criteria_table,
    deadline_line,
    findings_list,
    placeholder_list,
    wrapped,
)

TODAY = dt.date(2026, 11, 22)
RICH = Look(width=70, rich=True)


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def finding(severity: Severity, message: str = "tooth 30 is not in the note", where: str = "lines[0].tooth") -> Finding:
    return Finding(
        rule="tooth-agrees", severity=severity, where=where, message=message, fix="correct it", source="ADA form"
    )


def test_criteria_plain(letter: Letter) -> None:
    assert criteria_table(letter.criteria, Look(width=60)) == (
        "1   Met          AHI of at least 15 events per hour\n"
        '                 "AHI 18.4" (d1)\n'
        "2   Met          One of the following\n"
        "2.1 Met          CPAP intolerance documented\n"
        '                 "couldn\'t tolerate CPAP" (d2)\n'
        "2.2 Not relied on CPAP declined after counselling\n"
        "3   Missing      Order by the treating physician\n"
        "                 [[needs: signed order]]\n"
        "2 met, 1 missing\n"
    ).replace("Met          ", "Met           ").replace("Missing      ", "Missing       ").replace(" " * 17, " " * 18)


def test_criteria_rich_says_the_same(letter: Letter) -> None:
    shown = criteria_table(letter.criteria, RICH)
    assert "\x1b[" in shown
    words = " ".join(bare(shown).split())
    for word in ("Contradicted",):
        assert word not in words
    assert "[[needs: signed" in words
    assert "2 met, 1 missing" in words
    assert max(map(len, bare(shown).splitlines())) <= 70


def test_no_criteria_is_said() -> None:
    assert "no policy in force" in criteria_table(())


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("rich", [False, True])
def test_lines_keep_to_the_width(width: int, rich: bool) -> None:
    look = Look(width=width, rich=rich)
    long = "a rather long message " * 8
    shown = [
        criteria_table([CriterionRow(text=long, status="missing", obtain=long)], look),
        findings_list([finding("error", long)], look),
        placeholder_list([Placeholder(text="date", ask=long, choices=("yes", "no"))], look),
        wrapped(long, look),
    ]
    assert max(len(line) for text in shown for line in bare(text).splitlines()) <= width


def test_findings_errors_first_with_fix_source_and_rule() -> None:
    shown = findings_list([finding("note"), finding("error"), finding("warning", where="")])
    assert shown == (
        "ERROR   lines[0].tooth: tooth 30 is not in the note\n"
        "        Fix: correct it\n"
        "        ADA form [tooth-agrees]\n"
        "WARNING tooth 30 is not in the note\n"
        "        Fix: correct it\n"
        "        ADA form [tooth-agrees]\n"
        "NOTE    lines[0].tooth: tooth 30 is not in the note\n"
        "        Fix: correct it\n"
        "        ADA form [tooth-agrees]\n"
    )
    assert bare(findings_list([finding("error")], Look(rich=True))) == findings_list([finding("error")])
    assert findings_list([]) == ""


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2026, 12, 26), "2026-12-26 (34 days left)"),
        (dt.date(2026, 11, 23), "2026-11-23 (1 day left)"),
        (TODAY, "2026-11-22 (TODAY)"),
        (dt.date(2026, 11, 20), "2026-11-20 (PASSED 2 days ago)"),
    ],
)
def test_deadline_states_anchor_source_and_days(day: dt.date, state: str) -> None:
    deadline = Deadline(
        date=day,
        anchor="denial date",
        anchor_date=dt.date(2026, 6, 29),
        source="29 CFR 2560.503-1",
        notes=("Weekend moved back.",),
        alternatives=(
            DeadlineAlternative(date=dt.date(2026, 12, 29), anchor="receipt", anchor_date=dt.date(2026, 7, 2)),
        ),
    )
    shown = deadline_line(deadline, TODAY, Look(width=110))
    assert shown == (
        f"Deadline: {state}, counted from the denial date 2026-06-29. Source: 29 CFR 2560.503-1\n"
        "          or 2026-12-29, counted from the receipt 2026-07-02\n"
        "          Weekend moved back.\n"
    )
    assert bare(deadline_line(deadline, TODAY, Look(width=110, rich=True))) == shown


def test_addresses_are_not_broken() -> None:
    url = "https://example.test/database/details/lcd-details-of-a-coverage-rule.aspx?id=33611"
    assert url in findings_list([finding("note", f"see {url} for the rule")], Look(width=50))


def test_an_unknown_deadline_is_said() -> None:
    assert deadline_line(None, TODAY).startswith("Deadline: unknown")


def test_the_list_of_what_to_get() -> None:
    assert placeholder_list([Placeholder(text="[[needs: side]]", ask="Which side?", choices=("left", "right"))]) == (
        " 1. side: Which side? (left / right)\n"
    )


def test_words_of_a_file_cannot_steer_the_terminal() -> None:
    hostile = "a\x1b]0;owned\x07\x1b[2Jb"
    for look in (PLAIN, Look(rich=True)):
        shown = bare(findings_list([finding("error", hostile)], look))
        assert "\x1b" not in shown
        assert "\x07" not in shown
    assert "\x1b" not in bare(criteria_table([CriterionRow(text=hostile, status="met")], RICH))


def test_ascii_where_the_terminal_knows_no_more() -> None:
    shown = criteria_table([CriterionRow(text="AHI \u226515 \u2013 ni\u00f1o", status="met")], Look(unicode=False))
    assert shown.isascii()
    assert "AHI >=15 - nino" in shown
    assert criteria_table([CriterionRow(text="x", status="met")], Look(rich=True, unicode=False)).isascii()


class Stream(io.StringIO):
    encoding = "utf-8"

    def __init__(self, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def test_look_of_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "300")
    assert Look.of(Stream(True)) == Look(width=120, rich=True, unicode=True)
    assert Look.of(Stream(False)) == Look(width=100, rich=False, unicode=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert Look.of(Stream(True)).rich is False
    ascii_stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert Look.of(ascii_stream) == Look(width=100, rich=False, unicode=False)
