"""Reading what commands are given: files, notes and words from a fixed set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

if TYPE_CHECKING:
    from assistant.domain.case import PlanFunding

#: A note or letter beyond this is something else.
_MAX_BYTES = 50_000_000


def read_bytes(path: Path) -> bytes:
    """The content of a file; ``BadInput`` when there is none to read."""
    from assistant.domain.errors import BadInput

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BadInput(f"the file is larger than {_MAX_BYTES // 1_000_000} MB", where=str(path), fix="split it")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("no such file", where=str(path), fix="check the path") from None
    except IsADirectoryError:
        raise BadInput("this is a folder", where=str(path), fix="give a file in it") from None
    except PermissionError:
        raise BadInput("the file may not be read", where=str(path), fix="change its permissions") from None


def notes_of(paths: list[Path]) -> tuple[tuple[str, str], ...]:
    """``(file name, text)`` of every note."""
    from assistant.readers.document import read_text

    return tuple((path.name, read_text(read_bytes(path), str(path))) for path in paths)


def funding_word(word: str | None) -> PlanFunding | None:
    """One of the words for who funds a plan."""
    from assistant.domain.case import PlanFunding
    from assistant.domain.errors import BadInput

    if word is None:
        return None
    for known in get_args(PlanFunding):
        if word.strip().lower().replace("-", "_") == known:
            return cast("PlanFunding", known)
    raise BadInput(f"no plan funding {word!r}", where="--funding", fix=f"one of {', '.join(get_args(PlanFunding))}")
