"""Files of trading partners: real ones with hand-checked readings, and remittances made from known numbers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field, model_validator

from assistant.domain.caller import LOCAL
from evals.case import Case, half
from evals.labels import Labels
from evals.score import Outcome, Score, unscored
from evals.suite import CHECKOUT, Suite
from evals.suites.made_remittances import remittance
from evals.task import Workbench

SEED, MADE = 35, 100
_SAMPLES = CHECKOUT / "readers" / "samples"
#: Remarks on a file in its reading, not values of the record.
_REMARKS = {"known_defects", "reader_policy", "notes", "meaning", "dental_question", "must_flag"}
_MARKS = ("*:~", "|>\n", "*>~", "+:'")


class Filed(Labels):
    """A file; or a remittance that is made with a seed."""

    file: str | None = Field(default=None, description="A path, whole or below tests/readers/samples")
    seed: str | None = None
    marks: str | None = Field(default=None, description="Separators of elements, components and segments")

    @model_validator(mode="after")
    def _one(self) -> Filed:
        if (self.file is None) == (self.seed is None):
            raise ValueError("file is missing (or seed; not both)")
        return self


class Reading(Labels):
    """What must be read; the record may hold more."""

    record: dict[str, Any] | None = None


def cases() -> tuple[Case, ...]:
    """Real files, then made ones."""
    return (*_real(), *_made())


def _real() -> Iterator[Case]:
    for reading in sorted((_SAMPLES / "x12").glob("*.expected.json")):
        name = reading.name.removesuffix(".expected.json")
        wanted = json.loads(reading.read_text(encoding="utf-8"))
        yield _file("x12", name, wanted)
    fhir = json.loads((_SAMPLES / "fhir" / "expected.json").read_text(encoding="utf-8"))
    for name, wanted in fhir.items():
        yield _file("fhir", name, wanted)


def _file(folder: str, name: str, wanted: Any) -> Case:
    return Case(
        id=name,
        suite="readers",
        slice=f"real {folder}",
        inputs={"file": f"{folder}/{name}"},
        expect={"record": wanted},
        difficulty="hard",
        tags=("public sample", folder),
        provenance="public sample with a reading checked by hand, tests/readers/samples",
    )


def _made() -> Iterator[Case]:
    for number in range(MADE):
        name = f"made-835-{number}"
        yield Case(
            id=name,
            suite="readers",
            slice="made remittances",
            inputs={"seed": f"{SEED}-{number}", "marks": _MARKS[number % len(_MARKS)]},
            split=half(name),
            tags=("generated",),
            provenance=f"written from known numbers, seed {SEED}",
        )


def run(bench: Workbench, case: Case) -> Outcome:
    """Read the file."""
    if case.inputs.get("file"):
        path = _SAMPLES / case.inputs["file"]
        data, wanted = path.read_bytes(), case.expect["record"]
    else:
        made = remittance(random.Random(case.inputs["seed"]), case.inputs.get("marks") or "*:~")
        data, wanted = made.text.encode(), made.wanted
    record = json.loads(bench.assistant.read(LOCAL, data, case.id).model_dump_json())
    warnings = [f"{each['code']} {each['where']}: {each['message']}" for each in record.get("warnings", [])]
    return Outcome(
        question=f"read {case.id}, {len(data)} bytes",
        text="\n".join(warnings) or "no warning",
        values={
            "differences": differences(wanted, record),
            "leaves": leaves(wanted),
            "warnings": warnings,
            "clean": case.inputs.get("seed") is not None,
        },
    )


def differences(wanted: Any, got: Any, path: str = "") -> list[str]:
    """Where a record is not what was wanted; more keys than wanted are welcome.

    >>> differences({"a": [1, 2]}, {"a": [1, 3], "b": 0})
    ['.a[1]: 2 is read as 3']
    """
    if isinstance(wanted, dict):
        if not isinstance(got, dict):
            return [f"{path}: not there"]
        pairs = [(key, value) for key, value in wanted.items() if key not in _REMARKS]
        return [each for key, value in pairs for each in differences(value, got.get(key), f"{path}.{key}")]
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return [f"{path}: other length"]
        return [each for i, value in enumerate(wanted) for each in differences(value, got[i], f"{path}[{i}]")]
    return [] if wanted == got else [f"{path}: {wanted!r} is read as {got!r}"]


def leaves(wanted: Any) -> int:
    """How many values a reading holds."""
    if isinstance(wanted, dict):
        return sum(leaves(value) for key, value in wanted.items() if key not in _REMARKS)
    return sum(map(leaves, wanted)) if isinstance(wanted, list) else 1


def _fields(_: Case, outcome: Outcome) -> Score:
    wrong, of = outcome.values["differences"], outcome.values["leaves"]
    return Score(
        name="fields",
        value=max(0.0, 1 - len(wrong) / of) if of else None,
        compared=f"{of} values of the reading",
        why="; ".join(wrong)[:600] or "all as read by hand",
    )


def _quiet(_: Case, outcome: Outcome) -> Score:
    if not outcome.values["clean"]:
        return unscored("no false warning", "a real file has defects")
    found = [each for each in outcome.values["warnings"] if not each.startswith("unusual_separator")]
    return Score(
        name="no false warning",
        value=float(not found),
        compared="warnings on a balanced file",
        why="; ".join(found)[:600] or "none",
    )


SUITE = Suite(
    name="readers",
    about="X12 and FHIR files, value by value",
    home="tests/readers/samples; remittances generated with a seed",
    cases=cases,
    task=run,
    seed=SEED,
    inputs=Filed,
    expect=Reading,
    example={"inputs": {"file": "/path/to/remittance.835"}, "expect": {"record": {"checks": [{"bpr_amount": "0"}]}}},
    scorers=(_fields, _quiet),
    needs=_SAMPLES,
)
