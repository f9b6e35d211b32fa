"""How each kind of draft is asked for: what a base case needs beside itself before it has a draft of that kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from assistant.domain.case import Case
from assistant.domain.draft import DraftKind
from assistant.intake.case_file import LoadedCase
from assistant.tables.attachments import normalise
from assistant.tables.conversations import conversations
from evals.planted.bases import Base

#: Given for letters that cover the whole claim; what a script tells of money needs a plan that was verified.
_PLAN: dict[str, Any] = {
    "order": 1,
    "in_network": True,
    "effective": "2018-01-01",
    "benefit_year_start": "01-01",
    "annual_maximum": "1500.00",
    "maximum_used": "400.00",
    "deductible": "50.00",
    "deductible_met": "0.00",
    "percent": {"preventive": "1.00", "basic": "0.80", "major": "0.50", "medical": "0.80"},
}
#: The share of the fee that the plan allows.
_ALLOWED = 0.8
#: Asked for beside what the office holds, so that one item stays open.
_NOT_HELD = "Photographs of the lower arch"


@dataclass(frozen=True)
class Asked:
    """A kind with the case it is drafted from; ``about`` is the conversation of a script."""

    kind: DraftKind
    loaded: LoadedCase
    about: str | None = None


def asked(base: Base, number: int, kinds: Sequence[DraftKind] = ()) -> tuple[Asked, ...]:
    """Every kind for one base case; ``number`` turns the conversations over the cases."""
    scenarios = [each.id for each in conversations()]
    return tuple(_asked(kind, base, scenarios[number % len(scenarios)]) for kind in kinds or get_args(DraftKind))


def _asked(kind: DraftKind, base: Base, scenario: str) -> Asked:
    case = base.loaded.case
    match kind:
        case "records_reply":
            return Asked(kind, _with(base, documents=[*_dumped(case)["documents"], _request(case)]))
        case "script":
            return Asked(kind, _planned(base), scenario)
        case "treatment_plan":
            return Asked(kind, _planned(base))
        case _:
            return Asked(kind, base.loaded)


def _dumped(case: Case) -> dict[str, Any]:
    return case.model_dump(mode="json", exclude_none=True)


def _with(base: Base, **changed: Any) -> LoadedCase:
    content = _dumped(base.loaded.case) | changed
    return LoadedCase(Case.model_validate(content), base.loaded.folder)


def _planned(base: Base) -> LoadedCase:
    """The case with a plan of the payer that counts its lines."""
    claim = _dumped(base.loaded.case)["claim"]
    allowed = {line["code"]: f"{float(line['fee']) * _ALLOWED:.2f}" for line in claim["lines"]}
    plan = {**_PLAN, "lane": claim["lane"], "payer": claim["payer"], "allowed": allowed}
    return _with(base, claim={**claim, "coverages": [plan]})


def _request(case: Case) -> dict[str, str]:
    """A letter of the payer that asks for what the office holds, and for one paper more."""
    held = (normalise(each.kind) for each in case.attachments)
    wanted = [*dict.fromkeys(kind.label.capitalize() for kind in held if kind is not None), "Chart notes", _NOT_HELD]
    items = "\n".join(f"{number}. {item}" for number, item in enumerate(dict.fromkeys(wanted), start=1))
    return {
        "id": "d9",
        "kind": "letter",
        "file": "request.txt",
        "text": f"{case.claim.payer}\nClaim Review, PO Box 4420, Port Merrow, MI 00410\n\nOctober 30, 2026\n\n"
        f"To review this claim we need the following records within 45 days of the date of this letter:\n\n{items}\n",
    }
