"""Clean claims made with a seed, and the same claims with one planted mistake."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from evals.case import Case, half
from evals.task import TODAY

SEED = 20
#: Clean claims; every mistake is planted in so many of them.
CLEAN, PLANTED = 60, 20

Line = dict[str, Any]
Claim = dict[str, Any]


class Mistake(NamedTuple):
    """One way to spoil a claim, the rule that must say so, and where."""

    name: str
    codes: tuple[str, ...]
    rule: str
    where: str
    plant: Callable[[Claim, Line, random.Random], None]


def _set(key: str, *values: Any) -> Callable[[Claim, Line, random.Random], None]:
    def plant(_: Claim, line: Line, dice: random.Random) -> None:
        line[key] = dice.choice(values)

    return plant


def _without(key: str) -> Callable[[Claim, Line, random.Random], None]:
    def plant(_: Claim, line: Line, __: random.Random) -> None:
        line.pop(key, None)

    return plant


def _bad_npi(claim: Claim, _: Line, dice: random.Random) -> None:
    number = claim["billing_provider"]["npi"]
    last = (int(number[-1]) + dice.randrange(1, 10)) % 10
    claim["billing_provider"] = {"npi": f"{number[:-1]}{last}"}


def _future(claim: Claim, line: Line, dice: random.Random) -> None:
    line["date_of_service"] = (date.fromisoformat(claim["as_of"]) + timedelta(days=dice.randrange(1, 60))).isoformat()


def _twice(claim: Claim, line: Line, _: random.Random) -> None:
    claim["lines"].append(line | {"id": "9"})


def _bad_diagnosis(claim: Claim, line: Line, dice: random.Random) -> None:
    claim["diagnoses"] = [dice.choice(("K08.1", "M26.6", "K02.6"))]
    line["diagnosis_pointers"] = [1]


def _pointer(claim: Claim, line: Line, dice: random.Random) -> None:
    claim["diagnoses"] = ["K02.63"]
    line["diagnosis_pointers"] = [dice.randrange(2, 9)]


_TOOTH = ("D2740", "D2392", "D3330", "D7140", "D2950")
_FILLINGS = ("D2392", "D2393", "D2331", "D2150")
MISTAKES = (
    Mistake("no tooth", _TOOTH, "TS01", "lines[0].tooth", _without("tooth")),
    Mistake("no such tooth", _TOOTH, "TS03", "lines[0].tooth", _set("tooth", "33", "45", "99", "Z")),
    Mistake("no surface", _FILLINGS, "SF01", "lines[0].surfaces", _without("surfaces")),
    Mistake("no quadrant", ("D4341",), "AR01", "lines[0].area", _without("area")),
    Mistake("wrong check digit", _TOOTH, "PR01", "billing_provider.npi", _bad_npi),
    Mistake("date to come", _TOOTH, "DT03", "lines[0].date_of_service", _future),
    Mistake("line twice", ("D2740", "D7140", "D3330"), "CF03", "lines[1].code", _twice),
    Mistake("diagnosis too short", _TOOTH, "DX03", "diagnoses[0]", _bad_diagnosis),
    Mistake("pointer to nothing", _TOOTH, "DX11", "lines[0].diagnosis_pointers", _pointer),
    Mistake("retired code", ("D9248",), "FV02", "lines[0].code", lambda *_: None),
)
_BACK = ("2", "3", "14", "15", "18", "19", "30", "31")
_TOOTH_OF = {"D2331": ("7", "8", "9", "10"), "D2740": (*_BACK, "8", "9"), "D7140": (*_BACK, "5", "12")}
_SURFACES = {"D2392": "MO", "D2393": "MOD", "D2331": "ML", "D2150": "DO"}
_NPIS = ("1234567893", "1679576722", "1003000126")


def claim(code: str, dice: random.Random) -> Claim:
    """A claim with one line that has everything the code needs."""
    day = TODAY - timedelta(days=dice.randrange(3, 60))
    line: Line = {"id": "1", "code": code, "date_of_service": day.isoformat(), "fee": f"{dice.randrange(90, 1800)}.00"}
    if code == "D4341":
        line["area"] = dice.choice(("10", "20", "30", "40"))
    elif code not in ("D0120", "D0150", "D1110", "D0274", "D9248"):
        line["tooth"] = dice.choice(_TOOTH_OF.get(code, _BACK))
    if code in _SURFACES:
        line["surfaces"] = _SURFACES[code]
    return {
        "lane": "dental",
        "payer": "Northlake Dental",
        "as_of": TODAY.isoformat(),
        "tooth_system": "universal",
        "place_of_service": "11",
        "billing_provider": {"npi": dice.choice(_NPIS)},
        "patient": {"birth_date": date(dice.randrange(1950, 2000), dice.randrange(1, 13), 5).isoformat()},
        "lines": [line],
    }


def generated() -> Iterator[Case]:
    """Every clean claim, then every mistake; the same for the same seed."""
    clean = (*_TOOTH, *_FILLINGS, "D4341", "D0120", "D0150", "D1110", "D0274")
    for number in range(CLEAN):
        dice = random.Random(f"{SEED}-{number}")
        code = clean[number % len(clean)]
        expect: dict[str, Any] = {"rule": "", "allowed": []}
        yield _case(f"made-clean-{number}-{code}", "made clean", claim(code, dice), expect)
    for mistake in MISTAKES:
        for number in range(PLANTED):
            dice = random.Random(f"{SEED}-{mistake.name}-{number}")
            made = claim(dice.choice(mistake.codes), dice)
            mistake.plant(made, made["lines"][0], dice)
            expect = {"rule": mistake.rule, "finds": mistake.where, "severity": None, "says": "", "allowed": []}
            yield _case(f"made-{mistake.name}-{number}", "made wrong", made, expect)


def _case(name: str, group: str, made: Claim, expect: dict[str, Any]) -> Case:
    return Case(
        id=name,
        suite="validators",
        slice=group,
        inputs={"claim": made},
        expect=expect,
        split=half(name),
        difficulty="easy",
        tags=("generated",),
        provenance=f"generated, seed {SEED}",
    )
