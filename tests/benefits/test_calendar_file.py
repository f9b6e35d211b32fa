from datetime import date

from assistant.benefits.calendar_file import calendar, reminders
from assistant.benefits.deadlines import appeal_clock

FOUND = appeal_clock(
    plan_type="self_funded", letter_date=date(2026, 9, 3), received=date(2026, 9, 9), today=date(2026, 11, 22)
).deadline


def test_same_deadline_same_bytes_with_day_and_alarms() -> None:
    assert FOUND is not None
    text = calendar(FOUND, reference="case 7")
    assert text == calendar(FOUND, reference="case 7")
    assert "DTSTART;VALUE=DATE:20270302\r\n" in text
    assert "DTEND;VALUE=DATE:20270303\r\n" in text
    assert text.count("TRIGGER:-P") == 4
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_lines_are_folded_and_escaped() -> None:
    assert FOUND is not None
    odd = FOUND.model_copy(update={"notes": ("one, two; three\\four\nfive é" * 9,)})
    text = calendar(odd)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "one\\, two\\; three\\\\four\\nfive é" in unfolded


def test_reminders_before_the_deadline_that_are_not_over() -> None:
    assert FOUND is not None
    assert reminders(FOUND, date(2027, 2, 20)) == (date(2027, 2, 23), date(2027, 2, 28))
