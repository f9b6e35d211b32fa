"""What a person has to say of a table: reasons of weak slices and more sections, kept in a file beside it."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import BadInput


class Section(Frozen):
    """A section that is written below the table as it stands."""

    title: str
    text: str


class Notes(Frozen):
    """``weak`` holds the reason of a slice by the name it is listed with, ``suite: slice``."""

    weak: dict[str, str] = Field(default_factory=dict)
    sections: tuple[Section, ...] = ()


def notes_beside(path: Path) -> Notes:
    """The notes of a table ``NAME.md`` from ``NAME.notes.yaml``; none without that file. Raises ``BadInput``."""
    file = path.with_suffix(".notes.yaml")
    if not file.exists():
        return Notes()
    try:
        return Notes.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        said = f"not the notes of a table: {str(error).splitlines()[0]}"
        raise BadInput(
            said, where=str(file), fix="give it `weak` by slice, and `sections` of title and text"
        ) from error
