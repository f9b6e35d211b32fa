"""Each family's cases through the kinds that tell of the chart: whatever they say is proved, lengths are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.chains.kinds import draft
from assistant.chains.request import DraftRequest
from assistant.domain.case import Case
from assistant.domain.draft import DraftKind
from assistant.domain.ports import PassageSearch
from assistant.intake.case_file import LoadedCase
from assistant.rendering.channels import CHANNELS
from assistant.rules.engine import check_claim

TODAY = date(2026, 11, 22)
CASES = Path(__file__).parent / "cases"
WRITTEN = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(CASES.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
FORMS: tuple[tuple[DraftKind, str | None], ...] = (
    ("narrative", None),
    ("narrative", "nte80"),
    ("narrative", "dentrix125"),
    ("narrative", "dxc2000"),
    ("predetermination", None),
)


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(("kind", "channel"), FORMS)
def test_whatever_is_said_is_proved(
    kind: DraftKind, channel: str | None, written: dict[str, Any], policies: PassageSearch
) -> None:
    case = Case.model_validate({key: written[key] for key in Case.model_fields if key in written})
    report = check_claim(case.claim, today=TODAY)
    made = draft(kind, DraftRequest(LoadedCase(case, CASES), policies, report, TODAY, channel=channel)).draft
    unproved = [f.message for f in made.findings if f.severity == "error" and f.rule.startswith("DR0")]
    assert unproved == []
    limit = CHANNELS[channel].limit if channel is not None else None
    if limit is not None:
        assert made.text.strip()
        assert all(len(line) <= limit for line in made.text.splitlines())
