"""Every finder against texts whose mentions are written down, traps included."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parent / "cases"


def load() -> list[Any]:
    params = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for place, case in enumerate(content["cases"]):
            options = {**content.get("options", {}), **case.get("options", {})}
            third = content.get("third", "unit")
            params.append(
                pytest.param(
                    content["finder"], case["text"], options, third, case["expect"], id=f"{path.stem}-{place + 1}"
                )
            )
    return params


def found_by(finder: str, text: str, options: dict[str, Any]) -> Any:
    module = import_module(f"assistant.recognise.{finder}")
    return module.mentions(text, **options) if finder == "everything" else module.find(text, **options)


@pytest.mark.parametrize(("finder", "text", "options", "third", "expect"), load())
def test_case(finder: str, text: str, options: dict[str, Any], third: str, expect: list[list[str]]) -> None:
    found = found_by(finder, text, options)
    width = {len(item) for item in expect} or {2}
    assert [[m.value, m.quote, getattr(m, third)][: max(width)] for m in found] == expect
    assert all(text[m.start : m.end] == m.quote for m in found)


def test_there_are_enough_cases() -> None:
    assert len(load()) >= 150


def test_every_finder_has_cases() -> None:
    have = {path.stem for path in FOLDER.glob("*.yaml")}
    wanted = "areas codes dates durations everything identifiers measures money percent quotes sides surfaces teeth"
    assert have == set(wanted.split())
