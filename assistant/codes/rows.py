"""Rows of a CSV file under ``corpus/tables``, as text; the typed views are made by their owners."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``corpus/tables/<name>`` (CSV with a header), each a mapping from column to text.

    >>> rows("areas.csv")[0]["code"]
    '00'
    """
    text = files("corpus").joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
