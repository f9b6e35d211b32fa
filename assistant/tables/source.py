"""Opening the data files of ``corpus/tables``."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

from assistant.codes.rows import rows as rows
from assistant.domain.base import Period


def document(name: str) -> Any:
    """The content of ``corpus/tables/<name>`` (YAML)."""
    return parsed(files("corpus").joinpath("tables", name).read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    """The content of a YAML text by the fast loader where there is one; ``yaml.YAMLError`` where it is none."""
    import yaml  # here, because most tables are CSV and the command line starts without it

    fast: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=fast)  # noqa: S506 - both loaders are safe


def words(cell: str) -> tuple[str, ...]:
    """The parts of a cell separated by ``|``.

    >>> words("insured|aca")
    ('insured', 'aca')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def period(row: dict[str, str]) -> Period:
    """The days on which a row is in force, from its two date columns."""
    return Period(effective_from=_day(row["effective_from"]), effective_through=_day(row["effective_through"]))


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
