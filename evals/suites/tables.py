"""Reads the case files that the tests and the evaluation share: each case has one home."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evals.suite import CHECKOUT


def rows(*place: str) -> list[dict[str, str]]:
    """The rows of a CSV file below ``tests``."""
    with CHECKOUT.joinpath(*place).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def content(*place: str) -> Any:
    """The content of a YAML file below ``tests``; dates are text, as in JSON."""
    return plain(yaml.safe_load(CHECKOUT.joinpath(*place).read_text(encoding="utf-8")))


def each_file(*place: str) -> Iterator[tuple[Path, Any]]:
    """Every YAML file of a folder below ``tests`` with its content."""
    for path in sorted(CHECKOUT.joinpath(*place).glob("*.yaml")):
        yield path, plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def plain(value: Any) -> Any:
    """The value as JSON knows it: dates in their ISO form."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
