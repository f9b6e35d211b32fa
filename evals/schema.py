"""The JSON Schema of a case file, and of each suite with an example: both follow from the types of the suites."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from evals.case import Case
from evals.suite import Suite
from evals.suites import NAMES, suite_named

_REF = "#/$defs/{model}"


def case_schema() -> dict[str, Any]:
    """A case of any suite: what ``inputs`` and ``expect`` hold follows from ``suite``."""
    suites = [suite_named(name) for name in NAMES]
    models: list[type[BaseModel]] = [model for suite in suites for model in (suite.inputs, suite.expect)]
    refs, shared = models_json_schema([(each, "validation") for each in dict.fromkeys(models)], ref_template=_REF)
    schema = Case.model_json_schema()
    schema["properties"]["suite"]["enum"] = list(NAMES)
    schema["allOf"] = [
        {
            "if": {"properties": {"suite": {"const": suite.name}}},
            "then": {
                "properties": {
                    "inputs": refs[suite.inputs, "validation"],
                    "expect": refs[suite.expect, "validation"],
                }
            },
        }
        for suite in suites
    ]
    return schema | shared


def suite_schema(name: str) -> dict[str, Any]:
    """What the cases of one suite hold, with an example. Raises ``BadInput`` for a suite that there is not."""
    suite = suite_named(name)
    return {
        "suite": name,
        "about": suite.about,
        "example": _example(suite),
        "inputs": suite.inputs.model_json_schema(),
        "expect": suite.expect.model_json_schema(),
    }


def example_of(suite: Suite) -> Case | None:
    """A whole case as an office may write it; nothing for a suite that takes none."""
    if suite.example is None:
        return None
    about = {"id": "example", "suite": suite.name, "slice": "our own", "provenance": "written by the front desk"}
    return Case.model_validate(about | dict(suite.example))


def _example(suite: Suite) -> dict[str, Any] | str:
    case = example_of(suite)
    if case is None:
        return "none: its cases are made, an office has none of its own"
    return case.model_dump(mode="json", exclude_unset=True)
