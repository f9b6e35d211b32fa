"""How many claims of five lines one core checks in a second."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.domain.claim import Claim
from assistant.domain.ports import PolicyLimits
from assistant.rules.engine import check_claim
from assistant.tables.icd10cm import Icd10cm

TODAY = date(2026, 11, 22)

#: Everyday lines of a dental practice: code and the keys that it needs.
_LINES: tuple[dict[str, str], ...] = (
    {"code": "D0120"},
    {"code": "D0274"},
    {"code": "D1110"},
    {"code": "D2391", "tooth": "19", "surfaces": "O"},
    {"code": "D2392", "tooth": "30", "surfaces": "MO"},
    {"code": "D2740", "tooth": "14"},
    {"code": "D2950", "tooth": "14"},
    {"code": "D3330", "tooth": "3"},
    {"code": "D4341", "area": "10"},
    {"code": "D4341", "area": "40"},
    {"code": "D7140", "tooth": "1"},
    {"code": "D7240", "tooth": "17"},
    {"code": "D2331", "tooth": "8", "surfaces": "MF"},
    {"code": "D0220", "tooth": "14"},
)


def sample_claims(count: int, *, seed: int = 7) -> list[Claim]:
    """Invented claims of five lines with a patient, history and enclosures; the same for the same seed."""
    draw = random.Random(seed)
    return [_claim(draw) for _ in range(count)]


def _claim(draw: random.Random) -> Claim:
    day = TODAY - timedelta(days=draw.randrange(1, 60))
    lines = [
        {"id": str(number), "date_of_service": day, "fee": f"{draw.randrange(40, 1500)}.00", **line}
        for number, line in enumerate(draw.sample(_LINES, 5), 1)
    ]
    return Claim.model_validate(
        {
            "lane": "dental",
            "payer": "Northlake Dental",
            "as_of": TODAY,
            "tooth_system": "universal",
            "place_of_service": "11",
            "patient": {"birth_date": date(draw.randrange(1950, 2005), 5, 2)},
            "billing_provider": {"npi": "1234567893"},
            "diagnoses": ["K02.63"],
            "lines": lines,
            "history": [{"code": "D1110", "date_of_service": day - timedelta(days=200)}],
            "attachments": [{"kind": "periapical", "date": day, "tooth": "14"}],
        }
    )


def claims_per_second(claims: Sequence[Claim], *, icd: Icd10cm, limits: PolicyLimits | None = None) -> float:
    """Claims checked in a second of processor time, tables already read."""
    check_claim(claims[0], today=TODAY, icd=icd, limits=limits)
    start = time.process_time()
    for claim in claims:
        check_claim(claim, today=TODAY, icd=icd, limits=limits)
    return len(claims) / (time.process_time() - start)


def lines() -> list[str]:
    """The figure, to print."""
    claims = sample_claims(3000)
    rate = claims_per_second(claims, icd=Icd10cm.seed())
    return [f"check: {rate:,.0f} claims/s (5 lines each, one core)"]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
