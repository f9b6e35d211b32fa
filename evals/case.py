"""A labelled case: what goes in, what must come out, where it is from, and on which side of the split it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import BadInput
from evals.labels import wrong_fields

Split = Literal["dev", "test"]
Difficulty = Literal["easy", "usual", "hard"]

_LINES = (".jsonl", ".ndjson")
#: Files of a folder that hold cases.
_ENDINGS = (".yaml", ".yml", *_LINES)


class Case(Frozen):
    """One labelled case. ``split`` is ``test`` where nothing was chosen or tuned on it."""

    id: str = Field(description="Unique within its suite; it never changes")
    suite: str = Field(description="The suite whose task runs it")
    slice: str = Field(description="The group that it is counted in: a rule family, a persona, a kind of question")
    inputs: dict[str, Any] = Field(description="What the task is given")
    expect: dict[str, Any] = Field(default_factory=dict, description="What the scorers compare with")
    split: Split = "dev"
    difficulty: Difficulty = "usual"
    tags: tuple[str, ...] = ()
    provenance: str = Field(description="Who or what made the case; a generator names its seed")


def half(identifier: str) -> Split:
    """The side of the split that follows from an id alone, for cases that were made by a generator."""
    return "test" if hashlib.sha256(identifier.encode()).digest()[0] % 2 else "dev"


def read_cases(place: Path) -> Iterator[tuple[Case, str]]:
    """Every case of a file or of a folder's files with its place: YAML with one case or a list, JSONL with one a line.

    Raises ``BadInput`` naming the file, the case and the key.
    """
    paths = sorted(path for path in place.iterdir() if path.suffix in _ENDINGS) if place.is_dir() else [place]
    for path in paths:
        try:
            rows = list(_rows(path))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            said = f"not a case file: {' '.join(str(error).split())}"
            raise BadInput(said, where=str(path), fix="see `claimwright eval schema`") from error
        for row, where in rows:
            try:
                yield Case.model_validate(row), where
            except ValidationError as error:
                named = f"{where}, {row['id']}" if isinstance(row, dict) and row.get("id") else where
                said = f"not a case: {wrong_fields(error, Case)}"
                raise BadInput(said, where=named, fix="see `claimwright eval schema`") from error


def _rows(path: Path) -> Iterator[tuple[Any, str]]:
    """What a file holds, each with the place to name."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix in _LINES:
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield yaml.safe_load(line), f"{path}, line {number}"
        return
    loaded = yaml.safe_load(text)
    if not isinstance(loaded, list):
        yield loaded, str(path)
        return
    for number, row in enumerate(loaded, 1):
        yield row, f"{path}, case {number}"


def distinct(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The same cases; two with one id are a mistake of the case files."""
    held: dict[tuple[str, str], Case] = {}
    for case in cases:
        if held.setdefault((case.suite, case.id), case) is not case:
            raise BadInput("two cases have this id", where=f"{case.suite}/{case.id}", fix="rename one of them")
    return tuple(held.values())
