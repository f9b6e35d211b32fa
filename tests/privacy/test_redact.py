"""Log lines, nested values and exceptions without identifiers."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.claim import Claim, Patient
from assistant.privacy.kinds import KnownValue
from assistant.privacy.redact import RedactingFilter, redact, redact_value

KNOWN = [KnownValue("PERSON", "Jane Doe"), KnownValue("MEMBER", "ABC123456789")]
CANARY = ("Jane", "Doe", "ABC123456789", "312-555-0100", "1984-05-02", "123-45-6789", "12 Oak Street")
SENTENCE = "Jane Doe ABC123456789 312-555-0100 1984-05-02 123-45-6789 12 Oak Street D2740 CO-50 $1,250.00"


def leaked(text: str) -> list[str]:
    return [secret for secret in CANARY if secret.lower() in text.lower()]


def test_a_text() -> None:
    safe = redact(SENTENCE, KNOWN)
    assert leaked(safe) == []
    assert safe.endswith("D2740 CO-50 $1,250.00")
    assert redact("") == ""


def test_a_nested_value() -> None:
    value: dict[str, Any] = {
        "patient_name": "kim lee",
        "memberId": 884512345,
        "birth_date": date(1984, 5, 2),
        "phone": None,
        "lines": [{"note": SENTENCE, "fee": Decimal("240.00"), "units": 2}, ("Jane Doe", 3125550100), {"Jane Doe"}],
        "Jane Doe": b"DOB 5/2/84",
        "address": {"city": "Springfield", "zip_code": "62704"},
        "ok": True,
        "claim": Claim(lane="dental", patient=Patient(birth_date=date(1984, 5, 2))),
    }
    safe = redact_value(value, KNOWN)
    assert leaked(repr(safe)) == []
    assert "kim" not in repr(safe)
    assert "884512345" not in repr(safe)
    assert "3125550100" not in repr(safe)
    assert "62704" not in repr(safe)
    assert safe["lines"][0]["units"] == 2
    assert safe["lines"][0]["fee"] == "240.00"
    assert safe["ok"] is True
    assert safe["phone"] is None
    assert safe["claim"]["patient"]["birth_date"] == "[DATE]"


def test_a_value_nested_too_deep_is_cut() -> None:
    value: Any = "Jane Doe"
    for _ in range(60):
        value = [value]
    assert leaked(repr(redact_value(value, KNOWN))) == []


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(SENTENCE),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )
)
def test_any_value(value: Any) -> None:
    assert leaked(repr(redact_value(value, KNOWN))) == []


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s %(extra)s", defaults={"extra": ""}))
    handler.addFilter(RedactingFilter(KNOWN))
    logger = logging.getLogger("claimwright.tests.redact")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


def test_a_log_record(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = log
    logger.warning("draft for %s (%s), %d lines", "Jane Doe", {"dob": "1984-05-02"}, 2, extra={"extra": SENTENCE})
    assert leaked(stream.getvalue()) == []
    assert "2 lines" in stream.getvalue()


def test_an_exception_in_a_log_record(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = log
    try:
        raise ValueError(SENTENCE)
    except ValueError:
        logger.exception("failed for Jane Doe", stack_info=True)
    assert leaked(stream.getvalue()) == []
    assert "ValueError" in stream.getvalue()


def test_a_record_whose_arguments_do_not_fit(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = log
    logger.warning("%d %d", "Jane Doe")
    assert leaked(stream.getvalue()) == []
    assert "[PERSON]" in stream.getvalue()
