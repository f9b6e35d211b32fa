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

Split = Literal["dev", "test"]
Difficulty = Literal["easy", "usual", "hard"]


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


def read_cases(folder: Path) -> Iterator[Case]:
    """The cases of every YAML file of a folder, each file one case or a list. Raises ``BadInput``."""
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder]:
        try:
            loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
            for row in loaded if isinstance(loaded, list) else [loaded]:
                yield Case.model_validate(row)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            said = f"not a case file: {str(error).splitlines()[0]}"
            raise BadInput(said, where=str(path), fix="see `claimwright eval schema`") from error


def distinct(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The same cases; two with one id are a mistake of the case files."""
    held: dict[tuple[str, str], Case] = {}
    for case in cases:
        if held.setdefault((case.suite, case.id), case) is not case:
            raise BadInput("two cases have this id", where=f"{case.suite}/{case.id}", fix="rename one of them")
    return tuple(held.values())
